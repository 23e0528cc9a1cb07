import type { Permissions } from "../../../provider/domain/permissions";

/** What a map is drawn from: the access of an estate, as plain data that also goes into the page. */
export interface Estate {
  /** The address of the GitLab, without /api/v4. */
  readonly gitlab: string;
  readonly version: string | undefined;
  /** Full paths of the groups and projects that were read. */
  readonly scope: readonly string[];
  readonly readAs: string;
  readonly startedAt: string;
  /** What keeps the map from being the whole truth, as sentences. */
  readonly caveats: readonly string[];
  readonly projects: readonly EstateProject[];
  /** Groups and projects that are listed and are not among the projects. */
  readonly targets: readonly EstateTarget[];
}

export interface EstateProject {
  readonly id: number;
  readonly path: string;
  readonly visibility: "internal" | "private" | "public";
  /** Features that everybody who sees the project may use, where it is not private. */
  readonly publicFeatures: readonly string[];
  readonly isArchived: boolean;
  readonly isLeaving: boolean;
  /** Is it closed to job tokens that are not listed? Undefined where that was not readable. */
  readonly isClosed: boolean | undefined;
  /** May job tokens of other projects push, if their entry lets them? */
  readonly takesPushes: boolean;
  /** Undefined where the list was not readable. */
  readonly entries: readonly EstateEntry[] | undefined;
  /** Is the authentication log known, so that an entry without a use was not used? */
  readonly hasLog: boolean;
}

export interface EstateEntry {
  readonly kind: "group" | "project";
  readonly id: number;
  /** Undefined where GitLab hides the target. */
  readonly path: string | undefined;
  /** "unknown" where only REST was read. It counts as the default. */
  readonly permissions: Permissions | "unknown";
  readonly addedBy: string | undefined;
  readonly createdAt: string | undefined;
  /** When a job token last came in by it, as far as the log says. */
  readonly lastUsedAt: string | undefined;
}

interface EstateTarget {
  readonly kind: "group" | "project";
  readonly id: number;
  readonly path: string;
  readonly isArchived: boolean;
  readonly isLeaving: boolean;
}
