import { accessOf } from "../../../../cli/report/access";
import { graphOf } from "../../../../cli/report/graph";
import { change } from "../../../support/cli/change";

const project = "acme/billing";

it("draws what is kept, gained and lost, and who is opened to everybody", () => {
  const access = accessOf([
    change("JobTokenScope", "billing", { before: { project, enabled: true }, after: { project, enabled: false } }),
    change("ScopeAllowlistEntry", "a", { before: { project, targetProject: "acme/a" } }),
    change("GroupAllowlistEntry", "g", { after: { project, targetGroup: "acme/tools" } }),
  ]);

  expect(graphOf(access)?.split("\n")).toEqual([
    "```mermaid",
    "flowchart LR",
    '  n1[["group acme/tools"]]',
    '  n2["acme/billing"]',
    '  n3["acme/a"]',
    '  n4(("every project"))',
    "  n1 ==>|gains| n2",
    "  n3 -.->|loses| n2",
    "  n4 ==>|gains| n2",
    "  classDef open stroke:#c91c00,stroke-width:3px",
    "  classDef closed stroke:#2f7d4f,stroke-width:3px",
    "  class n2 open",
    "```",
  ]);
});

it("draws nothing where nothing changes", () => {
  const entry = { project, targetProject: "acme/a" };

  expect(graphOf(accessOf([change("ScopeAllowlistEntry", "a", { before: entry, after: entry })]))).toBeUndefined();
});

const list = (count: number) => Array.from({ length: count }, (_, index) => `acme/some-group/service-${index}`);

it("leaves out what stays where GitLab would not draw the whole without being asked", () => {
  const before = { project, projects: list(100) };

  const graph = graphOf(
    accessOf([change("JobTokenAllowlist", "x", { before, after: { project, projects: [...list(100), "acme/new"] } })]),
  );

  expect(graph).toContain('"acme/new"');
  expect(graph).not.toContain("service-1");
  expect(graph?.length).toBeLessThan(2_030);
});

it("says so where even the change is too big to be drawn", () => {
  const graph = graphOf(accessOf([change("JobTokenAllowlist", "x", { after: { project, projects: list(100) } })]));

  expect(graph).toMatch(/^The picture is too big/);
});
