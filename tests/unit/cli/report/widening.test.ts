import fc from "fast-check";
import { SECRET } from "../../../../cli/preview/events";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { change, preview } from "../../../support/cli/change";

const now = new Date("2027-01-10T12:00:00Z");

describe("whatever a token, a variable or a runner gives more is told", () => {
  const subsets = (items: readonly string[]) => {
    const all: string[][] = [[]];
    for (const item of items) all.push(...all.map((one) => [...one, item]));
    return all;
  };

  /** What a token may do: each scope with each thing that a role allows, on each day. */
  const roles = {
    guest: ["read"],
    reporter: ["read", "pull"],
    developer: ["read", "pull", "push"],
    planner: ["read", "plan"],
    maintainer: ["read", "pull", "push", "plan", "settings"],
  };
  const scopes = {
    read_api: ["get"],
    api: ["get", "change"],
    read_repository: ["clone"],
    write_repository: ["clone", "push"],
  };
  const token = fc.record({
    scopes: fc.uniqueArray(fc.constantFrom(...Object.keys(scopes)), { minLength: 1, maxLength: 3 }),
    accessLevel: fc.constantFrom(...Object.keys(roles)),
    rotationConfiguration: fc.record({
      expirationDays: fc.constantFrom(20, 30, 60),
      rotateBeforeDays: fc.constantFrom(5, 7),
    }),
  });
  type Token = typeof token extends fc.Arbitrary<infer T> ? T : never;
  const powersOf = (one: Token) => {
    const may = new Map(Object.entries(roles)).get(one.accessLevel) ?? [];
    const reach = one.scopes.flatMap((scope) => new Map(Object.entries(scopes)).get(scope) ?? []);
    const days = Array.from({ length: one.rotationConfiguration.expirationDays }, (_, day) => day);
    return reach.flatMap((scope) => may.flatMap((right) => days.map((day) => `${scope} ${right} ${day}`)));
  };

  /** Who sees a variable: the jobs of each environment, on protected refs and others; and its value in a log, or on its page. */
  const variable = fc.record({
    protected: fc.boolean(),
    masked: fc.boolean(),
    hidden: fc.boolean(),
    environmentScope: fc.constantFrom("*", "production", "review/*", "review/a", "r*"),
  });
  type Variable = typeof variable extends fc.Arbitrary<infer T> ? T : never;
  const sightOf = (one: Variable) => {
    const pattern = new RegExp(`^${one.environmentScope.replaceAll("*", ".*")}$`);
    const environments = ["production", "review/a", "review/b", "rome", "staging"].filter((environment) =>
      pattern.test(environment),
    );
    const refs = one.protected ? ["protected"] : ["protected", "any"];
    return [
      ...environments.flatMap((environment) => refs.map((ref) => `${environment} ${ref}`)),
      ...(one.masked ? [] : ["log"]),
      ...(one.hidden ? [] : ["page"]),
    ];
  };

  /** Which jobs a runner takes: of its project and of others, on protected refs and others, with tags. */
  const runner = fc.record({
    tagList: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
    runUntagged: fc.boolean(),
    accessLevel: fc.constantFrom("ref_protected", "not_protected"),
    locked: fc.boolean(),
    paused: fc.boolean(),
  });
  type Runner = typeof runner extends fc.Arbitrary<infer T> ? T : never;
  const jobsOf = (one: Runner) => {
    if (one.paused) return [];
    const tags = subsets(one.tagList.toSorted()).filter((wanted) => wanted.length > 0 || one.runUntagged);
    const refs = one.accessLevel === "ref_protected" ? ["protected"] : ["protected", "any"];
    const places = one.locked ? ["own"] : ["own", "another"];
    return tags.flatMap((wanted) => refs.flatMap((ref) => places.map((place) => `${wanted} ${ref} ${place}`)));
  };

  const place = fc.constantFrom("acme/billing", "acme/vault");
  const step = fc.constantFrom("create", "replace", "update");

  const hidden = fc.record({
    by: fc.constantFrom(SECRET, UNKNOWN),
    isOld: fc.boolean(),
    at: fc.double({ min: 0, max: 3, noNaN: true }),
  });
  type Hidden = typeof hidden extends fc.Arbitrary<infer H> ? H : never;

  /** The settings as the stream shows them: sometimes one of them can't be read. */
  function shown(one: object, { by, at }: Hidden): object {
    const names = Object.keys(one);
    const name = names[Math.floor(at * names.length)];
    return name === undefined ? one : { ...one, [name]: by };
  }

  /** Holds a kind of resource to its own measure of what it gives. */
  function held<T extends object>(
    type: string,
    arbitrary: fc.Arbitrary<T>,
    given: (one: T) => readonly string[],
  ): void {
    const ways = fc.record({ operation: step, hidden });
    fc.assert(
      fc.property(
        arbitrary,
        arbitrary,
        fc.tuple(place, place),
        ways,
        (one, other, [from, to], { operation, hidden }) => {
          const after = { project: operation === "update" ? from : to, key: "K", ...shown(other, hidden) };
          const before = { project: from, key: "K", ...(hidden.isOld ? shown(one, { ...hidden, by: SECRET }) : one) };
          const sides = { ...(operation === "create" ? {} : { before }), after, operation } as const;
          const had = operation === "create" ? [] : given(one).map((power) => `${from} ${power}`);
          const more = given(other).filter((power) => !had.includes(`${after.project} ${power}`));

          if (more.length > 0)
            expect(wideningOf(readingOf(preview([change(type, "it", sides)]), { now }))).not.toBe("nothing");
        },
      ),
      { numRuns: 1_000 },
    );
  }

  it("of a token, by scopes, role and life", () => held("RotatingProjectToken", token, powersOf));
  it("of a variable, by flags and environments", () => held("ProjectVariable", variable, sightOf));
  it("of a runner, by tags, refs, lock and pause", () => held("UserRunner", runner, jobsOf));
});
