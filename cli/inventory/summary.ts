import type { AllowlistEntry, EndRecord, HeaderRecord, InventoryRecord, ProjectRecord } from "./record";

const DAY_MS = 86_400_000;
/** An entry that nobody used for so long is likely not needed any more. */
export const UNUSED_AFTER_DAYS = 90;
const ENDS_WITHIN_DAYS = 30;
const STALE_AFTER_DAYS = 30;

/** One line of the summary. */
export interface Figure {
  readonly label: string;
  readonly count: number;
  readonly detail: string;
}

/** What an inventory comes to, counted while its records pass. */
export class Summary {
  #header: HeaderRecord | undefined;
  #isFinished = false;
  readonly #counts = new Map<string, number>();

  constructor(readonly now: Date) {}

  add(record: InventoryRecord): void {
    if (record.kind === "inventory") this.#header = record;
    else if (record.kind === "end") this.#isFinished = true;
    else if (record.kind === "project") this.#project(record);
    else if (record.kind === "runner") this.#runner(record);
    else if (record.kind === "token") this.#token(record);
    else this.#count(record.kind === "unseen" ? "unseen" : "targets");
  }

  /** How many of each kind, as an inventory's last record has it. */
  get counts(): Omit<EndRecord, "endedAt" | "kind" | "requests"> {
    const [projects, entries, targets] = [this.#of("projects"), this.#of("entries"), this.#of("targets")];
    return {
      projects,
      entries,
      targets,
      runners: this.#of("runners"),
      tokens: this.#of("tokens"),
      unseen: this.#of("unseen"),
    };
  }

  get header(): HeaderRecord | undefined {
    return this.#header;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** The figures, from the projects to what was not seen. */
  get figures(): readonly Figure[] {
    const { with: extras = [], by } = this.#header ?? {};
    const figure = (label: string, name: string, detail = ""): Figure => ({ label, count: this.#of(name), detail });
    const isGraph = by === "graphql";
    return [
      figure("projects", "projects", `${this.#of("archived")} archived, ${this.#of("marked")} scheduled for deletion`),
      figure("open to the job tokens of every project", "open", "the allowlist counts for nothing there"),
      figure("entries on allowlists", "entries", `${this.#of("groupEntries")} of groups`),
      figure("entries of whole top-level groups", "topLevel", "each lets in all projects below"),
      ...(isGraph
        ? [
            figure("entries with default permissions", "default", "all that the user who starts the job may do"),
            figure("entries with chosen permissions", "narrowed"),
            figure("entries that nobody used", "unused", `never, or not for ${UNUSED_AFTER_DAYS} days`),
            figure("projects that job tokens of others may push to", "crossPush"),
          ]
        : []),
      ...(extras.includes("runners")
        ? [
            figure(
              "runners",
              "runners",
              `${this.#of("legacy")} legacy, ${this.#of("silent")} not in touch for ${STALE_AFTER_DAYS} days`,
            ),
          ]
        : []),
      ...(extras.includes("tokens")
        ? [
            figure(
              "access tokens",
              "tokens",
              `${this.#of("ending")} end within ${ENDS_WITHIN_DAYS} days, ${this.#of("neverUsed")} never used`,
            ),
          ]
        : []),
      figure("not seen", "unseen", "each is in the file, with the reason"),
    ];
  }

  #project(record: ProjectRecord): void {
    const { projects, groups } = record;
    this.#count("projects");
    this.#count("archived", record.archived);
    this.#count("marked", record.markedForDeletionOn !== null);
    this.#count("open", record.enabled === false);
    this.#count("crossPush", record.enabled === true && record.crossProjectPushForJobTokenAllowed === true);
    for (const entry of projects ?? []) this.#entry(entry, isUsed(record, entry, "project", this.now));
    for (const entry of groups ?? []) {
      this.#count("groupEntries");
      this.#count("topLevel", entry.path !== undefined && !entry.path.includes("/"));
      this.#entry(entry, isUsed(record, entry, "group", this.now));
    }
  }

  #entry({ permissions }: AllowlistEntry, used: boolean | undefined): void {
    this.#count("entries");
    this.#count("default", permissions === "default");
    this.#count("narrowed", Array.isArray(permissions));
    this.#count("unused", used === false);
  }

  #runner({ creationMethod, contactedAt }: Extract<InventoryRecord, { kind: "runner" }>): void {
    this.#count("runners");
    this.#count("legacy", creationMethod === "registration_token");
    this.#count("silent", contactedAt === null || daysSince(contactedAt, this.now) > STALE_AFTER_DAYS);
  }

  #token({ expiresAt, lastUsedAt }: Extract<InventoryRecord, { kind: "token" }>): void {
    this.#count("tokens");
    this.#count("ending", expiresAt !== null && -daysSince(expiresAt, this.now) <= ENDS_WITHIN_DAYS);
    this.#count("neverUsed", lastUsedAt === null);
  }

  #count(name: string, condition = true): void {
    if (condition) this.#counts.set(name, this.#of(name) + 1);
  }

  #of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

function daysSince(time: string, now: Date): number {
  return (now.getTime() - Date.parse(time)) / DAY_MS;
}

/** Returns whether a job token that the entry lets in was used of late; undefined where the log is not known. */
export function isUsed(
  { uses }: Pick<ProjectRecord, "uses">,
  entry: AllowlistEntry,
  kind: "group" | "project",
  now: Date,
): boolean | undefined {
  if (uses === null || (kind === "group" && entry.path === undefined)) return undefined;
  const prefix = `${entry.path?.toLowerCase()}/`;
  const isOf = (project: { id: number; path: string }) =>
    kind === "project" ? project.id === entry.id : project.path.toLowerCase().startsWith(prefix);
  return uses.some(
    ({ project, lastAuthorizedAt }) => isOf(project) && daysSince(lastAuthorizedAt, now) <= UNUSED_AFTER_DAYS,
  );
}
