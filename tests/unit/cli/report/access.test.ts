import { SECRET } from "../../../../cli/preview/events";
import { accessOf, widens } from "../../../../cli/report/access";
import type { Grant } from "../../../../cli/report/model";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { change } from "../../../support/cli/change";

const entry = { project: "acme/billing", targetProject: "acme/deploy" };
const ids = { projectId: "1", targetProjectId: "2" };
const shown = (grants: readonly Grant[]) => grants.map(({ caller, project }) => `${caller.name} → ${project.name}`);

it("a new entry gains and widens, a removed one loses and does not", () => {
  const gained = accessOf([change("ScopeAllowlistEntry", "deploy", { after: entry })]);
  const lost = accessOf([change("ScopeAllowlistEntry", "deploy", { before: entry, outputs: ids })]);

  expect([shown(gained.gained), widens(gained)]).toEqual([["acme/deploy → acme/billing"], true]);
  expect([shown(lost.lost), widens(lost)]).toEqual([["acme/deploy → acme/billing"], false]);
});

it("an entry under a new name, or moved into a list, is no change", () => {
  const access = accessOf([
    change("ScopeAllowlistEntry", "old", { before: entry, outputs: ids }),
    change("JobTokenAllowlist", "list", { after: { project: "ACME/billing", projects: ["acme/Deploy"] } }),
  ]);

  expect([access.gained, access.lost]).toEqual([[], []]);
  expect(access.kept).toHaveLength(1);
});

it("an id and the path that the state knows for it are one project", () => {
  const access = accessOf([
    change("ScopeAllowlistEntry", "by path", { before: entry, outputs: ids }),
    change("ScopeAllowlistEntry", "by id", { after: { project: 1, targetProject: 2 } }),
  ]);

  expect([access.gained, access.lost]).toEqual([[], []]);
});

it("a project that was renamed is the same, because the engine calls it an update", () => {
  const renamed = { ...entry, targetProject: "acme/deployment" };

  const access = accessOf([change("ScopeAllowlistEntry", "deploy", { before: entry, after: renamed, outputs: ids })]);

  expect([access.gained, access.lost]).toEqual([[], []]);
  expect(shown(access.kept)).toEqual(["acme/deployment → acme/billing"]);
});

it("a replaced entry loses the old target and gains the new one", () => {
  const after = { ...entry, targetProject: "acme/docs" };

  const access = accessOf([
    change("ScopeAllowlistEntry", "x", { before: entry, after, outputs: ids, operation: "replace" }),
  ]);

  expect([shown(access.gained), shown(access.lost)]).toEqual([
    ["acme/docs → acme/billing"],
    ["acme/deploy → acme/billing"],
  ]);
});

it("lists and groups count entry by entry", () => {
  const before = { project: "acme/billing", projects: ["acme/a", "acme/b"], groups: ["tools"] };
  const after = { project: "acme/billing", projects: ["acme/b", "acme/c"], groups: ["tools"] };

  const access = accessOf([change("JobTokenAllowlist", "list", { before, after })]);

  expect([shown(access.gained), shown(access.lost)]).toEqual([["acme/c → acme/billing"], ["acme/a → acme/billing"]]);
  expect(access.kept[0]?.caller).toMatchObject({ kind: "project", name: "acme/b" });
});

it("what a list no longer manages, and what is retained, stays", () => {
  const list = { project: "acme/billing", projects: ["acme/a"], groups: [] };
  const access = accessOf([
    change("JobTokenAllowlist", "list", { before: list, after: { project: "acme/billing", groups: [] } }),
    change("ScopeAllowlistEntry", "deploy", { before: entry, retainOnDelete: true }),
  ]);

  expect(access.lost).toEqual([]);
  expect(shown(access.released)).toEqual(["acme/a → acme/billing", "acme/deploy → acme/billing"]);
});

it("what is not known yet gains, for nobody can say that it does not", () => {
  const access = accessOf([
    change("ScopeAllowlistEntry", "x", { after: { ...entry, targetProject: UNKNOWN } }),
    change("JobTokenAllowlist", "list", { after: { project: "acme/shop", projects: UNKNOWN } }),
  ]);

  expect(shown(access.gained)).toEqual([
    "a project not known yet → acme/billing",
    "a project not known yet → acme/shop",
  ]);
});

it.each([
  ["opened", { before: { enabled: true }, after: { enabled: false } }, true],
  ["declared open", { after: { enabled: false } }, true],
  ["perhaps opened", { before: { enabled: true }, after: { enabled: UNKNOWN } }, true],
  ["closed", { before: { enabled: false }, after: { enabled: true } }, false],
  ["declared closed", { after: { enabled: true } }, false],
  ["still open", { before: { enabled: false }, after: { enabled: false } }, false],
  ["no longer declared", { before: { enabled: false } }, false],
])("a project that is %s: does it widen?", (_, { before, after }: { before?: object; after?: object }, expected) => {
  const project = "acme/billing";
  const sides = { ...(before && { before: { project, ...before } }), ...(after && { after: { project, ...after } }) };

  expect(widens(accessOf([change("JobTokenScope", "billing", sides)]))).toBe(expected);
});

describe("what a report can't read", () => {
  it.each([
    ["of an entry", "ScopeAllowlistEntry", { ...entry, targetProject: SECRET }],
    ["of a list", "JobTokenAllowlist", { project: "acme/billing", projects: SECRET }],
  ])("a secret target %s that a step touches gains, and none that stays", (_what, type, inputs) => {
    const [same, update] = (["same", "update"] as const).map((operation) =>
      accessOf([change(type, "hidden", { before: inputs, after: inputs, outputs: ids, operation })]),
    );

    expect([same?.gained, same?.lost]).toEqual([[], []]);
    expect(shown(update?.gained ?? [])).toEqual(["a project that the program keeps secret → acme/billing"]);
    expect([update?.lost, update && widens(update)]).toEqual([[], true]);
  });

  it("a secret switch that a step touches may open", () => {
    const sides = {
      before: { project: "acme/billing", enabled: SECRET },
      after: { project: "acme/billing", enabled: SECRET },
    };
    const [same, update, created] = [
      { ...sides, operation: "same" as const },
      { ...sides, operation: "update" as const },
      { after: sides.after },
    ].map((one) => widens(accessOf([change("JobTokenScope", "billing", one)])));

    expect([same, update, created]).toEqual([false, true, true]);
  });
});

describe("two GitLabs are two", () => {
  const providers = ["a", "b"].map((name) => ({
    ...change("Provider", name, { before: { "gitlab:baseUrl": `https://${name}.example` } }),
    urn: name,
    operation: "same" as const,
  }));
  const at = (provider: string) => ({ provider, outputs: { ...ids, __origin: `https://${provider}.example` } });

  it("an entry that exists in one is a gain in the other", () => {
    const access = accessOf([
      ...providers,
      change("ScopeAllowlistEntry", "there", { before: entry, after: entry, operation: "same", ...at("a") }),
      change("ScopeAllowlistEntry", "new", { after: entry, ...at("b") }),
    ]);

    expect([shown(access.gained), shown(access.kept)]).toEqual([
      ["acme/deploy → acme/billing"],
      ["acme/deploy → acme/billing"],
    ]);
  });

  it("a switch that is closed in one says nothing of the other", () => {
    const project = "acme/billing";
    const access = accessOf([
      ...providers,
      change("JobTokenScope", "closed", {
        before: { project, enabled: true },
        after: { project, enabled: true },
        ...at("a"),
      }),
      change("JobTokenScope", "opened", {
        before: { project, enabled: true },
        after: { project, enabled: false },
        ...at("b"),
      }),
    ]);

    expect(access.switches).toHaveLength(2);
    expect(widens(access)).toBe(true);
  });

  it("an id of one is no project of the other", () => {
    const access = accessOf([
      ...providers,
      change("ScopeAllowlistEntry", "there", { before: entry, after: entry, operation: "same", ...at("a") }),
      change("ScopeAllowlistEntry", "new", { after: { project: 1, targetProject: 2 }, ...at("b") }),
    ]);

    expect(shown(access.gained)).toEqual(["2 → 1"]);
  });

  it("a new entry under a provider that has others is in their GitLab", () => {
    const access = accessOf([
      change("ScopeAllowlistEntry", "old", { before: entry, ...at("a") }),
      change("ScopeAllowlistEntry", "new", { after: entry, provider: "a" }),
    ]);

    expect([access.gained, access.lost]).toEqual([[], []]);
  });
});
