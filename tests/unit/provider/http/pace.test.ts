import { Pace } from "../../../../provider/http/pace";

const START = Date.UTC(2026, 10, 21, 12, 0, 20);
const LOOKUP = "GET /projects/*";

/** A pace behind a clock that moves only when somebody sleeps, or is moved. */
function paced() {
  const clock = { now: START, slept: 0 };
  const said: string[] = [];
  const sleep = async (ms: number) => {
    clock.now += ms;
    clock.slept += ms;
  };
  const pace = new Pace({ now: () => clock.now, sleep }, (text) => said.push(text));
  const send = async (endpoint: string, times = 1) => {
    for (let sent = 0; sent < times; sent += 1) await pace.send(endpoint, async () => {});
  };
  return { pace, clock, said, send };
}

describe("look-ups", () => {
  it.each([LOOKUP, "GET /groups/*"])(
    "by %s are 400 a minute, and the next one waits for the minute's turn",
    async (endpoint) => {
      const { clock, said, send } = paced();

      await send(endpoint, 400);
      expect(clock.slept).toBe(0);

      await send(endpoint);
      expect(clock.slept).toBe(41_000);
      expect(said).toEqual(["GitLab's rate limit: waiting 41 s, until 12:01:01 UTC"]);
    },
  );

  it("go by the minutes of GitLab's clock", async () => {
    const { pace, clock, send } = paced();
    pace.heard({ date: new Date(START + 30_000).toUTCString() });

    await send(LOOKUP, 401);

    expect(clock.slept).toBe(11_000);
  });

  it("go by the answer that took the least time, because its date is the least late", async () => {
    const { pace, clock, send } = paced();
    pace.heard({ date: new Date(START).toUTCString() });
    pace.heard({ date: new Date(START - 15_000).toUTCString() });

    await send(LOOKUP, 401);

    expect(clock.slept).toBe(41_000);
  });

  it("of the next minute are counted anew", async () => {
    const { clock, send } = paced();

    await send(LOOKUP, 400);
    clock.now += 40_000;
    await send(LOOKUP, 400);

    expect(clock.slept).toBe(0);
  });

  it("hold up nothing else", async () => {
    const { clock, send } = paced();

    await send(LOOKUP, 400);
    await send("POST /projects/*/job_token_scope/allowlist", 500);

    expect(clock.slept).toBe(0);
  });
});

describe("a refusal", () => {
  it("that names a time stops all endpoints", async () => {
    const { pace, clock, send } = paced();

    pace.refused(LOOKUP, { "retry-after": "30" }, 31_000);
    await send("GET /groups/*");

    expect(clock.slept).toBe(31_000);
  });

  it("that names none stops its endpoint only", async () => {
    const { pace, clock, send } = paced();

    pace.refused(LOOKUP, {}, 31_000);
    await send("GET /groups/*");
    expect(clock.slept).toBe(0);

    await send(LOOKUP);
    expect(clock.slept).toBe(31_000);
  });
});

describe("RateLimit-Remaining", () => {
  const limits = (remaining: number) => ({
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(START / 1_000 + 10),
  });

  it("stops everything until the reset when what is under way will use it up", async () => {
    const { pace, clock, said, send } = paced();

    await pace.send(LOOKUP, async () => pace.heard(limits(0)));
    await send("GET /groups/*");

    expect(clock.slept).toBe(11_000);
    expect(said).toEqual(["GitLab's rate limit: waiting 11 s, until 12:00:31 UTC"]);
  });

  it("stops nothing as long as enough remains", async () => {
    const { pace, clock, send } = paced();

    await pace.send(LOOKUP, async () => pace.heard(limits(1)));
    await send(LOOKUP);

    expect(clock.slept).toBe(0);
  });

  it("is told by whatever is under way", async () => {
    const { pace, clock, send } = paced();

    await Promise.all([1, 2, 3].map(() => pace.send(LOOKUP, async () => pace.heard(limits(2)))));
    await send(LOOKUP);

    expect(clock.slept).toBe(11_000);
  });

  it.each([1_800, 30 * 24 * 3_600, 1e12])(
    "stops nothing for a reset in %d s: the refusal says so, if one comes",
    async (seconds) => {
      const { pace, clock, said, send } = paced();
      const reset = String(START / 1_000 + seconds);

      await pace.send(LOOKUP, async () => pace.heard({ "ratelimit-remaining": "0", "ratelimit-reset": reset }));
      await send(LOOKUP);

      expect(clock.slept).toBe(0);
      expect(said).toEqual([]);
    },
  );
});

describe("the budget of waits", () => {
  it("ends a call that other refusals keep waiting, and says when the limit ends", async () => {
    const { pace, clock, send } = paced();
    pace.refused(LOOKUP, { "retry-after": "600" }, 600_000);
    const waiting = pace.send(LOOKUP, async () => {});
    pace.refused(LOOKUP, { "retry-after": "1200" }, 1_200_000);

    await expect(waiting).rejects.toThrow(/did not let it through in time: it ends at \d\d:\d\d:\d\d UTC/);
    await expect(send(LOOKUP)).rejects.toThrow("Nothing was sent");
    expect(clock.slept).toBeLessThanOrEqual(900_000);
  });
});
