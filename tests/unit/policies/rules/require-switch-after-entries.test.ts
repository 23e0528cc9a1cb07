import { requireSwitchAfterEntries } from "../../../../policies/index";
import { type Declared, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const deploy = scopeEntry("deploy", { project, targetProject: "acme/deploy" });
const platform = groupEntry("platform", { project, targetGroup: "acme/platform" });
const late = jobTokenScope("billing", { project, enabled: true });

const findings = (stack: readonly Declared[], config?: object) => run(requireSwitchAfterEntries, stack, config);
const waiting = (...dependsOn: Declared[]): Declared => ({ ...late, dependsOn });

describe("require-switch-after-entries", () => {
  it("accepts a switch that waits for its entries", async () => {
    expect(await findings([deploy, platform, waiting(deploy, platform)])).toEqual([]);
  });

  it("accepts a switch that waits for what waits for them", async () => {
    const second = { ...platform, dependsOn: [deploy] };

    expect(await findings([deploy, second, waiting(second)])).toEqual([]);
  });

  it("refuses a switch that doesn't, with its name, the entries and the fix", async () => {
    expect(await findings([deploy, platform, waiting(deploy)])).toEqual([
      {
        level: "the rule's",
        about: "billing",
        message: "'billing' may close its project before 'platform' let somebody in. Add them to its dependsOn.",
      },
    ]);
  });

  it("names three entries at most", async () => {
    const entries = ["a", "b", "c", "d", "e"].map((name) =>
      scopeEntry(name, { project, targetProject: `acme/${name}` }),
    );

    expect(await findings([...entries, late])).toMatchObject([
      { message: expect.stringContaining("before 'a', 'b', 'c' and 2 more let") },
    ]);
  });

  it("takes enabled for true where it is left out", async () => {
    expect(await findings([deploy, jobTokenScope("billing", { project })])).toHaveLength(1);
  });

  it.each([false, UNKNOWN])("has nothing to say where enabled is %p", async (enabled) => {
    expect(await findings([deploy, jobTokenScope("billing", { project, enabled })])).toEqual([]);
  });

  describe("with a list", () => {
    const list = jobTokenAllowlist("list", { project, projects: ["acme/deploy", "acme/reports"] });
    const closing = (...dependsOn: Declared[]): Declared => ({
      ...list,
      props: { ...list.props, enabled: true },
      dependsOn,
    });

    it("accepts one that closes its project after its own list is filled", async () => {
      expect(await findings([closing()])).toEqual([]);
    });

    it("accepts a switch and a list that wait for what is declared apart", async () => {
      expect(await findings([list, waiting(list)])).toEqual([]);
      expect(await findings([platform, closing(platform)])).toEqual([]);
    });

    it("refuses a switch that doesn't wait for a list, and names the list once", async () => {
      expect(await findings([list, late])).toMatchObject([
        { about: "billing", message: expect.stringContaining("before 'list' let") },
      ]);
    });

    it("refuses a list that closes its project before a single entry of the other kind", async () => {
      expect(await findings([platform, closing()])).toMatchObject([
        { about: "list", message: expect.stringContaining("before 'platform' let") },
      ]);
    });
  });

  it("does not ask for entries of another project, or of one that is not known yet", async () => {
    const others = ["acme/shop", UNKNOWN, 42].map((other, n) =>
      scopeEntry(`other-${n}`, { project: other, targetProject: "acme/deploy" }),
    );

    expect(await findings([...others, late])).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: project, reason: "agreed" }];

    expect(await findings([deploy, late], { except })).toMatchObject([{ level: "advisory" }]);
  });
});
