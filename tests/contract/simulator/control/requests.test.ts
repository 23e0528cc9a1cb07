import { newUser } from "../facts/world";
import { bodyOf, withSimulator } from "../with-simulator";

describe("the record of requests", () => {
  it("says what was asked, by whom, and how it ended", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const before = Date.now();
      await gitlab.send("GET /users", { as: gitlab.token, query: { page: 1 } });

      const [request] = simulator.requests;

      expect(request).toEqual({
        method: "GET",
        path: "/api/v4/users?page=1",
        operation: null,
        tokenKind: "personal",
        user: "root",
        fault: null,
        status: 200,
        startedAt: expect.any(Number),
        finishedAt: expect.any(Number),
      });
      expect(request?.startedAt).toBeGreaterThanOrEqual(before);
    });
  });

  it.each([
    ["none", {}],
    ["unknown", { "private-token": "glpat-nobody" }],
    ["job", { authorization: "Bearer glcbt-64_abc" }],
  ])("knows a credential that is %s", async (kind, headers) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      await gitlab.send("GET /user", { headers });

      expect([...simulator.requests]).toMatchObject([{ tokenKind: kind, user: null, status: 401 }]);
    });
  });

  it("never holds a token", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { token } = await newUser(gitlab, "someone");
      await gitlab.send("GET /user", { as: token, query: { private_token: token, a: 1 } });
      await gitlab.send("GET /user", { headers: { authorization: `Bearer ${token}` } });

      const record = JSON.stringify(simulator.requests.all);

      expect(record).toContain("/api/v4/user?private_token=[redacted]&a=1");
      expect(record).not.toContain(token);
      expect(record).not.toContain(simulator.token);
    });
  });

  it("has requests whose connection was cut, with the fault that did it", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: "/user", fault: { kind: "resetAfter" } });
      await expect(gitlab.send("GET /user", { as: gitlab.token })).rejects.toMatchObject({ code: "ECONNRESET" });

      expect(simulator.requests.all).toMatchObject([{ fault: "resetAfter", status: null, user: "root" }]);
    });
  });

  it("can be searched, counted and cleared", async () => {
    await withSimulator({}, async ({ simulator: { requests }, gitlab }) => {
      const as = gitlab.token;
      await gitlab.send("GET /groups/:id", { path: { id: "a/b" }, as });
      await gitlab.send("POST /groups", { as });
      await gitlab.send("GET /version", { as });

      expect([requests.count(), requests.length]).toEqual([3, 3]);
      expect(requests.count("GET")).toBe(2);
      expect(requests.count("GET", "/groups/*")).toBe(1);
      expect(requests.matching({ status: 404 })).toMatchObject([{ path: "/api/v4/groups/a%2Fb" }]);
      expect(requests.matching({ path: /groups/ })).toHaveLength(2);
      requests.clear();
      expect(requests.length).toBe(0);
    });
  });

  it("knows the most requests that were under way at once", async () => {
    await withSimulator({ latencyMs: 60 }, async ({ simulator, gitlab }) => {
      const ask = () => gitlab.send("GET /version", { as: gitlab.token });
      await ask();
      const alone = simulator.requests.maxConcurrency;
      await Promise.all([ask(), ask(), ask()]);

      expect([alone, simulator.requests.maxConcurrency]).toEqual([1, 3]);
    });
  });

  it("is read and cleared from another process", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const control = `${simulator.url}/__simulator/requests`;
      await gitlab.send("GET /version", { as: gitlab.token });

      const seen = await (await fetch(control)).json();
      const cleared = await fetch(control, { method: "DELETE" });

      expect(seen).toMatchObject({ requests: [{ method: "GET", path: "/api/v4/version" }], maxConcurrency: 1 });
      expect([cleared.status, simulator.requests.length]).toEqual([204, 0]);
    });
  });

  it("leaves out the simulator's own routes", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const unknown = await fetch(`${simulator.url}/__simulator/nothing`);

      expect([unknown.status, simulator.requests.length]).toEqual([404, 0]);
    });
  });
});

describe("latency", () => {
  it("is added to every request, and can be changed", async () => {
    await withSimulator({ latencyMs: 80 }, async ({ simulator, gitlab }) => {
      const timed = async () => {
        const started = performance.now();
        await gitlab.send("GET /version", { as: gitlab.token });
        return performance.now() - started;
      };

      const slow = await timed();
      simulator.latencyMs = 0;

      expect(slow).toBeGreaterThanOrEqual(79);
      expect(await timed()).toBeLessThan(60);
    });
  });
});

describe("close", () => {
  it("ends requests that are under way or hang, and frees the port", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: "/user", fault: { kind: "hang" } });
      const hanging = expect(gitlab.send("GET /user", { as: gitlab.token })).rejects.toMatchObject({
        code: "ECONNRESET",
      });
      while (simulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));

      await simulator.close();

      await hanging;
      await expect(fetch(simulator.url)).rejects.toThrow("fetch failed");
      await withSimulator({ port: Number(new URL(simulator.url).port) }, async (next) => {
        expect(next.simulator.url).toBe(simulator.url);
        expect(bodyOf(await next.gitlab.send("GET /version", { as: next.gitlab.token }))).toMatchObject({
          enterprise: false,
        });
      });
    });
  });
});
