import { requireProtectedMaskedVariable } from "../../../../policies/index";
import {
  type Declared,
  foreign,
  groupToken,
  groupVariable,
  projectToken,
  projectVariable,
  UNKNOWN,
  userRunner,
} from "../declared";
import { run } from "../fake-stack";

/** Tokens of an instance with a prefix of its own: nothing but the stack tells that they are some. */
const current = "acme-current-value-of-the-token";
const previous = "acme-previous-value-of-the-token";
/** Put together here, so that no scanner takes the file for a leak. */
const likeGitLabs = ["glp", "at-abcdefghijklmnopqrst"].join("");

const token = projectToken("nightly", {
  project: "acme/billing",
  name: "nightly",
  token: current,
  previousToken: previous,
  tokenId: "4711",
  active: true,
});
const created = projectToken("nightly", { project: "acme/billing", name: "nightly" });
const runner = userRunner("machine", { runnerType: "project_type", token: current });
const compliant = { project: "acme/deploy", key: "NIGHTLY", value: current, protected: true, masked: true };

const variable = (change: object, rest: Partial<Declared> = {}) =>
  projectVariable("deploy", { ...compliant, ...change }, rest);
const findings = (stack: readonly Declared[], config?: object) => run(requireProtectedMaskedVariable, stack, config);

const refusal = { level: "the rule's", about: "deploy" };

describe("require-protected-masked-variable", () => {
  it("accepts a token in a variable that is protected and masked", async () => {
    expect(await findings([token, variable({}, { from: { value: [token] } })])).toEqual([]);
  });

  it.each([
    [{ protected: false }, "is not protected. Set protected: true."],
    [{ masked: false }, "is not masked. Set masked: true."],
    [{ protected: false, masked: false }, "is not protected and not masked. Set protected: true and masked: true."],
  ])("refuses one with %p, with its name, whose token it is and the fix", async (change, words) => {
    expect(await findings([token, variable(change, { from: { value: [token] } })])).toEqual([
      { ...refusal, message: `'deploy' holds the token of 'nightly' and ${words}` },
    ]);
  });

  it("judges a group's variable too", async () => {
    const open = groupVariable("deploy", { ...compliant, group: "acme", masked: false }, { from: { value: [token] } });

    expect(await findings([token, open])).toMatchObject([refusal]);
  });

  it.each([token, groupToken("team", { group: "acme" }), runner])(
    "counts a value that comes from $type $name and is not known yet",
    async (source) => {
      const open = variable({ value: UNKNOWN, masked: false }, { from: { value: [source] } });

      expect(await findings([source, open])).toMatchObject([
        { ...refusal, message: expect.stringContaining(`holds the token of '${source.name}'`) },
      ]);
    },
  );

  it("counts a token that was encoded on its way", async () => {
    const value = Buffer.from(`oauth2:${current}`).toString("base64");

    expect(await findings([token, variable({ value, masked: false }, { from: { value: [token] } })])).toMatchObject([
      refusal,
    ]);
  });

  it.each(["4711", "nightly", "true"])(
    "does not count %s, which the token's resource says to everybody",
    async (value) => {
      expect(await findings([token, variable({ value, masked: false }, { from: { value: [token] } })])).toEqual([]);
    },
  );

  it.each([current, previous, `https://oauth2:${current}@gitlab.example/acme.git`])(
    "knows the token in a value that came another way: %#",
    async (value) => {
      expect(await findings([token, variable({ value, masked: false })])).toMatchObject([
        { ...refusal, message: expect.stringContaining("holds the token of 'nightly'") },
      ]);
    },
  );

  it("knows a token of GitLab's that is nobody's in the stack", async () => {
    expect(await findings([variable({ value: `token=${likeGitLabs}`, protected: false })])).toMatchObject([
      { ...refusal, message: "'deploy' holds a GitLab token and is not protected. Set protected: true." },
    ]);
  });

  it("judges a variable while other things of the token are not known yet", async () => {
    const source = { ...token, props: { ...token.props, tokenId: UNKNOWN, scopes: [UNKNOWN] } };

    expect(await findings([source, variable({ masked: false }, { from: { value: [source] } })])).toMatchObject([
      refusal,
    ]);
  });

  it.each(["staging", "", "acme/glue-service-for-all-of-us"])("does not take %p for a token", async (value) => {
    const lost = userRunner("lost", { runnerType: "project_type", token: "" });

    expect(await findings([token, created, lost, variable({ value, protected: false, masked: false })])).toEqual([]);
  });

  it("never shows a value", async () => {
    const stack = [token, runner, variable({ masked: false }), variable({ value: likeGitLabs, masked: false })];

    const said = JSON.stringify(await findings(stack));

    expect(said).toContain("holds");
    for (const value of [current, previous, likeGitLabs]) expect(said).not.toContain(value);
  });

  it("does not refuse a value that is not known yet and comes from elsewhere", async () => {
    const bucket = foreign("bucket");

    expect(
      await findings([bucket, token, variable({ value: UNKNOWN, masked: false }, { from: { value: [bucket] } })]),
    ).toEqual([]);
    expect(await findings([token, variable({ value: UNKNOWN, masked: false }, { dependsOn: [token] })])).toEqual([]);
  });

  it("can't tell of a value that comes from something made after a token, and says so", async () => {
    const between = { ...foreign("secret"), dependsOn: [created] };
    const open = variable({ value: UNKNOWN, masked: false }, { from: { value: [between] } });

    expect(await findings([created, between, open])).toEqual([
      {
        level: "advisory",
        about: "deploy",
        message: "'deploy': can't tell whether it holds a token: a value is not known yet.",
      },
    ]);
  });

  it("can't tell whether a variable is masked whose setting is not known yet, and says so", async () => {
    expect(await findings([token, variable({ masked: UNKNOWN }, { from: { value: [token] } })])).toEqual([
      {
        level: "advisory",
        about: "deploy",
        message: "'deploy': can't tell whether it is masked: a value is not known yet.",
      },
    ]);
  });

  it("refuses for one setting while the other is not known yet", async () => {
    const open = variable({ masked: UNKNOWN, protected: false }, { from: { value: [token] } });

    expect(await findings([token, open])).toMatchObject([
      { ...refusal, message: expect.stringContaining("is not protected. Set protected: true.") },
    ]);
  });

  it("has nothing to say about other resources", async () => {
    const other = { ...foreign("deploy"), props: { ...compliant, masked: false }, from: { value: [token] } };

    expect(await findings([token, other])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/deploy", reason: "agreed" }];

    expect(await findings([token, variable({ masked: false })], { except })).toMatchObject([
      { level: "advisory", message: expect.stringMatching(/^Waived \("agreed"\)/) },
    ]);
  });
});
