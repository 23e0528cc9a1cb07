import type { Change } from "../../../../cli/preview/events";
import { markdownOf } from "../../../../cli/report/markdown";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const now = new Date("2027-01-10T12:00:00Z");
const subject = { project: "access", stack: "prod" };
const read = (changes: readonly Change[], more: Parameters<typeof preview>[1] = {}) => {
  const reading = readingOf(preview(changes, more), { now });
  return { widening: wideningOf(reading), text: markdownOf(reading, subject) };
};
const project = "acme/billing";

describe("what runs code of its own is not judged, and the verdict is not clean beside it", () => {
  const scope = { project, enabled: true };
  const foreign = { ...scope, __provider: "exports.handler=()=>require('evil').provider('JobTokenScope')" };

  it.each([
    ["that is called like ours", change("JobTokenScope", "x", { after: foreign })],
    ["that was ours before", change("JobTokenScope", "x", { before: scope, after: foreign })],
    ["that becomes ours", change("JobTokenScope", "x", { before: foreign, after: scope })],
    ["that goes", change("JobTokenScope", "x", { before: foreign })],
    ["without a text", change("JobTokenScope", "x", { after: { ...scope, __provider: undefined } })],
    ["with a secret text", change("JobTokenScope", "x", { after: { ...scope, __provider: "[secret]" } })],
    ["of a type that is not ours", change("Unheard", "x", { after: scope })],
    ["of another package", { ...change("X", "x", { after: scope }), type: "pulumi-nodejs:dynamic:Resource" }],
    [
      "of a module of its own",
      { ...change("X", "x", { after: scope }), type: "pulumi-nodejs:dynamic/evil:JobTokenScope" },
    ],
  ])("a resource %s", (_what, one) => {
    const { widening, text } = read([one]);

    expect(widening).toBe("unjudged");
    expect(text).toContain("> [!warning]\n> **Nobody can say whether this change widens access**: 1 thing not judged");
    expect(text).toMatch(/^#### Not judged\n\n- `x`: it /m);
  });

  it("but one that no step touches", () => {
    expect(read([change("JobTokenScope", "x", { before: foreign, after: foreign, operation: "same" })]).widening).toBe(
      "nothing",
    );
  });

  it("an event that can't be read", () => {
    const { widening, text } = read([], { unreadable: ["urn:pulumi:prod::access::x::y"] });

    expect(widening).toBe("unjudged");
    expect(text).toContain("- `urn:pulumi:prod::access::x::y`: its event can't be read");
    expect(text).not.toContain("Nothing changes");
  });

  it("a gain that is certain counts more", () => {
    const gain = change("JobTokenScope", "y", { before: scope, after: { project, enabled: false } });

    expect(read([change("JobTokenScope", "x", { after: foreign }), gain]).widening).toBe("widens");
  });

  it("values that are no dates and no numbers end no report", () => {
    const wild = { project, expiresAt: "soon", rotationConfiguration: { rotateBeforeDays: 1e300 } };
    const kept = change("RotatingProjectToken", "x", {
      before: wild,
      after: wild,
      operation: "same",
      outputs: { expiresAt: "2027-01-31" },
    });

    expect(read([kept, change("RotatingProjectToken", "y", { after: wild })]).text).toContain("**New**");
  });
});

/** A resource of pulumi-gitlab: its type token, and what it declares before and after. */
function theirs(type: string, before: object | undefined, after: object): Change {
  const name = type.slice(0, 1).toLowerCase() + type.slice(1);
  const bare = { __provider: undefined };
  const sides = { after: { ...after, ...bare }, ...(before && { before: { ...before, ...bare } }) };
  return { ...change(type, "theirs", sides), type: `gitlab:index/${name}:${type}` };
}

describe("pulumi-gitlab's resources are judged as ours are", () => {
  const token = {
    project,
    name: "x",
    scopes: ["read_api"],
    accessLevel: "reporter",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
  };
  const fixed = { project, name: "x", scopes: ["read_api"], expiresAt: "2027-02-01" };
  const variable = { project, key: "K", protected: true, masked: true };
  const runner = {
    runnerType: "project_type",
    projectId: 1,
    tagLists: ["a"],
    untagged: false,
    locked: true,
    accessLevel: "ref_protected",
  };

  it.each<[string, object | undefined, object, string]>([
    [
      "ProjectJobTokenScopes",
      { project, enabled: true, targetProjectIds: [2] },
      { project, enabled: true, targetProjectIds: [2, 3] },
      "widens",
    ],
    [
      "ProjectJobTokenScopes",
      { project, enabled: true, targetProjectIds: [2] },
      { project, enabled: false, targetProjectIds: [2] },
      "widens",
    ],
    ["ProjectJobTokenScopes", { project, targetProjectIds: [2, 3] }, { project, targetProjectIds: [2] }, "nothing"],
    ["ProjectJobTokenScope", undefined, { project, targetProjectId: 2 }, "may widen"],
    ["ProjectJobTokenScope", { project, targetGroupId: 2 }, { project, targetGroupId: 3 }, "widens"],
    ["ProjectVariable", variable, { ...variable, masked: false }, "widens"],
    ["ProjectVariable", { ...variable, masked: false }, variable, "nothing"],
    [
      "GroupVariable",
      { ...variable, project: undefined, group: "acme" },
      { ...variable, project: undefined, group: "acme", protected: false },
      "widens",
    ],
    ["ProjectAccessToken", undefined, token, "widens"],
    ["ProjectAccessToken", token, { ...token, scopes: ["api"] }, "widens"],
    ["ProjectAccessToken", fixed, { ...fixed, expiresAt: "2027-03-01" }, "widens"],
    ["ProjectAccessToken", fixed, { ...fixed, expiresAt: "2027-01-20" }, "nothing"],
    ["GroupAccessToken", { ...token, group: "acme" }, { ...token, group: "acme", accessLevel: "owner" }, "widens"],
    ["UserRunner", runner, { ...runner, untagged: true }, "widens"],
    ["UserRunner", runner, { ...runner, tagLists: [] }, "widens"],
    ["UserRunner", { ...runner, locked: false }, runner, "nothing"],
  ])("%s from %j to %j: %s", (type, before, after, expected) => {
    expect(read([theirs(type, before, after)]).widening).toBe(expected);
  });

  it("an entry that moves from theirs to ours is kept", () => {
    const gone = {
      ...change("ProjectJobTokenScope", "theirs", { before: { project: "1", targetProjectId: 2 } }),
      type: "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
    };

    expect(
      read([gone, change("ScopeAllowlistEntry", "ours", { after: { project: 1, targetProject: 2 } })]).widening,
    ).toBe("nothing");
  });

  it.each([
    [{ enabled: false }, "delete", "unjudged"],
    [{ enabled: false }, "replace", "may widen"],
    [{ enabled: "[secret]" }, "delete", "may widen"],
    [{ enabled: true }, "delete", "nothing"],
    [{}, "delete", "nothing"],
  ] as const)(
    "a list of theirs with %j and a %s leaves the project open or closes it, by its version: %s",
    (more, operation, expected) => {
      const before = { project, targetProjectIds: [2], ...more };
      const one = theirs("ProjectJobTokenScopes", before, { ...before, project: "acme/vault", enabled: true });
      const { widening, text } = read([
        operation === "delete" ? { ...one, operation, after: undefined } : { ...one, operation },
      ]);

      expect(widening).toBe(expected);
      if (expected === "nothing") expect(text).not.toContain("#### Not judged");
      else expect(text).toContain("- `theirs`: pulumi-gitlab closes the project when this goes, or leaves it open");
      expect(text).not.toContain("Stays open");
    },
  );

  it("others of theirs stand among what is not judged", () => {
    expect(read([theirs("DeployToken", undefined, {})]).text).toContain(
      "#### Other resources, which this report does not judge\n\n- **New**: `theirs`",
    );
  });
});
