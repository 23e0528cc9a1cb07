import { longestOverlap } from "./calendar";
import { type Hidden, SECRET, UNKNOWN } from "./identity";
import type { Kind } from "./kinds";

/** A setting that gives more than it did. Values are as the program writes them; a hidden one stands for what nobody can read. */
export interface Gain {
  readonly setting: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/** The kinds whose settings decide how much they give. Of access itself, entries and switches decide: `access.ts`. */
export type SettledKind = Exclude<Kind, "access">;

/** One setting that decides how much a resource gives. */
interface Aspect {
  readonly setting: string;
  /** The value in force, with GitLab's or the package's default where nothing is written. */
  readonly of: (inputs: Properties) => unknown;
  /** Returns whether the second value gives anything that the first does not. Both are known. */
  readonly isMore: (before: unknown, after: unknown) => boolean;
}

/** What each role may do that another may too. Roles are no ladder: GitLab's planner and security manager stand beside it. */
const INCLUDED_ROLES: Readonly<Record<string, readonly string[]>> = {
  owner: ["maintainer", "developer", "security_manager", "reporter", "planner", "guest", "minimal", "no one"],
  maintainer: ["developer", "reporter", "planner", "guest", "minimal", "no one"],
  developer: ["reporter", "guest", "minimal", "no one"],
  security_manager: ["guest", "minimal", "no one"],
  reporter: ["guest", "minimal", "no one"],
  planner: ["guest", "minimal", "no one"],
  guest: ["minimal", "no one"],
  minimal: ["no one"],
};

/** Scopes that another one includes. https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes */
const INCLUDED_SCOPES: Readonly<Record<string, readonly string[]>> = {
  api: ["read_api", "self_rotate"],
  write_repository: ["read_repository"],
};

const ASPECTS: Readonly<Record<SettledKind, readonly Aspect[]>> = {
  token: [
    { setting: "scopes", of: ({ scopes }) => scopes ?? [], isMore: moreScopes },
    { setting: "accessLevel", of: ({ accessLevel }) => accessLevel ?? "maintainer", isMore: moreRole },
    rotation("expirationDays", isHigher),
    rotation("rotateBeforeDays", isLower),
    { setting: "overlapDays", of: overlapOf, isMore: isHigher },
    // Where there is a rotation, the end follows from it, and a renewal under the same configuration gives nothing more.
    { setting: "expiresAt", of: fixedEndOf, isMore: isLaterDay },
  ],
  variable: [
    lost("protected", false),
    lost("masked", false),
    lost("hidden", false),
    { setting: "environmentScope", of: ({ environmentScope }) => environmentScope ?? "*", isMore: reachesMore },
  ],
  runner: [
    { setting: "accessLevel", of: ({ accessLevel }) => accessLevel ?? "not_protected", isMore: takesMoreRefs },
    lost("locked", false),
    { setting: "tagList", of: ({ tagList }) => tagList ?? [], isMore: otherTags },
    won("runUntagged", true),
    lost("paused", false),
    { setting: "rotateBeforeDays", of: ({ rotateBeforeDays }) => rotateBeforeDays ?? 0, isMore: isLower },
  ],
};

/** The settings that give more than before. A value that nobody can read, on either side, may have been less before: it counts as more. */
export function gainsOf(kind: SettledKind, before: Properties, after: Properties): Gain[] {
  return ASPECTS[kind].flatMap(({ setting, of, isMore }) => {
    const [was, is] = [of(before), of(after)];
    const gives = isHidden(is) || isHidden(was) || isMore(was, is);
    return gives ? [{ setting, before: was, after: is }] : [];
  });
}

/** Returns whether nobody can read the value, or anything in it, before the update. */
function isHidden(value: unknown): value is Hidden {
  return value === SECRET || value === UNKNOWN || (Array.isArray(value) && value.some(isHidden));
}

function lost(setting: string, absent: boolean): Aspect {
  return {
    setting,
    of: (inputs) => inputs[setting] ?? absent,
    isMore: (before, after) => before === true && after !== true,
  };
}

function won(setting: string, absent: boolean): Aspect {
  return {
    setting,
    of: (inputs) => inputs[setting] ?? absent,
    isMore: (before, after) => before !== true && after === true,
  };
}

function rotation(setting: "expirationDays" | "rotateBeforeDays", isMore: Aspect["isMore"]): Aspect {
  return { setting, of: (inputs) => configurationOf(inputs, setting), isMore };
}

function configurationOf({ rotationConfiguration: found }: Properties, setting: string): unknown {
  if (isHidden(found)) return found;
  return typeof found === "object" && found !== null
    ? Object.getOwnPropertyDescriptor(found, setting)?.value
    : undefined;
}

/** How many days a previous token stays beside its successor. */
function overlapOf(inputs: Properties): unknown {
  const { strategy = "rotate", overlapDays } = inputs;
  if (isHidden(strategy)) return strategy;
  if (strategy !== "overlap") return 0;
  if (overlapDays !== undefined) return overlapDays;
  const [expirationDays, rotateBeforeDays] = (["expirationDays", "rotateBeforeDays"] as const).map((setting) =>
    configurationOf(inputs, setting),
  );
  if (typeof expirationDays !== "number" || typeof rotateBeforeDays !== "number") return UNKNOWN;
  return longestOverlap({ expirationDays, rotateBeforeDays });
}

function fixedEndOf({ rotationConfiguration, expiresAt }: Properties): unknown {
  return rotationConfiguration === undefined ? expiresAt : "";
}

function moreScopes(before: unknown, after: unknown): boolean {
  const had = textsIn(before).flatMap((scope) => [scope, ...(INCLUDED_SCOPES[scope] ?? [])]);
  return textsIn(after).some((scope) => !had.includes(scope));
}

function moreRole(before: unknown, after: unknown): boolean {
  return before !== after && !(INCLUDED_ROLES[String(before)] ?? []).includes(String(after));
}

function isHigher(before: unknown, after: unknown): boolean {
  if (typeof after !== "number") return after !== undefined && after !== before;
  return typeof before !== "number" || after > before;
}

/** Days before the end at which a value is renewed: fewer of them let each value live longer. */
function isLower(before: unknown, after: unknown): boolean {
  if (typeof before !== "number") return false;
  return typeof after !== "number" || after < before;
}

function isLaterDay(before: unknown, after: unknown): boolean {
  if (after === before || after === "") return false;
  return typeof before !== "string" || typeof after !== "string" || before === "" || after > before;
}

/** A runner takes a job that asks for nothing but its tags: one that is added brings jobs, one that is taken away leaves those that had fewer. */
function otherTags(before: unknown, after: unknown): boolean {
  const [was, is] = [new Set(textsIn(before)), new Set(textsIn(after))];
  return was.size !== is.size || [...is].some((tag) => !was.has(tag));
}

function takesMoreRefs(before: unknown, after: unknown): boolean {
  return before === "ref_protected" && after !== "ref_protected";
}

/** Scopes of environments are names in which `*` stands for any text. https://docs.gitlab.com/ci/environments/#limit-the-environment-scope-of-a-cicd-variable */
function reachesMore(before: unknown, after: unknown): boolean {
  if (before === after || before === "*") return false;
  const [was, is] = [String(before), String(after)];
  if (is.includes("*")) return true;
  const pattern = was.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return !new RegExp(`^${pattern.join(".*")}$`, "s").test(is);
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map((item) => String(item).trim()).filter((item) => item !== "") : [];
}
