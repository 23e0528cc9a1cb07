import { path } from "../../../../../provider/http/path";
import { answer, NOW, ScriptedGitLab } from "../scripted-gitlab";
import { call, run } from "./run";

describe("a rate limit", () => {
  const limited = (seconds: number) => answer(429, { "retry-after": String(seconds) });

  it.each(["GET", "POST", "PATCH", "DELETE"] as const)(
    "lets %s wait as long as GitLab says, and tells",
    async (method) => {
      const { log, failure } = await run([limited(30), answer(200)], call(method));

      expect(failure).toBeUndefined();
      expect(log).toEqual([
        `${method} /things/1`,
        "says: GitLab's rate limit: waiting 31 s, until 00:00:31 UTC",
        "waits 31000 ms",
        `${method} /things/1`,
      ]);
    },
  );

  it("is not worth a word up to two seconds", async () => {
    const { log } = await run([limited(1), answer(200)], call("GET"));

    expect(log).toEqual(["GET /things/1", "waits 2000 ms", "GET /things/1"]);
  });

  it("is told once, however many calls it stops", async () => {
    const gitlab = new ScriptedGitLab([limited(30), limited(30), limited(30), answer(200), answer(200), answer(200)]);
    const everyLookLater = () => {
      gitlab.nowMs += 1;
      return gitlab.nowMs;
    };
    const client = gitlab.client({ now: everyLookLater });

    await Promise.all([1, 2, 3].map((id) => client.sendOnly(call("GET", { path: path`/things/${id}` }))));

    expect(gitlab.log.filter((line) => line.startsWith("says"))).toEqual([
      "says: GitLab's rate limit: waiting 31 s, until 00:00:31 UTC",
    ]);
    expect(gitlab.log.filter((line) => line.startsWith("GET"))).toHaveLength(6);
    expect(gitlab.nowMs - NOW).toBeGreaterThanOrEqual(31_000);
  });

  it("that becomes much longer is told again", async () => {
    const { log } = await run([limited(5), limited(60), answer(200)], call("GET"));

    expect(log.filter((line) => line.startsWith("says"))).toEqual([
      "says: GitLab's rate limit: waiting 6 s, until 00:00:06 UTC",
      "says: GitLab's rate limit: waiting 61 s, until 00:01:07 UTC",
    ]);
  });

  it("lets a call that begins in the pause wait for its end", async () => {
    const gitlab = new ScriptedGitLab([limited(30), answer(200), answer(200)]);
    const client = gitlab.client();
    const first = client.sendOnly(call("GET"));
    for (let turn = 0; turn < 100 && !gitlab.log.some((line) => line.startsWith("says")); turn += 1)
      await Promise.resolve();

    await Promise.all([first, client.sendOnly(call("DELETE"))]);

    expect(gitlab.log.slice(0, 4)).toEqual([
      "GET /things/1",
      "says: GitLab's rate limit: waiting 31 s, until 00:00:31 UTC",
      "waits 31000 ms",
      "waits 31000 ms",
    ]);
  });

  it("that does not end within 15 minutes is an error", async () => {
    const { log, failure } = await run([limited(3_600)], call("POST"));

    expect(log).toEqual(["POST /things/1"]);
    expect(failure).toMatchObject({ status: 429 });
  });

  it("of hours is waited for where nobody watches, and says until which day", async () => {
    const { log, failure } = await run([limited(86_400), answer(200)], call("GET"), { patienceMs: 7 * 86_400_000 });

    expect(failure).toBeUndefined();
    expect(log).toEqual([
      "GET /things/1",
      "says: GitLab's rate limit: waiting 86401 s, until 2026-11-22 00:00:01 UTC",
      "waits 86401000 ms",
      "GET /things/1",
    ]);
  });
});
