import fc from "fast-check";
import type { Estate } from "../../../../cli/map/graph/estate";
import { packed, unpacked } from "../../../../cli/map/packed";
import { entry, estate, estates, project } from "../../../support/map/estates";

/** The page shows days, and no times of day. */
function byDay(some: Estate): Estate {
  const day = (instant: string | undefined) => instant?.slice(0, 10);
  return {
    ...some,
    projects: some.projects.map((one) => ({
      ...one,
      entries: one.entries?.map((each) => ({
        ...each,
        createdAt: day(each.createdAt),
        lastUsedAt: day(each.lastUsedAt),
      })),
    })),
  };
}

const throughJson = (some: Estate) => unpacked(JSON.parse(JSON.stringify(packed(some))));

it("an estate is the same after it was packed into the page", () => {
  fc.assert(fc.property(estates, (some) => expect(throughJson(some)).toEqual(byDay(some))));
});

it("so are names that JavaScript's objects have, unread lists, hidden targets, and the same id as a project and as a group", () => {
  const entries = [
    entry("group", 1, "__proto__", { addedBy: "constructor", createdAt: "2026-01-05T08:00:00.000Z" }),
    entry("project", 1, "constructor/toString", { permissions: ["read_jobs"], lastUsedAt: "2026-02-01T08:00:00.000Z" }),
    entry("project", 3, undefined, { permissions: "unknown" }),
    entry("project", 5, "a/path/that/another/project/has"),
  ];
  const some = estate([
    project(2, "acme/x", { entries }),
    project(4, "acme/unread", { entries: undefined, isClosed: undefined }),
    project(5, "acme/y"),
  ]);
  expect(throughJson(some)).toEqual(byDay(some));
});
