import fc from "fast-check";
import { SECRET, UNKNOWN } from "../../../../provider/domain/identity";
import {
  deedOf,
  gives,
  includedNames,
  isWithin,
  normalNames,
  type Permissions,
  permissionsIn,
  permissionsText,
  problemWithName,
  samePermissions,
} from "../../../../provider/domain/permissions";

const NAMES = ["admin_jobs", "admin_packages", "read_jobs", "read_packages", "read_releases"];
const anyPermissions: fc.Arbitrary<Permissions> = fc.oneof(
  fc.constant("default" as const),
  fc.subarray(NAMES, { minLength: 0 }),
);

it("brings names into GitLab's lower case, once and in order", () => {
  expect(normalNames(["read_releases", " READ_PACKAGES", "read_packages"])).toEqual(["read_packages", "read_releases"]);
});

it.each([
  ["read_packages", undefined],
  ["a_name_of_tomorrow", undefined],
  ["default", 'holds "default", which is no name in a list: write permissions: "default"'],
  ["read packages", 'holds "read packages": GitLab\'s names are like "read_packages"'],
  ["", 'holds "": GitLab\'s names are like "read_packages"'],
])("judges the name %j", (name, problem) => {
  expect(problemWithName(name)).toBe(problem);
});

it.each<[Permissions, string]>([
  ["default", "default permissions"],
  [[], "cloning only"],
  [["read_packages", "read_releases"], "read_packages, read_releases"],
])("writes %j as a text", (permissions, text) => {
  expect(permissionsText(permissions)).toBe(text);
});

it("holds that admin includes read, and that default gives all", () => {
  expect(isWithin(["read_packages"], ["admin_packages"])).toBe(true);
  expect(isWithin(["admin_packages"], ["read_packages"])).toBe(false);
  expect(isWithin(["a_name_of_tomorrow"], "default")).toBe(true);
  expect(isWithin("default", NAMES)).toBe(false);
  expect(samePermissions(["admin_packages", "read_packages"], ["admin_packages"])).toBe(true);
  expect(samePermissions([], "default")).toBe(false);
  expect(includedNames(["admin_packages", "read_jobs", "read_packages"])).toEqual(["read_packages"]);
});

it("orders permissions: each is within itself and default, and what is within what is within is within", () => {
  fc.assert(
    fc.property(anyPermissions, anyPermissions, anyPermissions, (a, b, c) => {
      expect(isWithin(a, a)).toBe(true);
      expect(isWithin([], a)).toBe(true);
      expect(isWithin(a, "default")).toBe(true);
      if (isWithin(a, b) && isWithin(b, c)) expect(isWithin(a, c)).toBe(true);
      if (a !== "default") expect(gives(b, a)).toBe(isWithin(a, b));
    }),
  );
});

it.each([
  ["read_packages", "read packages of"],
  ["admin_releases", "read and change releases of"],
  ["read_terraform_state", "read Terraform state of"],
  ["admin_repositories", "push to"],
])("says what %s lets a job do", (name, deed) => {
  expect(deedOf(name)).toBe(deed);
});

it.each([
  [undefined, undefined],
  ["default", "default"],
  [["read_jobs"], ["read_jobs"]],
  [[], []],
  ["read_jobs", UNKNOWN],
  [["read_jobs", UNKNOWN], UNKNOWN],
  [["read_jobs", SECRET], SECRET],
  [SECRET, SECRET],
])("reads the input %p", (value, expected) => {
  expect(permissionsIn(value)).toEqual(expected);
});
