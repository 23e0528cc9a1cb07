import { permissionsText, samePermissions } from "../../../provider/domain/permissions";
import { UNUSED_AFTER_DAYS } from "../../inventory/summary";
import type { Finding } from "../finding";
import { removeEntry } from "../mends";
import { aboutProject } from "../subjects";
import { type Estate, isBelow, type Listed, nameOf } from "./estate";

/** What a check of entries says of one of them. */
interface Said {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly what: string;
  readonly why: string;
  readonly mend?: string;
}

type Check = (listed: Listed, estate: Estate) => Said | undefined;

/** What only a live estate shows of entries. */
export function checkEntries(estate: Estate): Finding[] {
  const checks: readonly Check[] = [toArchived, toLeaving, toHidden, toOutside, unused, groupForOne, besideItsGroup];
  return estate.entries.flatMap((listed) =>
    checks.flatMap((check) => {
      const said = check(listed, estate);
      return said === undefined ? [] : [findingOf(listed, said, estate)];
    }),
  );
}

function findingOf(listed: Listed, said: Said, { gitlab }: Estate): Finding {
  const about = aboutProject(listed.project, gitlab);
  const mend = removeEntry(about, listed.kind, listed.entry.id);
  return { level: "advisory", about, mend, ...said };
}

function toArchived(listed: Listed, estate: Estate): Said | undefined {
  const target = estate.target(listed);
  if (target?.archived !== true || target.markedForDeletionOn !== null) return undefined;
  return {
    rule: "entry-to-archived",
    severity: "low",
    what: `${listed.project.path} lets in ${target.path}, which is archived.`,
    why: "Nobody needs the entry now, and it works again as soon as somebody unarchives the project.",
  };
}

function toLeaving(listed: Listed, estate: Estate): Said | undefined {
  const target = estate.target(listed);
  if (typeof target?.markedForDeletionOn !== "string") return undefined;
  return {
    rule: "entry-to-deletion-scheduled",
    severity: "low",
    what: `${listed.project.path} lets in ${target.path}, which was marked for deletion on ${target.markedForDeletionOn}.`,
    why: "The entry goes with it, unless somebody restores it; until then its jobs may still come in.",
  };
}

function toHidden(listed: Listed, estate: Estate): Said | undefined {
  if (estate.target(listed) !== undefined) return undefined;
  return {
    rule: "entry-to-hidden",
    severity: "high",
    what: `${listed.project.path} lets in ${nameOf(listed)}, which the reader of this inventory can't see.`,
    why: "Nobody who looks after the project can say who is behind it.",
  };
}

function toOutside(listed: Listed, estate: Estate): Said | undefined {
  const target = estate.target(listed);
  if (target === undefined || !estate.isOutside(target.path)) return undefined;
  return {
    rule: "entry-to-outside",
    severity: "medium",
    what: `${listed.project.path} lets in ${target.path}, which is in none of the groups of this inventory.`,
    why: "Others decide who may start jobs there.",
  };
}

/** An entry that is younger had no time to be used. */
function unused(listed: Listed, estate: Estate): Said | undefined {
  const { project, entry, kind } = listed;
  const uses = usesOf(listed);
  if (uses === undefined || project.enabled === false) return undefined;
  if (entry.createdAt !== null && estate.age(entry.createdAt) <= UNUSED_AFTER_DAYS) return undefined;
  const last = uses
    .map(({ lastAuthorizedAt }) => lastAuthorizedAt)
    .sort()
    .at(-1);
  if (last !== undefined && estate.age(last) <= UNUSED_AFTER_DAYS) return undefined;
  const since = last === undefined ? "never used it, as far as the log goes" : `last used it on ${last.slice(0, 10)}`;
  return {
    rule: "unused-entry",
    severity: "low",
    what: `${project.path} lets in ${nameOf(listed)}, ${kind === "group" ? "whose projects" : "which"} ${since}.`,
    why: "Only an attacker would miss access that nobody uses. The log has no public reads, so check before you remove it.",
  };
}

/** The log's lines of what the entry lets in; undefined where they are not known. */
function usesOf({ project, kind, entry }: Listed) {
  const { uses } = project;
  if (uses === null || (kind === "group" && entry.path === undefined)) return undefined;
  return uses.filter((use) =>
    kind === "project" ? use.project.id === entry.id : isBelow(use.project.path, entry.path),
  );
}

function groupForOne(listed: Listed, estate: Estate): Said | undefined {
  const { project, entry, kind } = listed;
  if (kind !== "group" || entry.path === undefined) return undefined;
  const recent = (usesOf(listed) ?? []).filter(
    ({ lastAuthorizedAt }) => estate.age(lastAuthorizedAt) <= UNUSED_AFTER_DAYS,
  );
  const [only, ...others] = recent.filter((use) => !project.projects?.some(({ id }) => id === use.project.id));
  const size = estate.sizeOf(entry.path);
  if (only === undefined || others.length > 0 || size < 2) return undefined;
  return {
    rule: "group-entry-for-one-project",
    severity: "medium",
    what: `${project.path} lets in the ${size} projects below ${entry.path}, and only ${only.project.path} makes use of it.`,
    why: "Each project below the group, today's and later ones, can come in.",
    mend: `Add ${only.project.path} to the allowlist, then ${removeEntry({ id: project.id }, "group", entry.id)}`,
  };
}

/** The closest entry counts, so that a project's own narrows or widens what its group's gives. */
function besideItsGroup({ project, entry, kind }: Listed): Said | undefined {
  if (kind !== "project" || entry.path === undefined || entry.permissions === "unknown") return undefined;
  const path = entry.path;
  const group = (project.groups ?? [])
    .filter((one) => isBelow(path, one.path))
    .sort((a, b) => (b.path ?? "").length - (a.path ?? "").length)[0];
  if (group === undefined || group.permissions === "unknown") return undefined;
  if (samePermissions(entry.permissions, group.permissions)) return undefined;
  return {
    rule: "project-beside-its-group",
    severity: "low",
    what: `${project.path} lets in ${path} with ${permissionsText(entry.permissions)}, and its group ${group.path} with ${permissionsText(group.permissions)}.`,
    why: "Only the project's own entry counts, so the group's entry misleads whoever reads it.",
  };
}
