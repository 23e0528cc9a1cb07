import { z } from "zod";

export type AddressKind = "group" | "project";

/** A numeric id or a full path, in the one form that is stored and compared: `42` for "42", no slashes at the ends. */
export type Address = number | string;

const NUMERIC_ID = /^\d+$/;
const SEGMENT = /^(?!\.{1,2}$)[\w.][\w.-]*$/;
const FULL_URL = /^[a-z][a-z\d+.-]*:\/\/[^/]+(?<rest>.*)$/i;

/** The Zod shape of an address: parses, normalises, and says in plain words what is wrong and what the right form is. */
export function address(kind: AddressKind) {
  return z
    .union([z.number(), z.string()], { error: `must be the ${kind}'s numeric id or its full path` })
    .transform((value, context): Address => {
      const parsed = parseAddress(kind, value);
      if ("address" in parsed) return parsed.address;
      context.addIssue({ code: "custom", message: parsed.problem });
      return z.NEVER;
    });
}

/** Two addresses that are the same text. Paths compare without case, as GitLab does. */
export function sameText(a: Address, b: Address): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}

function parseAddress(kind: AddressKind, value: Address): { address: Address } | { problem: string } {
  const text = String(value).trim();
  if (typeof value === "number" || NUMERIC_ID.test(text)) {
    const id = Number(text);
    if (Number.isSafeInteger(id) && id > 0) return { address: id };
    return { problem: `is ${text}, but the id of a ${kind} is a whole number above 0` };
  }
  const url = FULL_URL.exec(text);
  if (url) {
    const inside = pathOf(url.groups?.rest ?? "");
    return { problem: `is a URL: write the path only, ${inside === "" ? `like "${example(kind)}"` : `"${inside}"`}` };
  }
  const path = trimSlashes(text);
  if (!path.split("/").every((segment) => SEGMENT.test(segment)))
    return { problem: `"${text}" is neither a numeric id nor a path like "${example(kind)}"` };
  if (kind === "project" && !path.includes("/")) {
    return { problem: `"${path}" lacks its group: write the full path, like "acme/${path}", or the numeric id` };
  }
  return { address: path };
}

/** The path that a browser's address points to: GitLab's own pages begin at `/-/`, a group's at `/groups/`. */
function pathOf(urlPath: string): string {
  return trimSlashes((urlPath.split(/\/-\/|[?#]/)[0] ?? "").replace(/^\/groups\/|\.git$/g, ""));
}

function trimSlashes(text: string): string {
  return text.replace(/^\/+|\/+$/g, "");
}

function example(kind: AddressKind): string {
  return kind === "project" ? "acme/billing" : "acme/platform";
}
