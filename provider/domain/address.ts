export type AddressKind = "group" | "project";

/** A numeric id or a full path, in the form that is stored and compared: `42` for "42", no slashes at the ends. */
export type Address = number | string;

const NUMERIC_ID = /^\d+$/;
const SEGMENT = /^(?!\.{1,2}$)[\w.][\w.-]*$/;
/** What `git clone` takes: `git@gitlab.acme.example:acme/billing.git`. */
const SSH_URL = /^[\w.-]+@[^:/]+:(?<rest>.*)$/;
const DELETION = /-deletion_scheduled-\d+(?=\/|$)/g;
const FULL_URL = /^[a-z][a-z\d+.-]*:\/\/[^/]+(?<rest>.*)$/i;

/** Normalises an address as a program gives it, or says in plain words what is wrong and what the right form is. */
export function parseAddress(kind: AddressKind, given: Address): { address: Address } | { problem: string } {
  const text = String(given).trim();
  if (typeof given === "number" || isNumericId(text)) return parseId(kind, text);
  const url = FULL_URL.exec(text) ?? SSH_URL.exec(text);
  if (url) {
    const inside = pathInUrl(url.groups?.rest ?? "");
    return { problem: `is a URL: write the path only, ${inside === "" ? `like "${example(kind)}"` : `"${inside}"`}` };
  }
  const path = trimmed(text);
  if (/\.git$/i.test(path))
    return { problem: `"${text}" ends in .git, which no path does: write "${path.slice(0, -4)}"` };
  if (!path.split("/").every((segment) => SEGMENT.test(segment)))
    return { problem: `"${text}" is neither a numeric id nor a path like "${example(kind)}"` };
  if (kind === "project" && !path.includes("/")) {
    return { problem: `"${path}" lacks its group: write the full path, like "acme/${path}", or the numeric id` };
  }
  return { address: path };
}

export function isNumericId(text: string): boolean {
  return NUMERIC_ID.test(text);
}

/** The text that all spellings of an address share: 42 is "42", paths have no case, slashes at the ends don't count. */
export function canonical(address: Address): string {
  const text = trimmed(address);
  return isNumericId(text) ? String(BigInt(text)) : text.toLowerCase();
}

/** Returns whether two addresses are the same text. Paths compare without case, as GitLab compares them. */
export function sameText(a: Address, b: Address): boolean {
  return canonical(a) === canonical(b);
}

/**
 * How the path that GitLab gives differs from the one that was written: the project has another name in the same group, or it stands in
 * another group, whoever that belongs to. What is scheduled for deletion only has an appendix to its name.
 */
export function moveOf(written: Address, real: string): "elsewhere" | "renamed" | undefined {
  if (typeof written === "number" || sameText(written, real)) return undefined;
  const groupOf = (path: string) => canonical(path.replace(DELETION, "")).split("/").slice(0, -1).join("/");
  return groupOf(written) === groupOf(real) ? "renamed" : "elsewhere";
}

/** Returns the groups of a path, the broadest first: `a`, `a/b` for `a/b/c`. */
export function groupsAbove(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

/** An address, a glob or a part of one, without blanks and slashes at the ends. */
export function trimmed(text: Address): string {
  return String(text)
    .trim()
    .replace(/^\/+|\/+$/g, "");
}

function parseId(kind: AddressKind, text: string): { address: Address } | { problem: string } {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return { address: id };
  return { problem: `is ${text}, but the id of a ${kind} is a whole number above 0` };
}

/** The path that a browser's address points to: GitLab's own pages begin at `/-/`, a group's at `/groups/`. */
function pathInUrl(urlPath: string): string {
  return trimmed((urlPath.split(/\/-\/|[?#]/)[0] ?? "").replace(/^\/groups\/|\.git$/g, ""));
}

function example(kind: AddressKind): string {
  return kind === "project" ? "acme/billing" : "acme/platform";
}
