import { failureOf } from "../../../support/pulumi/failure";
import type { Stack } from "../../../support/pulumi/stack";
import { DAY_1, DEAD, DUE, RotationSetup } from "../../../support/resources/rotation-setup";
import { until } from "../../../support/until";

const itself = { rotateWith: "self", scopes: ["self_rotate"] };
let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

/** A run whose state was never written: the CLI was killed, or the disk was full. */
const lose = (stack: Stack, program: Parameters<Stack["up"]>[0]) => stack.in(setup.provider).up(program);
const use = (token: string) => setup.works(token);

describe("a state that was lost after GitLab acted", () => {
  it.each([
    { name: "rotated by the provider", more: {} },
    { name: "rotated by itself", more: itself },
  ])("finds the successor of a token that is $name, and keeps its bot", async ({ more }) => {
    const [stack, program] = [setup.stack(), { it: setup.token(more) }];
    await stack.up(program);
    const { userId } = stack.outputs("it");
    await setup.setNow(DUE);
    await lose(stack, program);

    await stack.up(program);

    expect(await setup.live()).toHaveLength(1);
    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(stack.outputs("it")).toMatchObject({ userId, active: true, expiresAt: "2027-02-23" });
  });

  it("stops a self-rotation without another credential, explains it, and leaves the successor alone", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token(itself) }];
    await stack.up(program);
    await setup.setNow(DUE);
    const newer = stack.in(setup.provider);
    await newer.up(program);
    const alone = setup.providerWith({ GITLAB_TOKEN: "", GITLAB_CI_ACCESS_NOW: DUE });
    const message = await failureOf(stack.in(alone).up(program));

    expect(message).toMatch(/can't rotate itself.*nothing was sent.*older state was restored.*two pipelines/s);
    expect(await use(newer.secret("it", "token"))).toBe(true);
    expect(setup.leaks(stack, message, alone.output())).toEqual([]);
  });
});

describe("what happened outside", () => {
  it("is seen by refresh, and a rotated token is renewed with its bot", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token() }];
    await stack.up(program);
    const { userId, tokenId } = stack.outputs("it");
    await setup.world.api.post(`/projects/${setup.project.id}/access_tokens/${tokenId}/rotate`);

    expect(await stack.refresh()).toEqual(["changed it"]);
    expect(await stack.preview(program)).toEqual(["update"]);
    await until(() => JSON.stringify(setup.provider.log).includes("revoked or rotated it outside Pulumi"));
    await stack.up(program);

    expect(stack.outputs("it")).toMatchObject({ userId, active: true });
    expect(await setup.live()).toHaveLength(1);
    expect(await stack.refresh()).toEqual([]);
  });

  it("makes a fresh token only where nothing of the bot's can be rotated", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token() }];
    await stack.up(program);
    const { userId, tokenId } = stack.outputs("it");
    await setup.world.api.delete(`/projects/${setup.project.id}/access_tokens/${tokenId}`);

    await stack.refresh();
    await stack.up(program);

    expect(stack.outputs("it").userId).not.toBe(userId);
    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(await setup.live()).toHaveLength(1);
  });

  it.each([
    { name: "rotated by the provider", more: {} },
    { name: "rotated by itself", more: itself },
  ])("renews an expired token that is $name, and keeps its bot", async ({ more }) => {
    const [stack, program] = [setup.stack(), { it: setup.token(more) }];
    await stack.up(program);
    const { userId } = stack.outputs("it");
    await setup.setNow(DEAD);

    expect(await use(stack.secret("it", "token"))).toBe(false);
    await stack.up(program);

    expect(await use(stack.secret("it", "token"))).toBe(true);
    expect(stack.outputs("it")).toMatchObject({ userId });
  });
});
