import { failureOf } from "../../../support/promises";
import { RotationStage } from "../../../support/rotation-stage";
import type { Stack } from "../../../support/stack";
import { until } from "../../../support/until";

const DAY_1 = "2027-01-01T12:00:00Z";
const DUE = "2027-01-24T12:00:00Z";
const DEAD = "2027-01-31T00:00:00Z";

const itself = { rotateWith: "self", scopes: ["self_rotate"] };
let stage: RotationStage;

beforeEach(async () => {
  stage = await RotationStage.set(DAY_1);
});

afterEach(() => stage.clear());

/** A run whose state was never written: the CLI was killed, or the disk was full. */
const lose = (stack: Stack, program: Parameters<Stack["up"]>[0]) => stack.in(stage.provider).up(program);
const use = (token: string) => stage.works(token);

describe("a state that was lost after GitLab acted", () => {
  it("leaves no second token behind a creation", async () => {
    const program = { it: stage.token(), twin: stage.token() };
    const stack = stage.stack();
    await lose(stack, program);

    await stack.up(program);

    expect(await stage.live()).toHaveLength(2);
    expect(await use(stack.secret("it", "token"))).toBe(true);
  });

  it("removes nothing that was used in the meantime", async () => {
    const [lost, stack] = [stage.stack(), stage.stack()];
    await lost.up({ it: stage.token() });
    await use(lost.secret("it", "token"));

    await stack.up({ it: stage.token() });

    expect(await use(lost.secret("it", "token"))).toBe(true);
  });

  it.each([
    { name: "rotated by the provider", more: {} },
    { name: "rotated by itself", more: itself },
  ])("finds the successor of a token that is $name, and keeps its bot", async ({ more }) => {
    const [stack, program] = [stage.stack(), { it: stage.token(more) }];
    await stack.up(program);
    const { userId } = stack.outputs("it");
    await stage.setNow(DUE);
    await lose(stack, program);

    await stack.up(program);

    expect(await stage.live()).toHaveLength(1);
    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(stack.outputs("it")).toMatchObject({ userId, active: true, expiresAt: "2027-02-23" });
  });

  it("removes the second token of an overlap, and keeps the previous one", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token({ strategy: "overlap" }) }];
    await stack.up(program);
    const previous = stack.secret("it", "token");
    await stage.setNow(DUE);
    await lose(stack, program);

    await stack.up(program);

    expect(await stage.live()).toHaveLength(2);
    expect(stack.secret("it", "previousToken")).toBe(previous);
    expect(await use(previous)).toBe(true);
    expect(await use(stack.secret("it", "token"))).toBe(true);
  });

  it("stops a self-rotation without another credential, explains it, and leaves the successor alone", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token(itself) }];
    await stack.up(program);
    await stage.setNow(DUE);
    const newer = stack.in(stage.provider);
    await newer.up(program);
    const alone = await stage.start({ GITLAB_TOKEN: "", GITLAB_CI_ACCESS_NOW: DUE });
    try {
      const message = await failureOf(stack.in(alone).up(program));

      expect(message).toMatch(/can't rotate itself.*nothing was sent.*older state was restored.*two pipelines/s);
      expect(await use(newer.secret("it", "token"))).toBe(true);
      expect(stage.leaks(stack, message, alone.output())).toEqual([]);
    } finally {
      await alone.stop();
    }
  });
});

describe("a token that looks after itself", () => {
  it("is read, rotated and revoked without any other credential", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token(itself) }];
    await stack.up(program);
    await stage.setNow(DUE);
    const alone = await stage.start({ GITLAB_TOKEN: "", GITLAB_CI_ACCESS_NOW: DUE });
    try {
      const pipeline = stack.in(alone);
      expect(await pipeline.refresh()).toEqual([]);
      expect(await pipeline.up(program)).toEqual(["update it"]);
      expect(await use(pipeline.secret("it", "token"))).toBe(true);
      await pipeline.destroy();
      expect(await stage.live()).toEqual([]);
    } finally {
      await alone.stop();
    }
  });
});

describe("what happened outside", () => {
  it("is seen by refresh, and a rotated token is renewed with its bot", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token() }];
    await stack.up(program);
    const { userId, tokenId } = stack.outputs("it");
    await stage.world.api.post(`/projects/${stage.project.id}/access_tokens/${tokenId}/rotate`);

    expect(await stack.refresh()).toEqual(["changed it"]);
    expect(await stack.preview(program)).toEqual(["update"]);
    await until(() => JSON.stringify(stage.provider.log).includes("revoked or rotated it outside Pulumi"));
    await stack.up(program);

    expect(stack.outputs("it")).toMatchObject({ userId, active: true });
    expect(await stage.live()).toHaveLength(1);
    expect(await stack.refresh()).toEqual([]);
  });

  it("makes a fresh token only where nothing of the bot's can be rotated", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token() }];
    await stack.up(program);
    const { userId, tokenId } = stack.outputs("it");
    await stage.world.api.delete(`/projects/${stage.project.id}/access_tokens/${tokenId}`);

    await stack.refresh();
    await stack.up(program);

    expect(stack.outputs("it").userId).not.toBe(userId);
    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(await stage.live()).toHaveLength(1);
  });

  it.each([
    { name: "rotated by the provider", more: {} },
    { name: "rotated by itself", more: itself },
  ])("renews an expired token that is $name, and keeps its bot", async ({ more }) => {
    const [stack, program] = [stage.stack(), { it: stage.token(more) }];
    await stack.up(program);
    const { userId } = stack.outputs("it");
    await stage.setNow(DEAD);

    expect(await use(stack.secret("it", "token"))).toBe(false);
    await stack.up(program);

    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(stack.outputs("it")).toMatchObject({ userId });
  });
});

describe("the calendar", () => {
  it("does not rotate twice what a failed update has rotated already", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token() }];
    await stack.up(program);
    const before = stack.state.get("it");
    await stage.setNow(DUE);
    await stack.up(program);
    const after = stack.state.get("it");
    if (before === undefined || after === undefined) throw new Error("nothing was made");
    stack.state.set("it", { ...after, inputs: before.inputs }); // What Pulumi keeps of a failed update.
    await stage.setNow("2027-01-25T12:00:00Z");

    await stack.up(program);

    expect(stack.outputs("it")).toMatchObject({ tokenId: after.outputs.tokenId, expiresAt: "2027-02-23" });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual([]);
  });

  it("leaves a frozen date alone, and says so when the token is dead", async () => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    const frozen = { it: stage.token({ expiresAt: "2027-01-31" }) }; // What ignoreChanges makes of it.
    await stage.setNow(DUE);
    expect(await stack.up(frozen)).toEqual([]);

    await stage.setNow(DEAD);
    await stack.refresh();
    expect(await failureOf(stack.up(frozen))).toMatch(/kept at 2027-01-31, which is past.*ignoreChanges/);
  });

  it("leaves a due rotation to another pipeline while the token lives", async () => {
    const [stack, program] = [stage.stack(), { it: stage.token() }];
    await stack.up(program);
    const holding = await stage.start({ GITLAB_CI_ACCESS_ROTATION: "hold", GITLAB_CI_ACCESS_NOW: DUE });
    try {
      expect(await stack.in(holding).up(program)).toEqual([]);
      await until(() => JSON.stringify(holding.log).includes("is due and left to another run"));
      await holding.setNow(DEAD);
      stage.simulator.clock.set(DEAD);
      expect(await stack.in(holding).up(program)).toEqual(["update it"]);
    } finally {
      await holding.stop();
    }
  });

  it("renews at once where the program shortens a token's life", async () => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    const shorter = { it: stage.token({ rotationConfiguration: { expirationDays: 10, rotateBeforeDays: 3 } }) };

    expect(await stack.up(shorter)).toEqual(["update it"]);

    expect(stack.outputs("it").expiresAt).toBe("2027-01-11");
    expect(await stack.up(shorter)).toEqual([]);
  });
});

describe("replacement", () => {
  it.each([
    { name: "--replace", change: {}, replace: ["it"] },
    { name: "another name", change: { name: "daily" }, replace: [] },
  ])("by $name makes the new token while the old one still works", async ({ change, replace }) => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    stage.simulator.requests.clear();

    await stack.up({ it: stage.token(change) }, { replace });

    const writes = stage.simulator.requests.all.filter(({ method, path }) => method !== "GET" && /tokens/.test(path));
    expect(writes[0]?.method).toBe("POST");
    expect(await stage.live()).toHaveLength(1);
  });
});

describe("errors", () => {
  it("names the four causes of 401", async () => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    const bot = { name: "bot", scopes: ["api"], access_level: 40, expires_at: "2027-03-01" };
    const { token } = await stage.world.api.post<{ token: string }>(`/projects/${stage.project.id}/access_tokens`, bot);
    await stage.setNow(DUE);
    const asBot = await stage.start({ GITLAB_TOKEN: token, GITLAB_CI_ACCESS_NOW: DUE });
    try {
      const message = await failureOf(stack.in(asBot).up({ it: stage.token() }));
      expect(message).toMatch(/answered 401.*four causes.*bot.*role.*does not belong.*switched off/s);
    } finally {
      await asBot.stop();
    }
  });

  it("takes a token that it can't see for hidden, not for gone", async () => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    const blind = await stage.start({
      GITLAB_TOKEN: await stage.world.tokenOf(undefined),
      GITLAB_CI_ACCESS_NOW: DAY_1,
    });
    try {
      expect(await failureOf(stack.in(blind).refresh())).toMatch(/alive.*hidden, not gone.*Maintainer role/s);
      expect(await failureOf(stack.in(blind).destroy())).toMatch(/hidden, not gone/);
    } finally {
      await blind.stop();
    }
  });
});
