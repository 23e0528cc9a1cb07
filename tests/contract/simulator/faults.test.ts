import { once } from "node:events";
import { connect } from "node:net";
import type { Fault, Simulator } from "../../../simulator";
import type { Gitlab } from "./facts/gitlab";
import { aTeam, newProject } from "./facts/world";
import { bodyOf, idsOf, withSimulator } from "./with-simulator";

const add = "POST /projects/:id/job_token_scope/allowlist";
const list = "GET /projects/:id/job_token_scope/allowlist";
const path = "/projects/*/job_token_scope/allowlist";

async function twoProjects(gitlab: Gitlab) {
  const { billing, acme } = await aTeam(gitlab);
  return { billing, target: await newProject(gitlab, "deploy", { namespace_id: acme.id }) };
}

/** Whether an addition that met with the fault took place, and what the caller saw of it. */
async function additionUnder(fault: Fault) {
  let seen: { status?: number; type?: string | null; text?: string; failure?: string } = {};
  let listed: number[] = [];
  await withSimulator({}, async ({ simulator, gitlab }) => {
    const { billing, target } = await twoProjects(gitlab);
    simulator.faults.add({ method: "POST", path, times: 1, fault });
    const call = { path: { id: billing.id }, as: gitlab.token, json: { target_project_id: target.id } };
    seen = await gitlab.send(add, call).then(
      ({ status, headers, text }) => ({ status, type: headers.get("content-type"), text }),
      (error: Error) => ({ failure: codeOf(error) }),
    );
    listed = idsOf(await gitlab.send(list, { path: { id: billing.id }, as: gitlab.token }));
  });
  return { ...seen, added: listed.length === 2 };
}

/** Node's own errors are from outside jest's realm: no `instanceof` knows them. */
function codeOf({ cause, message }: Error): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : message;
}

describe("a fault", () => {
  it("refuse cuts the connection, and GitLab has not acted", async () => {
    expect(await additionUnder({ kind: "refuse" })).toEqual({ failure: "ECONNRESET", added: false });
  });

  it("resetBefore cuts the connection, and GitLab has not acted", async () => {
    expect(await additionUnder({ kind: "resetBefore" })).toEqual({ failure: "ECONNRESET", added: false });
  });

  it("resetAfter cuts the connection, and GitLab has acted", async () => {
    expect(await additionUnder({ kind: "resetAfter" })).toEqual({ failure: "ECONNRESET", added: true });
  });

  it("slow answers late, and rightly", async () => {
    const started = performance.now();

    expect(await additionUnder({ kind: "slow", milliseconds: 120 })).toMatchObject({ status: 201, added: true });
    expect(performance.now() - started).toBeGreaterThan(115);
  });

  it("status answers with GitLab's body for that status, and GitLab has not acted", async () => {
    expect(await additionUnder({ kind: "status", status: 502 })).toMatchObject({
      status: 502,
      type: "application/json",
      text: '{"message":"502 Bad Gateway"}',
      added: false,
    });
  });

  it("status with acts answers with a failure although GitLab has acted", async () => {
    const fault: Fault = { kind: "status", status: 500, body: { message: "lost" }, acts: true };

    expect(await additionUnder(fault)).toMatchObject({ status: 500, text: '{"message":"lost"}', added: true });
  });

  it("html answers with a web page", async () => {
    const seen = await additionUnder({ kind: "html" });

    expect(seen).toMatchObject({ status: 200, type: "text/html; charset=utf-8", added: false });
    expect(seen.text).toMatch(/^<!DOCTYPE html>/);
  });

  it("html takes a status and a page of one's own", async () => {
    const fault: Fault = { kind: "html", status: 503, html: "<h1>Down</h1>", acts: true };

    expect(await additionUnder(fault)).toMatchObject({ status: 503, text: "<h1>Down</h1>", added: true });
  });

  it("truncatedJson breaks off in the middle of the answer, and GitLab has acted", async () => {
    expect(await additionUnder({ kind: "truncatedJson" })).toEqual({ failure: "UND_ERR_SOCKET", added: true });
  });

  it("emptyBody answers with the right status and nothing in it, and GitLab has acted", async () => {
    expect(await additionUnder({ kind: "emptyBody" })).toMatchObject({ status: 201, text: "", added: true });
  });

  it("status429 answers as GitLab's throttles do, with the time to wait", async () => {
    await withSimulator({ now: "2026-03-01T12:00:00Z" }, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: "/version", fault: { kind: "status429", retryAfter: 7 } });

      const { status, headers, text } = await gitlab.send("GET /version", { as: gitlab.token });

      expect({ status, text }).toEqual({ status: 429, text: "Retry later\n" });
      expect(headers.get("content-type")).toBe("text/plain");
      expect(headers.get("retry-after")).toBe("7");
      expect(headers.get("ratelimit-remaining")).toBe("0");
      expect(headers.get("ratelimit-reset")).toBe(String(Date.parse("2026-03-01T12:00:07Z") / 1000));
      expect(headers.get("ratelimit-resettime")).toBe("Sun, 01 Mar 2026 12:00:07 GMT");
    });
  });

  it("status429 without a time to wait says nothing of when to come back", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ path: "/version", fault: { kind: "status429" } });

      const { headers } = await gitlab.send("GET /version", { as: gitlab.token });

      expect([headers.get("retry-after"), headers.get("ratelimit-reset")]).toEqual([null, null]);
    });
  });

  it("status429 in its other form answers as GitLab's limits on endpoints do", async () => {
    expect(await additionUnder({ kind: "status429", form: "json" })).toMatchObject({
      status: 429,
      text: '{"message":{"error":"This endpoint has been requested too many times. Try again later."}}',
      added: false,
    });
  });

  it.each([301, 302, 307] as const)("redirect answers %i with the place, and GitLab has not acted", async (status) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      simulator.faults.add({ fault: { kind: "redirect", status, location: "https://elsewhere.example/" } });

      const answer = await gitlab.send("GET /user", { as: gitlab.token });

      expect([answer.status, answer.headers.get("location")]).toEqual([status, "https://elsewhere.example/"]);
    });
  });

  it.each([
    [false, 1],
    [true, 2],
  ])("hang never answers; with acts: %s the list has %i entries", async (acts, entries) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { billing, target } = await twoProjects(gitlab);
      const fault = simulator.faults.add({ method: "POST", path, fault: { kind: "hang", acts } });

      const answer = fetch(`${simulator.url}/api/v4/projects/${billing.id}/job_token_scope/allowlist`, {
        method: "POST",
        headers: { "private-token": gitlab.token },
        body: new URLSearchParams({ target_project_id: String(target.id) }),
        signal: AbortSignal.timeout(200),
      });

      await expect(answer).rejects.toThrow("timeout");
      expect(fault.hits).toBe(1);
      expect(idsOf(await gitlab.send(list, { path: { id: billing.id }, as: gitlab.token }))).toHaveLength(entries);
    });
  });
});

describe("which requests a fault strikes", () => {
  const statuses = async (gitlab: Gitlab, endpoint: string, count: number) => {
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

  it("are not taken from a web page that calls 127.0.0.1 by a name of its own", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const socket = connect(Number(new URL(simulator.url).port), "127.0.0.1");
      socket.write("DELETE /__simulator/faults HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
      const [answer] = await once(socket, "data");

      expect(String(answer)).toMatch(/^HTTP\/1.1 403 /);
    });
  });
});
