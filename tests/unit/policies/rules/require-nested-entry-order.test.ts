import { requireNestedEntryOrder } from "../../../../policies/index";
import { type Declared, groupEntry, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const deploy = scopeEntry("deploy", { project, targetProject: "acme/apps/deploy", permissions: [] });
const apps = (more: object = {}, rest: Partial<Declared> = {}) =>
  groupEntry("apps", { project, targetGroup: "acme/apps", permissions: ["read_packages"], ...more }, rest);

const findings = (...stack: Declared[]) => run(requireNestedEntryOrder, stack);

describe("require-nested-entry-order", () => {
  it.each<[string, Declared[]]>([
    ["a group's entry that waits", [deploy, apps({}, { dependsOn: [deploy] })]],
    ["entries that give the same", [deploy, apps({ permissions: [] })]],
    ["entries of another project", [deploy, apps({ project: "acme/other" })]],
    ["entries beside each other", [deploy, apps({ targetGroup: "acme/app" })]],
    ["what is not known yet", [deploy, apps({ permissions: UNKNOWN })]],
    ["a group by its id", [deploy, apps({ targetGroup: 7 })]],
  ])("accepts %s", async (_, stack) => {
    expect(await findings(...stack)).toEqual([]);
  });

  it("refuses a group's entry that doesn't wait for one below it, with both names", async () => {
    expect(await findings(deploy, apps())).toEqual([
      {
        level: "the rule's",
        about: "apps",
        message:
          "'apps' may let in all below acme/apps before 'deploy' say what some of them get. Add them to its dependsOn, or take a JobTokenAllowlist.",
      },
    ]);
  });

  it("counts entries without permissions as those with default permissions, and groups below groups", async () => {
    const inner = groupEntry("inner", { project, targetGroup: "acme/apps/inner" });

    expect(await findings(inner, apps())).toMatchObject([{ about: "apps" }]);
    expect(await findings(inner, apps({ permissions: "default" }))).toEqual([]);
  });

  it("has waivers", async () => {
    const except = [{ match: project, reason: "agreed" }];

    expect(await run(requireNestedEntryOrder, [deploy, apps()], { except })).toMatchObject([{ level: "advisory" }]);
  });
});
