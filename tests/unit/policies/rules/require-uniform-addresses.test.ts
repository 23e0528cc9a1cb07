import { requireUniformAddresses } from "../../../../policies/index";
import { type Declared, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const scope = jobTokenScope("billing", { project: "acme/billing" });
const byPath = scopeEntry("by-path", { project: "Acme/billing", targetProject: "acme/deploy" });
const byId = scopeEntry("by-id", { project: 42, targetProject: "acme/deploy" });

const findings = (stack: readonly Declared[], config?: object) => run(requireUniformAddresses, stack, config);

describe("require-uniform-addresses", () => {
  it("accepts paths throughout, in any case", async () => {
    expect(await findings([scope, byPath])).toEqual([]);
  });

  it("accepts ids throughout, as numbers and texts", async () => {
    expect(await findings([byId, jobTokenScope("billing", { project: "42" })])).toEqual([]);
  });

  it("refuses an entry by id that only a switch by path can be for, with both names, both values and the fix", async () => {
    expect(await findings([scope, byId])).toEqual([
      {
        level: "the rule's",
        about: "by-id",
        message:
          "'by-id' has the project 42, and 'billing' has the project acme/billing. If they are one, write its path in both.",
      },
    ]);
  });

  it("refuses an entry by path that only a switch by id can be for", async () => {
    expect(await findings([jobTokenScope("by-id", { project: 42 }), byPath])).toMatchObject([{ about: "by-path" }]);
  });

  it("refuses two forms that the state knows to be one project", async () => {
    const telling = scopeEntry("telling", { ...byPath.props, projectId: "42" });

    expect(await findings([byId, telling])).toMatchObject([{ about: "telling" }]);
  });

  it("accepts two forms that the state knows to be two projects", async () => {
    expect(await findings([jobTokenScope("billing", { project: "acme/billing", projectId: "7" }), byId])).toEqual([]);
  });

  it("accepts two projects in two forms, each with a switch and an entry", async () => {
    expect(await findings([scope, byPath, jobTokenScope("other", { project: 42 }), byId])).toEqual([]);
  });

  it("accepts an entry by id beside a switch by path that has its own entry", async () => {
    expect(await findings([scope, byPath, byId])).toEqual([]);
  });

  it("accepts a switch by path without entries beside an entry by id that has its own switch", async () => {
    expect(await findings([scope, jobTokenScope("other", { project: 42 }), byId])).toEqual([]);
  });

  it("judges a list like an entry: one by id that only a switch by path can be for", async () => {
    const list = jobTokenAllowlist("list", { project: 42, projects: [], groups: [] });

    expect(await findings([scope, list])).toMatchObject([{ about: "list" }]);
    expect(await findings([scope, byPath, list])).toEqual([]);
  });

  it("accepts a list by id that has its own switch beside a switch by path", async () => {
    const list = jobTokenAllowlist("list", { project: 42, enabled: true, projects: ["acme/deploy"], groups: [] });

    expect(await findings([scope, list])).toEqual([]);
  });

  it("refuses a list by id once where the state knows its project by its path", async () => {
    const telling = scopeEntry("entry", { ...byPath.props, projectId: "42" });
    const list = jobTokenAllowlist("list", { project: 42, enabled: true, projects: [], groups: [] });

    expect(await findings([telling, list])).toMatchObject([{ about: "list" }]);
  });

  it("has nothing to say about what is not known yet", async () => {
    const unknown = [
      jobTokenScope("a", { project: UNKNOWN }),
      scopeEntry("b", { project: UNKNOWN, targetProject: "acme/deploy" }),
    ];

    expect(await findings([...unknown, byId])).toEqual([]);
    expect(await findings([...unknown, scope])).toEqual([]);
  });

  it("has waivers", async () => {
    expect(await findings([scope, byId], { except: [{ match: "42", reason: "agreed" }] })).toMatchObject([
      { level: "advisory" },
    ]);
  });
});
