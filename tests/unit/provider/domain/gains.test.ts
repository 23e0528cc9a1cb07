import { gainsOf, type SettledKind } from "../../../../provider/domain/gains";
import { SECRET, UNKNOWN } from "../../../../provider/domain/identity";

const rotation = { expirationDays: 30, rotateBeforeDays: 7 };
const token = { scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: rotation };
const variable = { protected: true, masked: true, hidden: true, environmentScope: "production" };
const runner = {
  accessLevel: "ref_protected",
  locked: true,
  tagList: ["deploy"],
  runUntagged: false,
  paused: true,
  rotateBeforeDays: 7,
};

const settings = (kind: SettledKind, before: object, after: object) =>
  gainsOf(kind, { ...before }, { ...after }).map(({ setting }) => setting);

it.each([
  ["another scope", token, { ...token, scopes: ["read_api", "read_repository"] }, ["scopes"]],
  ["a stronger scope", token, { ...token, scopes: ["api"] }, ["scopes"]],
  ["a scope less", { ...token, scopes: ["read_api", "read_repository"] }, token, []],
  ["a weaker scope", { ...token, scopes: ["api"] }, token, []],
  ["scopes in another order", { ...token, scopes: ["a", "b"] }, { ...token, scopes: ["b", "a"] }, []],
  ["a higher role", token, { ...token, accessLevel: "maintainer" }, ["accessLevel"]],
  ["a lower role", token, { ...token, accessLevel: "guest" }, []],
  ["a role beside the old one", token, { ...token, accessLevel: "planner" }, ["accessLevel"]],
  ["a role that nobody knows", token, { ...token, accessLevel: "custom" }, ["accessLevel"]],
  [
    "a longer life",
    token,
    { ...token, rotationConfiguration: { ...rotation, expirationDays: 60 } },
    ["expirationDays"],
  ],
  ["a shorter life", token, { ...token, rotationConfiguration: { ...rotation, expirationDays: 20 } }, []],
  [
    "a later renewal",
    token,
    { ...token, rotationConfiguration: { ...rotation, rotateBeforeDays: 1 } },
    ["rotateBeforeDays"],
  ],
  ["an overlap", token, { ...token, strategy: "overlap" }, ["overlapDays"]],
  [
    "a longer overlap",
    { ...token, strategy: "overlap", overlapDays: 2 },
    { ...token, strategy: "overlap", overlapDays: 3 },
    ["overlapDays"],
  ],
  [
    "the longest overlap where it was written",
    { ...token, strategy: "overlap", overlapDays: 7 },
    { ...token, strategy: "overlap" },
    [],
  ],
  [
    "a renewal under the same configuration",
    { ...token, expiresAt: "2027-01-01" },
    { ...token, expiresAt: "2027-02-01" },
    [],
  ],
  [
    "a fixed end in place of a rotation",
    token,
    { scopes: ["read_api"], accessLevel: "reporter", expiresAt: "2027-02-01" },
    ["rotateBeforeDays", "expiresAt"],
  ],
  [
    "a later fixed end",
    { ...token, rotationConfiguration: undefined, expiresAt: "2027-01-01" },
    { ...token, rotationConfiguration: undefined, expiresAt: "2027-02-01" },
    ["expiresAt"],
  ],
  ["scopes that nobody can read", token, { ...token, scopes: SECRET }, ["scopes"]],
  ["a scope that nobody can read", token, { ...token, scopes: ["read_api", UNKNOWN] }, ["scopes"]],
  [
    "a configuration that nobody can read",
    token,
    { ...token, rotationConfiguration: UNKNOWN },
    ["expirationDays", "rotateBeforeDays"],
  ],
])("of a token, %s", (_what, before, after, expected) => {
  expect(settings("token", before, after)).toEqual(expected);
});

it.each([
  ["no flag any more", variable, { environmentScope: "production" }, ["protected", "masked", "hidden"]],
  ["the same flags where they were none", {}, variable, []],
  ["every environment", variable, { ...variable, environmentScope: "*" }, ["environmentScope"]],
  [
    "every environment, as nothing is written",
    variable,
    { ...variable, environmentScope: undefined },
    ["environmentScope"],
  ],
  ["another environment", variable, { ...variable, environmentScope: "staging" }, ["environmentScope"]],
  ["one of the environments", { environmentScope: "review/*" }, { environmentScope: "review/a/b" }, []],
  ["more than the environments", { environmentScope: "review/*" }, { environmentScope: "r*" }, ["environmentScope"]],
  ["one environment of all", { environmentScope: "*" }, variable, []],
  ["a flag that nobody can read", variable, { ...variable, masked: SECRET }, ["masked"]],
  ["another value", { ...variable, value: "a" }, { ...variable, value: "b" }, []],
])("of a variable, %s", (_what, before, after, expected) => {
  expect(settings("variable", before, after)).toEqual(expected);
});

it.each([
  [
    "nothing that held it back",
    runner,
    {},
    ["accessLevel", "locked", "tagList", "runUntagged", "paused", "rotateBeforeDays"],
  ],
  ["everything that holds it back", { tagList: ["deploy"] }, runner, []],
  ["another tag", runner, { ...runner, tagList: ["deploy", "build"] }, ["tagList"]],
  ["a tag less", { ...runner, tagList: ["deploy", "build"] }, runner, ["tagList"]],
  ["tags in another order", { ...runner, tagList: ["b", " a"] }, { ...runner, tagList: ["a", "b"] }, []],
  ["a setting that is not known yet", runner, { ...runner, runUntagged: UNKNOWN }, ["runUntagged"]],
])("of a runner, %s", (_what, before, after, expected) => {
  expect(settings("runner", before, after)).toEqual(expected);
});

it("says what each setting was and is", () => {
  expect(gainsOf("token", token, { ...token, accessLevel: "owner" })).toEqual([
    { setting: "accessLevel", before: "reporter", after: "owner" },
  ]);
});
