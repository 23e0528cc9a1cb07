import { limitAllowlistSize } from "../../../../policies/index";
import { type Declared, groupEntry, jobTokenAllowlist, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const project = "acme/tooling";
const projects = (count: number) =>
  Array.from({ length: count }, (_, n) => scopeEntry(`p${n}`, { project, targetProject: `acme/caller-${n}` }));
const groups = (count: number) =>
  Array.from({ length: count }, (_, n) => groupEntry(`g${n}`, { project, targetGroup: `acme/group-${n}` }));

const levels = async (stack: readonly Declared[], config?: object) =>
  (await run(limitAllowlistSize, stack, config)).map(({ level }) => level);

describe("limit-allowlist-size", () => {
  it("accepts 100 projects and 100 groups", async () => {
    expect(await levels([...projects(100), ...groups(100)])).toEqual([]);
  });

  it("says a line from 101 of a kind on", async () => {
    expect(await levels(projects(101))).toEqual(["advisory"]);
    expect(await levels(groups(101))).toEqual(["advisory"]);
  });

  it("refuses from 181 of a kind on, with its name, the number and the fix", async () => {
    expect(await levels(projects(180))).toEqual(["advisory"]);
    expect(await run(limitAllowlistSize, projects(181))).toEqual([
      {
        level: "the rule's",
        about: "p99",
        message:
          "'p99' belongs to an allowlist of 181 projects, and GitLab holds 200. Let in a group instead, or split the project.",
      },
    ]);
  });

  it("counts what a list declares, projects and groups apart, together with single entries", async () => {
    const targets = (count: number) => Array.from({ length: count }, (_, n) => `acme/target-${n}`);
    const list = (rest: object) =>
      jobTokenAllowlist("list", { project, projects: targets(100), groups: targets(100), ...rest });

    expect(await levels([list({})])).toEqual([]);
    expect(await levels([list({ groups: targets(101) })])).toEqual(["advisory"]);
    expect(await levels([list({ projects: targets(181) })])).toEqual(["the rule's"]);
    expect(await levels([list({}), ...projects(1)])).toEqual(["advisory"]);
    expect(await levels([list({ projects: UNKNOWN })])).toEqual([]);
  });

  it("counts each project's list apart", async () => {
    const others = projects(60).map((one) => ({ ...one, props: { ...one.props, project: "acme/other" } }));

    expect(await levels([...projects(60), ...others])).toEqual([]);
  });

  it("counts one target once, and every one that is not known yet", async () => {
    const config = { advisoryLimit: 2, limit: 2 };
    const again = scopeEntry("again", { project, targetProject: "ACME/caller-0" });
    const unknown = (name: string) => scopeEntry(name, { project, targetProject: UNKNOWN });

    expect(await levels([...projects(2), again], config)).toEqual([]);
    expect(await levels([...projects(1), unknown("a"), unknown("b")], config)).toEqual(["the rule's"]);
  });

  it("does not count entries of a project that is not known yet", async () => {
    const unknown = projects(3).map((one) => ({ ...one, props: { ...one.props, project: UNKNOWN } }));

    expect(await levels(unknown, { advisoryLimit: 1, limit: 1 })).toEqual([]);
  });

  it("takes both numbers from the configuration", async () => {
    expect(await levels(projects(4), { advisoryLimit: 3, limit: 4 })).toEqual(["advisory"]);
    expect(await levels(projects(5), { advisoryLimit: 3, limit: 4 })).toEqual(["the rule's"]);
  });

  it("refuses by a limit that is below the advisory one", async () => {
    expect(await levels(projects(5), { limit: 4 })).toEqual(["the rule's"]);
  });

  it("has waivers", async () => {
    expect(await levels(projects(181), { except: [{ match: project, reason: "agreed" }] })).toEqual(["advisory"]);
  });
});
