import { VISIBILITIES, type Visibility } from "../../model/group";
import type { Instance } from "../../model/instance";
import type { Namespace } from "../../model/namespaces";

type Errors = Record<string, string[]>;

interface Names {
  readonly name: string;
  readonly path: string;
}

const TAKEN = ["has already been taken"];
const PATH_RULE =
  "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'";

/** What is wrong with the names of a new or renamed group; nothing if they are free and well-formed. */
export function groupNameErrors(
  instance: Instance,
  parent: Namespace | undefined,
  names: Names,
  self?: unknown,
): Errors {
  const errors = { ...formErrors(names), ...ruleErrors(names, GROUP_NAMES), ...reservedErrors(names, parent) };
  if (isAmong(instance.namespaces.subgroups(parent?.id ?? null), names.name, self)) errors.name = TAKEN;
  if (isTaken(instance, parent, names.path, self)) errors.path = TAKEN;
  return errors;
}

/** The same for projects; GitLab reports a taken name twice. */
export function projectNameErrors(instance: Instance, holder: Namespace, names: Names, self?: unknown): Errors {
  const errors = { ...formErrors(names), ...ruleErrors(names, PROJECT_NAMES), ...reservedErrors(names, holder) };
  if (isAmong(instance.namespaces.projectsIn(holder.id), names.name, self)) {
    errors["project_namespace.name"] = TAKEN;
    errors.name = TAKEN;
  }
  if (isTaken(instance, holder, names.path, self)) errors.path = TAKEN;
  return errors;
}

function isAmong(siblings: Iterable<Pick<Names, "name">>, name: string, self: unknown): boolean {
  for (const sibling of siblings) if (sibling !== self && sibling.name === name) return true;
  return false;
}

function formErrors({ name, path }: Names): Errors {
  const errors: Errors = {};
  if (name.trim() === "") errors.name = ["can't be blank"];
  if (path.trim() === "") errors.path = ["can't be blank"];
  else if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(path) || /\.(git|atom)$/.test(path)) errors.path = [PATH_RULE];
  return errors;
}

interface NameRule {
  readonly form: RegExp;
  readonly text: string;
}

/** Gitlab::Regex.group_name_regex and project_name_regex */
const GROUP_NAMES: NameRule = {
  form: /^[\p{L}\p{N}\u{00A9}-\u{1f9ff}_][\p{L}\p{N}\p{Pd}\u{00A9}-\u{1f9ff}_(). ]*$/u,
  text:
    "can contain only letters, digits, emoji, '_', '.', dash, space, parenthesis. It must start with letter, digit, " +
    "emoji or '_'.",
};
const PROJECT_NAMES: NameRule = {
  form: /^[\p{L}\p{N}\u{00A9}-\u{1f9ff}_][\p{L}\p{N}\p{Pd}+\u{00A9}-\u{1f9ff}_. ]*$/u,
  text:
    "can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. It must start with a letter, digit, " +
    "emoji, or '_'.",
};
const MAXIMUM_NAME = 255;

function ruleErrors({ name, path }: Names, { form, text }: NameRule): Errors {
  const tooLong = `is too long (maximum is ${MAXIMUM_NAME} characters)`;
  const ofName = [...(name.length > MAXIMUM_NAME ? [tooLong] : []), ...(form.test(name) || !name.trim() ? [] : [text])];
  return {
    ...(ofName.length > 0 ? { name: ofName } : {}),
    ...(path.length > MAXIMUM_NAME ? { path: [tooLong] } : {}),
  };
}

/** Gitlab::PathRegex: what GitLab's own addresses need at the top, and below a namespace. */
const TOP_ROUTES = new Set([
  ...["-", ".well-known", "404.html", "422.html", "500.html", "502.html", "503.html", "admin", "api", "assets"],
  ...["dashboard", "deploy.html", "explore", "favicon.ico", "favicon.png", "files", "groups", "health_check", "help"],
  ...["import", "jwt", "login", "oauth", "profile", "projects", "public", "robots.txt", "s", "search", "sitemap"],
  ...["sitemap.xml", "sitemap.xml.gz", "slash-command-logo.png", "snippets", "unsubscribes", "uploads", "users", "v2"],
]);
const WILDCARD_ROUTES = new Set([
  ...["-", "badges", "blame", "blob", "builds", "commits", "create", "create_dir", "edit", "environments/folders"],
  ...["files", "find_file", "gitlab-lfs/objects", "info/lfs/objects", "new", "preview", "raw", "refs", "tree"],
  ...["update", "wikis"],
]);

function reservedErrors({ path }: Names, holder: Namespace | undefined): Errors {
  const reserved = holder === undefined ? TOP_ROUTES : WILDCARD_ROUTES;
  return reserved.has(path.toLowerCase()) ? { path: [`${path} is a reserved name`] } : {};
}

function isTaken(instance: Instance, holder: Namespace | undefined, path: string, self: unknown): boolean {
  const place = instance.namespaces.atPath(holder ? `${holder.fullPath}/${path}` : path);
  return place !== undefined && place !== self;
}

/** A group or project can't be more visible than the group that holds it. */
export function visibilityErrors(
  visibility: Visibility,
  holder: Namespace,
  kind: "group" | "project" = "project",
): Errors {
  if (holder.kind === "user" || VISIBILITIES.indexOf(visibility) <= VISIBILITIES.indexOf(holder.visibility)) return {};
  const reason =
    kind === "project"
      ? `is not allowed in a ${holder.visibility} group.`
      : `is not allowed since the parent group has a ${holder.visibility} visibility.`;
  return { visibility_level: [`${visibility} ${reason}`] };
}

/** A hash as Ruby prints it, which GitLab puts into some of its messages. */
export function inspected(errors: Readonly<Record<string, readonly string[]>>): string {
  return `{${Object.entries(errors)
    .map(([key, texts]) => `:${key}=>${JSON.stringify(texts)}`)
    .join(", ")}}`;
}

export function isEmpty(errors: Errors): boolean {
  return Object.keys(errors).length === 0;
}
