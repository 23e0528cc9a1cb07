import { failureOf } from "../../../support/pulumi/failure";
import { DAY_1, DUE, RotationSetup } from "../../../support/resources/rotation-setup";
import { until } from "../../../support/until";

const itself = { rotateWith: "self", scopes: ["self_rotate"] };
let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

const use = (token: string) => setup.works(token);

describe("a token that looks after itself", () => {
  it("is read, rotated and revoked without any other credential", async () => {
    const [stack, program] = [setup.stack(), { it: setup.token(itself) }];
    await stack.up(program);
    await setup.setNow(DUE);
    const alone = setup.providerWith({ GITLAB_TOKEN: "", GITLAB_CI_ACCESS_NOW: DUE });
    const pipeline = stack.in(alone);
    expect(await pipeline.refresh()).toEqual([]);
    expect(await pipeline.up(program)).toEqual(["update it"]);
    expect(await use(pipeline.secret("it", "token"))).toBe(true);
    await pipeline.destroy();
    expect(await setup.live()).toEqual([]);
  });
});

describe("errors", () => {
  it("names the four causes of 401", async () => {
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    const bot = { name: "bot", scopes: ["api"], access_level: 40, expires_at: "2027-03-01" };
    const { token } = await setup.world.api.post<{ token: string }>(`/projects/${setup.project.id}/access_tokens`, bot);
    await setup.setNow(DUE);
    const asBot = setup.providerWith({ GITLAB_TOKEN: token, GITLAB_CI_ACCESS_NOW: DUE });
    const message = await failureOf(stack.in(asBot).up({ it: setup.token() }));
    expect(message).toMatch(/answered 401.*four causes.*bot.*role.*does not belong.*switched off/s);
  });

  it("says what a trial's limit of one token means for an overlap, and rotates within it otherwise", async () => {
    setup.simulator.setOnPage(setup.world.group.path, "project_access_token_limit", 1);
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    await setup.setNow(DUE);

    const message = await failureOf(stack.up({ it: setup.token({ strategy: "overlap" }) }));
    expect(message).toMatch(/Access token limit reached.*trials on GitLab\.com allow one token.*strategy "rotate"/s);

    expect(await stack.up({ it: setup.token() })).toEqual(["update it"]);
    expect(await use(stack.secret("it", "token"))).toBe(true);
  });

  it("takes a token that it can't see for hidden, not for gone", async () => {
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    const blind = setup.providerWith({
      GITLAB_TOKEN: await setup.world.tokenOf(undefined),
      GITLAB_CI_ACCESS_NOW: DAY_1,
    });
    expect(await stack.in(blind).refresh()).toEqual([]);
    await until(() => blind.log.length > 1);
    expect(blind.log).toEqual([
      expect.objectContaining({ severity: "info", text: expect.stringMatching(/^GitLab: /) }),
      {
        severity: "warning",
        text: expect.stringMatching(/^Not seen: .*state was kept.*GITLAB_CI_ACCESS_GONE/s),
        ephemeral: false,
      },
    ]);
    expect(await failureOf(stack.in(blind).destroy())).toMatch(/hidden, not gone/);
  });
});
