import { requireManagedLists } from "../../../../policies/index";
import { jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const compliant = { project: "acme/billing", projects: ["acme/deploy"], groups: ["acme/platform"] };
const findings = (props: object, config?: object) =>
  run(requireManagedLists, [jobTokenAllowlist("billing", { ...compliant, ...props })], config);

describe("require-managed-lists", () => {
  it("accepts a list that manages both", async () => {
    expect(await findings({})).toEqual([]);
  });

  it.each(["projects", "groups"])("accepts empty %s", async (input) => {
    expect(await findings({ [input]: [] })).toEqual([]);
  });

  it.each(["projects", "groups"])("refuses %s left out, with its name and the fix", async (input) => {
    expect(await findings({ [input]: undefined })).toEqual([
      {
        level: "the rule's",
        about: "billing",
        message: `'billing' leaves ${input} of project acme/billing unmanaged: whoever is let in by hand stays. Add ${input}, [] for none.`,
      },
    ]);
  });

  it("takes a list that is not known yet for managed", async () => {
    expect(await findings({ projects: UNKNOWN })).toEqual([]);
  });

  it("refuses one of an unknown project", async () => {
    expect(await findings({ project: UNKNOWN, groups: undefined })).toMatchObject([
      { message: expect.stringContaining("project (not known yet)") },
    ]);
  });

  it("has nothing to say about single entries and switches", async () => {
    const others = [
      jobTokenScope("scope", { project: "acme/billing" }),
      scopeEntry("entry", { project: "acme/billing", targetProject: "acme/deploy" }),
    ];

    expect(await run(requireManagedLists, others)).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: "acme/billing", reason: "agreed" }];

    expect(await findings({ groups: undefined }, { except })).toMatchObject([{ level: "advisory" }]);
  });
});
