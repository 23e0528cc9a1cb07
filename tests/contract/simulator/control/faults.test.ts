import type { Fault } from "../../../../simulator";
import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam, newProject } from "../facts/world";
import { idsOf, withSimulator } from "../with-simulator";

const add = "POST /projects/:id/job_token_scope/allowlist";
const list = "GET /projects/:id/job_token_scope/allowlist";
const path = "/projects/*/job_token_scope/allowlist";

async function twoProjects(gitlab: GitLabApi) {
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
      (error: Error) => ({ failure: failureOf(error) }),
    );
    listed = idsOf(await gitlab.send(list, { path: { id: billing.id }, as: gitlab.token }));
  });
  return { ...seen, added: listed.length === 2 };
}

/** Node's code of an error; "aborted" is its word for an answer that broke off. */
function failureOf({ code, message }: NodeJS.ErrnoException): string {
  return message === "aborted" ? message : (code ?? message);
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
    expect(await additionUnder({ kind: "truncatedJson" })).toEqual({ failure: "aborted", added: true });
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
