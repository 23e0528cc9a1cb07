import { type Attempt, type Fault, waitBeforeRetry } from "../../../../provider/http/retry";

const NOW = Date.UTC(2026, 10, 21);
const MINUTES = 60_000;

const answered = (status: number, headers: Record<string, string> = {}): Fault => ({ kind: "answer", status, headers });
const wait = (fault: Fault, attempt: Partial<Attempt> = {}, random = 0) =>
  waitBeforeRetry(fault, { repeatable: true, number: 1, elapsedMs: 0, ...attempt }, NOW, random);

const unsent: Fault = { kind: "unsent", passing: true };
const lost: Fault = { kind: "lost" };
const untrusted: Fault = { kind: "unsent", passing: false };

describe("what is sent again", () => {
  const yes = true;
  const no = false;

  it.each([
    ["a connection that never came about", unsent, yes, yes],
    ["a certificate that is not trusted", untrusted, no, no],
    ["a lost answer", lost, yes, no],
    ["429", answered(429), yes, yes],
    ["502", answered(502), yes, no],
    ["503", answered(503), yes, no],
    ["504", answered(504), yes, no],
    ["500", answered(500), no, no],
    ["501", answered(501), no, no],
    ["400", answered(400), no, no],
    ["401", answered(401), no, no],
    ["403", answered(403), no, no],
    ["404", answered(404), no, no],
    ["408", answered(408), no, no],
    ["409", answered(409), no, no],
    ["302", answered(302), no, no],
  ])("after %s", (_name, fault, ifRepeatable, ifNot) => {
    expect(wait(fault, { repeatable: true }) !== undefined).toBe(ifRepeatable);
    expect(wait(fault, { repeatable: false }) !== undefined).toBe(ifNot);
  });
});

describe("a fault that passes", () => {
  it.each([unsent, lost, answered(502), answered(503), answered(504)])("%j is tried five times in all", (fault) => {
    expect([1, 2, 3, 4].map((number) => wait(fault, { number }) !== undefined)).toEqual([true, true, true, true]);
    expect(wait(fault, { number: 5 })).toBeUndefined();
  });

  it("is waited for twice as long each time, half of it by chance", () => {
    expect([1, 2, 3, 4].map((number) => wait(lost, { number }, 0))).toEqual([125, 250, 500, 1_000]);
    expect([1, 2, 3, 4].map((number) => wait(lost, { number }, 1))).toEqual([250, 500, 1_000, 2_000]);
    expect(wait(lost, { number: 1 }, 0.5)).toBe(188);
  });

  it("is not tried again when that would end after 90 seconds", () => {
    expect(wait(lost, { elapsedMs: 90_000 - 125 })).toBe(125);
    expect(wait(lost, { elapsedMs: 90_000 - 124 })).toBeUndefined();
  });

  it("does not wait for Retry-After, which only a rate limit sets", () => {
    expect(wait(answered(503, { "retry-after": "600" }))).toBe(125);
  });
});

describe("a rate limit", () => {
  const limited = (headers: Record<string, string>, attempt: Partial<Attempt> = {}) =>
    wait(answered(429, headers), attempt);
  const inSeconds = (seconds: number) => String(NOW / 1_000 + seconds);

  it("is waited for as long as Retry-After says, in seconds, and one more for the rounding", () => {
    expect(limited({ "retry-after": "30" })).toBe(31_000);
    expect(limited({ "retry-after": "0" })).toBe(1_000);
  });

  it("is waited for until the date that Retry-After names", () => {
    expect(limited({ "retry-after": new Date(NOW + 20_000).toUTCString() })).toBe(21_000);
    expect(limited({ "retry-after": new Date(NOW - 20_000).toUTCString() })).toBe(1_000);
  });

  it("is waited for until RateLimit-Reset where there is no Retry-After", () => {
    expect(limited({ "ratelimit-reset": inSeconds(45) })).toBe(46_000);
    expect(limited({ "ratelimit-reset": inSeconds(-45) })).toBe(1_000);
  });

  it("believes Retry-After before RateLimit-Reset", () => {
    expect(limited({ "retry-after": "5", "ratelimit-reset": inSeconds(45) })).toBe(6_000);
  });

  it("believes RateLimit-Reset where Retry-After is no time", () => {
    expect(limited({ "retry-after": "soon", "ratelimit-reset": inSeconds(45) })).toBe(46_000);
  });

  it("that names no time is waited for twice as long each time, a minute at most", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => limited({}, { number }));

    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("that names no time lasts until the turn of the minute, by GitLab's own clock", () => {
    const date = new Date(NOW + 3 * MINUTES + 20_000).toUTCString();

    expect([1, 5].map((number) => limited({ date }, { number }))).toEqual([41_000, 41_000]);
  });

  it("that names a time names it by GitLab's own clock", () => {
    const date = new Date(NOW - 10_000).toUTCString();

    expect(limited({ date, "ratelimit-reset": inSeconds(45) })).toBe(56_000);
    expect(limited({ date, "retry-after": new Date(NOW + 20_000).toUTCString() })).toBe(31_000);
  });

  it("that names nonsense is one that names no time", () => {
    expect(limited({ "retry-after": "soon", "ratelimit-reset": "later" })).toBe(2_000);
  });

  it("is waited for as often as needed within 15 minutes, then given up", () => {
    expect(limited({ "retry-after": "59" }, { number: 14, elapsedMs: 14 * MINUTES })).toBe(60_000);
    expect(limited({ "retry-after": "60" }, { number: 14, elapsedMs: 14 * MINUTES })).toBeUndefined();
  });

  it("that asks for more than 15 minutes at once is given up at once", () => {
    expect(limited({ "retry-after": "3600" })).toBeUndefined();
  });

  it("lets also what must not happen twice wait: it was not processed", () => {
    expect(limited({ "retry-after": "30" }, { repeatable: false })).toBe(31_000);
  });
});
