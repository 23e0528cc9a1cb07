import { once } from "node:events";
import { connect } from "node:net";
import type { Fault, Simulator } from "../../../../simulator";
import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { bodyOf, withSimulator } from "../with-simulator";

describe("which requests a fault strikes", () => {
  const statuses = async (gitlab: GitLabApi, endpoint: string, count: number) => {
    const seen: number[] = [];
    for (let sent = 0; sent < count; sent += 1) seen.push((await gitlab.send(endpoint, { as: gitlab.token })).status);
    return seen;
  };
  const broken: Fault = { kind: "status", status: 503 };

  it("passes the first ones, then strikes as often as said", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const fault = simulator.faults.add({ path: "/user", after: 1, times: 2, fault: broken });

      expect(await statuses(gitlab, "GET /user", 4)).toEqual([200, 503, 503, 200]);
      expect(fault.hits).toBe(2);
    });
  });

  it("looks at the method", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ method: "post", fault: broken });

      expect(await statuses(gitlab, "GET /user", 1)).toEqual([200]);
      expect(await statuses(gitlab, "POST /groups", 1)).toEqual([503]);
    });
  });

  it.each([
    ["/user", true],
    ["/api/v4/user", true],
    ["/us*", true],
    ["**/user", true],
    [/\/us.r$/, true],
    ["/users", false],
    ["/*/user", false],
    [/^\/user/, false],
  ])("finds GET /api/v4/user by %s: %s", async (pattern, found) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: pattern, fault: broken });

      expect(await statuses(gitlab, "GET /user", 2)).toEqual(found ? [503, 503] : [200, 200]);
    });
  });

  it("leaves requests alone once it is removed", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const fault = simulator.faults.add({ fault: broken });
      simulator.faults.add({ path: "/user", fault: { kind: "status", status: 500 } });

      const before = await statuses(gitlab, "GET /user", 1);
      fault.remove();
      const between = await statuses(gitlab, "GET /user", 1);
      simulator.faults.clear();

      expect([before, between, await statuses(gitlab, "GET /user", 1)]).toEqual([[503], [500], [200]]);
    });
  });
});

describe("on the wire", () => {
  it("refuse answers nothing, not even to the half of a request", async () => {
    await withSimulator({}, async ({ simulator }) => {
      simulator.faults.add({ fault: { kind: "refuse" } });
      const socket = connect(Number(new URL(simulator.url).port), "127.0.0.1");
      const received: Buffer[] = [];
      socket.on("data", (chunk) => received.push(chunk));

      socket.write("POST /api/v4/groups HTTP/1.1\r\nHost: gitlab\r\nContent-Length: 100\r\n\r\nname=");
      const [error] = await once(socket, "error");

      expect(error).toMatchObject({ code: "ECONNRESET" });
      expect(received).toEqual([]);
    });
  });

  it("truncatedJson sends half of what it has promised", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: "/version", fault: { kind: "truncatedJson" } });
      const { text: whole } = await gitlab.send("GET /metadata", { as: gitlab.token });

      const answer = await rawAnswer(simulator, "/api/v4/version");

      const [head = "", body = ""] = answer.split("\r\n\r\n");
      expect(head).toContain(`Content-Length: ${whole.length}`);
      expect(body).toHaveLength(Math.floor(whole.length / 2));
    });
  });

  it("keeps connections alive otherwise", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { headers } = await gitlab.send("GET /version", { as: gitlab.token });

      expect(headers.get("connection")).toBe("keep-alive");
    });
  });

  async function rawAnswer(simulator: Simulator, target: string): Promise<string> {
    const socket = connect(Number(new URL(simulator.url).port), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.write(`GET ${target} HTTP/1.1\r\nHost: gitlab\r\nPRIVATE-TOKEN: ${simulator.token}\r\n\r\n`);
    await once(socket, "close");
    return received;
  }
});

describe("faults from another process", () => {
  const control = (simulator: Simulator, method: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${simulator.url}/__simulator/faults`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it("are added and cleared over HTTP", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const rule = { method: "GET", path: { regex: "/version$" }, fault: { kind: "status", status: 418, body: "tea" } };

      expect((await control(simulator, "POST", rule)).status).toBe(201);
      expect(bodyOf(await gitlab.send("GET /version", { as: gitlab.token }))).toBe("tea");
      expect((await control(simulator, "DELETE")).status).toBe(204);
      expect((await gitlab.send("GET /version", { as: gitlab.token })).status).toBe(200);
    });
  });

  it.each([
    ["not JSON", undefined],
    ["no fault", { path: "/user" }],
    ["a kind that there is none of", { fault: { kind: "explode" } }],
    ["a broken regular expression", { path: { regex: "(" }, fault: { kind: "refuse" } }],
  ])("are refused with a reason when they are %s", async (_, rule) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const answer = await control(simulator, "POST", rule);

      expect([answer.status, (await answer.text()).length > 20]).toEqual([400, true]);
      expect((await gitlab.send("GET /user", { as: gitlab.token })).status).toBe(200);
    });
  });

  it.each([
    ["calls 127.0.0.1 by a name of its own", "Host: evil.example"],
    ["posts a form to 127.0.0.1", "Host: 127.0.0.1\r\nOrigin: https://evil.example"],
    ["posts from a frame that has no origin", "Host: 127.0.0.1\r\nOrigin: null"],
  ])("are not taken from a web page that %s", async (_, headers) => {
    await withSimulator({}, async ({ simulator }) => {
      expect(await statusOf(simulator, headers)).toBe(403);
      expect(await statusOf(simulator, "Host: 127.0.0.1\r\nOrigin: http://localhost:3000")).toBe(204);
    });
  });
});

/** What the simulator answers a request to forget its faults, with these headers. */
async function statusOf({ url }: Simulator, headers: string): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`DELETE /__simulator/faults HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
  const [answer] = await once(socket, "data");
  return Number(/^HTTP\/1\.1 (\d+) /.exec(String(answer))?.[1]);
}
