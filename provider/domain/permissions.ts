import { type Hidden, SECRET, UNKNOWN } from "./identity";

/**
 * What an allowlist entry gives to the job tokens that it lets in: GitLab's default permissions, or the fine-grained ones of a list. The names
 * are GitLab's, in lower case. With an empty list only cloning and registry pulls are left, which no permission controls.
 * https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 */
export type Permissions = "default" | readonly string[];

const NAME = /^[a-z][a-z_]*$/;

/** Returns the normal form of a list: each name once, in lower case, in order. GitLab keeps a set. */
export function normalNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim().toLowerCase()))].sort();
}

/** Says what is wrong with a name in a list of permissions; undefined where GitLab may know it. */
export function problemWithName(name: string): string | undefined {
  const text = name.trim().toLowerCase();
  if (text === "default") return 'holds "default", which is no name in a list: write permissions: "default"';
  return NAME.test(text) ? undefined : `holds "${name}": GitLab's names are like "read_packages"`;
}

/** Returns whether two entries give the same. `admin_x` includes `read_x`, whether or not a list names both. */
export function samePermissions(a: Permissions, b: Permissions): boolean {
  return isWithin(a, b) && isWithin(b, a);
}

/** Returns whether the first gives nothing that the second does not give. */
export function isWithin(inner: Permissions, outer: Permissions): boolean {
  if (outer === "default") return true;
  if (inner === "default") return false;
  const given = withIncluded(outer);
  return inner.every((name) => given.has(name));
}

/** Returns whether an entry with these permissions gives all that is needed. */
export function gives(permissions: Permissions, needed: readonly string[]): boolean {
  return isWithin(needed, permissions);
}

/** Names in a list that another name of it includes. They do no harm, and nobody needs them. */
export function includedNames(names: readonly string[]): string[] {
  return names.filter((name) => names.includes(name.replace(/^read_/, "admin_")) && name.startsWith("read_"));
}

/** Permissions as people read them: `read_packages, read_releases`, `default permissions`, `cloning only`. */
export function permissionsText(permissions: Permissions): string {
  if (permissions === "default") return "default permissions";
  return permissions.length === 0 ? "cloning only" : permissions.join(", ");
}

/** What a permission lets a job do with a project, as a sentence goes on: "may read packages of acme/billing". */
export function deedOf(name: string): string {
  if (name === "admin_repositories") return "push to";
  const [verb = "", ...noun] = name.split("_");
  return `${verb === "admin" ? "read and change" : verb} ${noun.join(" ").replace("terraform", "Terraform")} of`;
}

/** Reads the permissions among the inputs of an entry; undefined where they are left out, and so not managed. */
export function permissionsIn(value: unknown): Hidden | Permissions | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === SECRET || value === "default") return value;
  if (!Array.isArray(value)) return UNKNOWN;
  if (value.includes(SECRET)) return SECRET;
  return value.every((name) => typeof name === "string") ? normalNames(value) : UNKNOWN;
}

function withIncluded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => (name.startsWith("admin_") ? [name, `read_${name.slice(6)}`] : [name])));
}
