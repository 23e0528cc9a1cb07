import { UserError } from "../../../../../provider/domain/user-error";
import { AnswerError, LostAnswerError, UnsentError } from "../../../../../provider/http/errors";
import { answer, fault, json, ORIGIN, ScriptedGitLab, TOKEN } from "../scripted-gitlab";
import { call, run, shape } from "./run";

describe("a call", () => {
  it("goes to the API of its GitLab with the credential, and says who asks", async () => {
    const { gitlab } = await run([answer(200)], call("GET", { query: { page: "2", q: "a b" } }));

    expect(gitlab.exchanges).toEqual([
      {
        method: "GET",
        url: `${ORIGIN}/api/v4/things/1?page=2&q=a+b`,
        headers: { accept: "application/json", "user-agent": "pulumi-gitlab-ci-access", "private-token": TOKEN },
      },
    ]);
  });

  it("carries a body as JSON", async () => {
    const { gitlab } = await run([answer(201)], call("POST", { body: { id: 7 } }));

    expect(gitlab.exchanges[0]).toMatchObject({ body: '{"id":7}', headers: { "content-type": "application/json" } });
  });

  it("carries the provider's own headers, which can't take the credential's place", async () => {
    const headers = { "x-proxy": "pass", "private-token": "another" };
    const { gitlab } = await run([answer(200)], call("GET"), { headers });

    expect(gitlab.exchanges[0]?.headers).toMatchObject({ "x-proxy": "pass", "private-token": TOKEN });
  });

  it("asks for the credential anew, each time", async () => {
    const tokens = ["first", "second"];
    let asked = 0;
    const gitlab = new ScriptedGitLab([answer(200), answer(200)]);
    const client = gitlab.client({ credential: () => ({ token: tokens[Math.min(asked, 1)] ?? "", source: "test" }) });

    await client.sendOnly(call("GET"));
    asked += 1;
    await client.sendOnly(call("GET"));

    expect(gitlab.exchanges.map(({ headers }) => headers["private-token"])).toEqual(tokens);
  });

  it("is not sent without a credential", async () => {
    const none = new UserError({ summary: "none", message: "There is no credential.", secrets: [] });
    const { log, failure } = await run([], call("GET"), {
      credential: () => {
        throw none;
      },
    });

    expect(failure).toBe(none);
    expect(log).toEqual([]);
  });

  it("gives what GitLab answered, without what nobody asked for", async () => {
    const client = new ScriptedGitLab([json({ id: 7, name: "x" })]).client();

    expect(await client.send(call("GET"), shape)).toEqual({ id: 7 });
  });
});

describe("a fault that passes", () => {
  it.each(["GET", "PUT", "DELETE"] as const)("lets %s be sent again until it succeeds", async (method) => {
    const script = [fault("ECONNREFUSED"), fault("ECONNRESET"), answer(502), answer(503), answer(204)];
    const { log, failure } = await run(script, call(method));

    const sent = `${method} /things/1`;
    expect(failure).toBeUndefined();
    expect(log).toEqual([
      sent,
      "waits 125 ms",
      sent,
      "waits 250 ms",
      sent,
      "waits 500 ms",
      sent,
      "waits 1000 ms",
      sent,
    ]);
  });

  it.each([
    ["a lost answer", fault("ECONNRESET"), LostAnswerError],
    ["502", answer(502), AnswerError],
    ["503", answer(503), AnswerError],
    ["504", answer(504), AnswerError],
  ])("never sends a POST or a PATCH again after %s", async (_name, reply, kind) => {
    for (const method of ["POST", "PATCH"] as const) {
      const { log, failure } = await run([reply], call(method));

      expect(log).toEqual([`${method} /things/1`]);
      expect(failure).toBeInstanceOf(kind);
    }
  });

  it.each(["POST", "PATCH"] as const)("lets %s be sent again where GitLab has not seen it", async (method) => {
    const { log, failure } = await run([fault("ECONNREFUSED"), answer(201)], call(method));

    expect(failure).toBeUndefined();
    expect(log).toEqual([`${method} /things/1`, "waits 125 ms", `${method} /things/1`]);
  });

  it("lets a PATCH be sent again that says that it may be", async () => {
    const { log } = await run([fault("ECONNRESET"), answer(502), answer(204)], call("PATCH", { repeatable: true }));

    expect(log.filter((line) => line === "PATCH /things/1")).toHaveLength(3);
  });

  it("lets a GET be sent once only that says so", async () => {
    const { log } = await run([fault("ECONNRESET")], call("GET", { repeatable: false }));

    expect(log).toEqual(["GET /things/1"]);
  });

  it("is given up after five attempts, with the last one's error", async () => {
    const faults = [1, 2, 3, 4].map(() => fault("ECONNREFUSED"));
    const { log, failure } = await run([...faults, fault("ENOTFOUND")], call("GET"));

    expect(log.filter((line) => line.startsWith("GET"))).toHaveLength(5);
    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringContaining("ENOTFOUND"));
  });

  it("is not tried again for a certificate that is not trusted", async () => {
    const { log, failure } = await run([fault("SELF_SIGNED_CERT_IN_CHAIN")], call("GET"));

    expect(log).toEqual(["GET /things/1"]);
    expect(failure).toBeInstanceOf(UnsentError);
  });

  it.each([400, 401, 403, 404, 409, 422, 500])("is not what %i is: that is told at once", async (status) => {
    const { log, failure } = await run([answer(status)], call("GET"));

    expect(log).toEqual(["GET /things/1"]);
    expect(failure).toMatchObject({ name: "AnswerError", status });
  });
});

describe("a call that must not happen twice", () => {
  it("asks whether the run is still on, before each attempt", async () => {
    const asked: number[] = [];
    const { gitlab } = await run(
      [fault("ECONNREFUSED"), answer(201)],
      { ...call("POST"), once: true },
      {
        beforeOnce: async () => {
          asked.push(asked.length);
        },
      },
    );

    expect(gitlab.exchanges).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it("is not sent when the run is over", async () => {
    const over = new Error("the engine is gone");
    const { log, failure } = await run([], { ...call("POST"), once: true }, { beforeOnce: () => Promise.reject(over) });

    expect(failure).toBe(over);
    expect(log).toEqual([]);
  });

  it("alone asks", async () => {
    const beforeOnce = () => Promise.reject(new Error("asked"));

    for (const method of ["GET", "PUT", "DELETE", "POST", "PATCH"] as const) {
      expect((await run([answer(200)], call(method), { beforeOnce })).failure).toBeUndefined();
    }
  });
});
