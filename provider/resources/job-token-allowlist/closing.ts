import { type Listed, nearestEntry, originAt } from "../../domain/access/decision";
import { PUSH } from "../../domain/access/routes";
import { gives, isWithin } from "../../domain/permissions";
import { UserError } from "../../domain/user-error";
import type { GitLab } from "../../gitlab/connection";
import { hasPermissions } from "../../gitlab/entry-permissions";
import type { Place } from "../../gitlab/place";
import { PUSH_SETTINGS, readAccess } from "../../gitlab/project-access";
import { hasPushAcrossProjects } from "../../gitlab/push-settings";
import { type Entry, gift, keyOf } from "./plan";
import type { Switch } from "./switch";

/** What a run could not do before it closes a project, and what is declared. */
export interface Leftovers {
  readonly wanted: readonly Entry[];
  /** The entries that were to go. */
  readonly kept: readonly Entry[];
  /** The wanted entries that are not there. */
  readonly lacking: readonly Entry[];
  /** The wanted entries that are there and give something else. */
  readonly changing: readonly Entry[];
}

/**
 * Says why an open project has to stay open, as a sentence goes on; undefined where it may be closed. Closing puts the list in force as it
 * is. To an open project nobody pushes, and everybody may do everything else. So closing must not let anybody push by an entry that was to
 * go, to be narrower, or to be hidden by one that is not in, and must not shut anybody out by an entry that hides a wider one.
 */
export async function reasonToStayOpen(
  gitlab: GitLab,
  toSwitch: Switch,
  left: Leftovers & { readonly project: Place },
): Promise<string | undefined> {
  const { project, kept, lacking, changing } = left;
  if (kept.length + lacking.length + changing.length === 0) return undefined;
  await toSwitch.look();
  if (toSwitch.enabled) return undefined;
  try {
    if (!(await hasPermissions(gitlab.version))) return undefined;
    const settings = (await hasPushAcrossProjects(gitlab.version)) ? PUSH_SETTINGS : [];
    const { entries, settings: now } = await readAccess(gitlab.client, project, { entries: true, settings });
    const spots = new Spots(left, entries);
    const isPushed = PUSH_SETTINGS.every((name) => now[name] === true);
    const pushing = isPushed ? [...kept, ...changing, ...lacking].flatMap((entry) => spots.pushingAt(entry)) : [];
    const hiding = kept.flatMap((entry) => spots.hidingAt(entry));
    return blamed(pushing, PUSHING) ?? blamed(hiding, HIDING);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `nobody knows what its entries would then let others do. ${error.message}`;
  }
}

const WAY_OUT = "let the token's user see what could not be found, or remove that entry by hand";
const PUSHING = `would let job tokens push from then on, and nobody has declared that: ${WAY_OUT}, or write crossProjectPushForJobTokenAllowed: false. Then run it again.`;
const HIDING = `would then hide a declared one above that gives more: ${WAY_OUT}. Then run it again.`;

function blamed(guilty: readonly Listed[], what: string): string | undefined {
  const names = [...new Set(guilty.map(({ kind, name }) => `${kind} ${name}`))];
  return names.length === 0 ? undefined : `the entry of ${names.join(" and that of ")} ${what}`;
}

/** Compares what GitLab holds with what it would hold if the run had done everything, seen by those that an entry is for. */
class Spots {
  readonly #paths: ReadonlyMap<string, string | undefined>;
  readonly #now: readonly Listed[];
  readonly #meant: readonly Listed[];

  constructor({ wanted, kept, lacking }: Leftovers, held: readonly Entry[]) {
    const now = new Map(held.map((entry) => [keyOf(entry), entry]));
    // What the program does not manage stays as it is.
    const meant = [...wanted, ...lacking].map((entry) => ({
      ...entry,
      path: now.get(keyOf(entry))?.path ?? entry.path,
      permissions: entry.permissions ?? now.get(keyOf(entry))?.permissions,
    }));
    const apart = new Set([...kept, ...meant].map(keyOf));
    this.#paths = new Map([...meant, ...held].map((entry) => [keyOf(entry), entry.path]));
    this.#now = held.map(listed);
    this.#meant = [...meant, ...held.filter((entry) => !apart.has(keyOf(entry)))].map(listed);
  }

  pushingAt(entry: Entry): Listed[] {
    const { inForce, meant } = this.#seenFrom(entry);
    return mayPush(meant) ? [] : inForce.filter(mayPush);
  }

  hidingAt(entry: Entry): Listed[] {
    const { inForce, meant } = this.#seenFrom(entry);
    return inForce.filter((one) => meant !== undefined && !isWithin(gift(meant), gift(one)));
  }

  /** What counts for the target. Where its path is unknown, any group may hold it. */
  #seenFrom(entry: Entry): { inForce: readonly Listed[]; meant: Listed | undefined } {
    const path = this.#paths.get(keyOf(entry));
    if (path === undefined) return { inForce: this.#now.filter(({ kind }) => kind === "group"), meant: listed(entry) };
    // Those in a group are seen from a project in it that has no entry of its own.
    const origin = originAt(entry.kind === "project" ? path : `${path}/*`);
    const nearest = nearestEntry(this.#now, origin);
    return { inForce: nearest === undefined ? [] : [nearest], meant: nearestEntry(this.#meant, origin) };
  }
}

function listed({ kind, id, path, permissions }: Entry): Listed {
  return { kind, name: (path ?? id).toLowerCase(), permissions };
}

function mayPush(one: Listed | undefined): boolean {
  return one !== undefined && gives(gift(one), PUSH.needs ?? []);
}
