import { canonical } from "../../domain/address";
import { namesGiven } from "../../domain/unknown-names";
import * as pulumi from "../../engine/sdk";
import type { AccessList } from "../../map/lists";
import { inLines } from "../../map/problem";
import { mapOf, type Reading, readMap } from "../../map/read";
import type { JobTokenPermission } from "../allowlist-entry/job-token-permission";
import { JobTokenAllowlist, type JobTokenAllowlistArgs } from "../job-token-allowlist/job-token-allowlist";

/** An item of `projects`: a project by its full path or numeric id, or the projects of a set. */
export type AccessMapProjectItem =
  | number
  | string
  | { readonly project: number | string; readonly permissions?: AccessMapPermissions }
  | { readonly set: string };

/** An item of `groups`: a group by its full path or numeric id, or the groups of a set. */
export type AccessMapGroupItem =
  | number
  | string
  | { readonly group: number | string; readonly permissions?: AccessMapPermissions }
  | { readonly set: string };

/** What job tokens may be used for: GitLab's names, or everything that the job's user may do. */
export type AccessMapPermissions = "default" | readonly JobTokenPermission[];

/** What can be said of a project's access. The keys mean what they mean in `JobTokenAllowlist`. */
export interface AccessMapSettings {
  /**
   * Is the project closed to the job tokens of all but those in its list?
   * @default not managed
   */
  readonly enabled?: boolean;
  /**
   * The projects whose job tokens are let in; every other one is removed, `[]` removes all.
   * @default not managed
   */
  readonly projects?: readonly AccessMapProjectItem[];
  /**
   * The groups whose job tokens are let in, with every project below them; every other one is removed, `[]` removes all.
   * @default not managed
   */
  readonly groups?: readonly AccessMapGroupItem[];
  /**
   * What the job tokens of an item without permissions of its own may be used for, as in `JobTokenAllowlist`.
   * @default not managed
   */
  readonly permissions?: AccessMapPermissions;
  /**
   * May job tokens push to the project's repository?
   * @default not managed
   */
  readonly pushRepositoryForJobTokenAllowed?: boolean;
  /**
   * May the job tokens of other projects push, too?
   * @default not managed
   */
  readonly crossProjectPushForJobTokenAllowed?: boolean;
  /**
   * May the first run remove entries that it finds and that are not named?
   * @default false
   */
  readonly replaceExisting?: boolean;
}

/** What a map says of one project. */
export interface AccessMapProject extends AccessMapSettings {
  /** Why it is so, for readers. It changes nothing, and it waives no rule. */
  readonly reason?: string;
  /** Former names of the resource in Pulumi, where the list was declared by another name before: `was: billing`. */
  readonly was?: string | readonly string[];
}

/** Addresses that many lists share. */
export interface AccessMapSet {
  /** The projects of the set, each its full path or numeric id. */
  readonly projects?: readonly Exclude<AccessMapProjectItem, { readonly set: string }>[];
  /** The groups of the set, each its full path or numeric id. */
  readonly groups?: readonly Exclude<AccessMapGroupItem, { readonly set: string }>[];
}

export type AccessMapArgs =
  | {
      /**
       * The folder with the map's files, relative to the folder of Pulumi.yaml. Every file that ends in `.yaml` is read, also in folders
       * below.
       */
      readonly from: string;
      readonly projects?: never;
      readonly defaults?: never;
      readonly sets?: never;
    }
  | {
      /** Instead of `from`: the projects by their full paths, as a file has them. Values are plain; a file's checks hold for them, too. */
      readonly projects: Readonly<Record<string, AccessMapProject | null>>;
      /** Beside `projects`: what holds for all of them. A project's own key replaces it; nothing is merged. */
      readonly defaults?: AccessMapSettings;
      /** Beside `projects`: lists by name, which `{ set: "name" }` takes. */
      readonly sets?: Readonly<Record<string, AccessMapSet>>;
      readonly from?: never;
    };

/**
 * Who may open which project, as data: one file for each team, owned by CODEOWNERS. Each project of the map becomes one
 * `JobTokenAllowlist`, named by the project's path in lower case.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in each project of the map, as its lists do.
 * - **A file's place** says what it speaks for: `access/acme/payments.yaml` for `acme/payments` and what is below it. Of several files
 *   the deepest one owns. A project in another file is an error. `access/sets.yaml` holds the sets.
 * - **Mistakes** are all told at once, each with file, line and key, before anything is declared. Anchors, aliases, merge keys, tags,
 *   keys that stand twice, and links are mistakes.
 * - **A project that leaves the map** is released: its list and its switch stay in GitLab as they are. To empty a list write
 *   `projects: []` and `groups: []`. `pulumi destroy` releases them all. So a project can move to the map of another stack, in either
 *   order.
 * - **Coming from plain `JobTokenAllowlist`s**: one with the name of its project's path is taken over without a step, one with another name by
 *   `was`.
 * - **Options**: `provider` and `protect` of the map hold for its lists.
 *
 * @example A folder of files
 * ```ts
 * import { AccessMap } from "pulumi-gitlab-ci-access";
 *
 * new AccessMap("acme", { from: "access" });
 * ```
 *
 * @example The same as an object
 * ```ts
 * import { AccessMap } from "pulumi-gitlab-ci-access";
 *
 * new AccessMap("acme", {
 *   sets: { deployers: { projects: ["acme/deploy", "acme/release"] } },
 *   defaults: { enabled: true, groups: [] },
 *   projects: {
 *     "acme/payments/billing": { projects: [{ set: "deployers" }, "acme/data/etl"] },
 *     "acme/payments/vault": { projects: [], reason: "nobody needs it" },
 *   },
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 */
export class AccessMap extends pulumi.ComponentResource {
  /** The list of each project, by the project's path in lower case. */
  readonly lists: Readonly<Record<string, JobTokenAllowlist>>;

  constructor(name: string, args: AccessMapArgs, opts?: pulumi.ComponentResourceOptions) {
    const { lists, problems } = readingOf(args);
    if (problems.length > 0) {
      const count = problems.length === 1 ? "a mistake" : `${problems.length} mistakes`;
      throw new pulumi.RunError([`AccessMap '${name}' has ${count}:`, ...inLines(problems)].join("\n  "));
    }
    super("gitlab-ci-access:index:AccessMap", name, {}, opts);
    this.lists = Object.fromEntries(lists.map((list) => [canonical(list.project), this.#declare(list)]));
    this.registerOutputs({});
  }

  #declare({ where: _, reason: __, was, ...args }: AccessList): JobTokenAllowlist {
    const name = canonical(args.project);
    return new JobTokenAllowlist(name, argsOf(args), {
      parent: this,
      retainOnDelete: true,
      aliases: aliasesOf(name, [args.project, ...was]),
    });
  }
}

function readingOf(args: AccessMapArgs): Reading {
  const { from, ...map } = args ?? {};
  if (from === undefined) return mapOf(map);
  const beside = namesGiven(map);
  if (beside.length === 0) return readMap({ root: pulumi.getRootDirectory(), from });
  const text = `stands beside from, where the folder says all: leave ${beside.length === 1 ? "it" : "them"} out`;
  return { lists: [], problems: [{ spot: { file: undefined }, path: [], text: `${beside.join(", ")} ${text}` }] };
}

/** GitLab decides which names it knows, so that a map of today names what a later GitLab adds. */
function argsOf(list: Omit<AccessList, "reason" | "was" | "where">): JobTokenAllowlistArgs {
  return list as JobTokenAllowlistArgs;
}

/**
 * Where the list was declared before: beside the map, by the same name or by another, or below a map by another name. What stood beside the
 * map is named by its URN, because the SDK takes a tenth of a program's time for hundreds of aliases in parts.
 */
function aliasesOf(name: string, formerly: readonly string[]): (pulumi.Alias | string)[] {
  const others = [...new Set(formerly)].filter((other) => other !== name);
  return [besideTheMap(name), ...others.flatMap((other) => [besideTheMap(other), { name: other }])];
}

function besideTheMap(name: string): string {
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${JobTokenAllowlist.__pulumiType}::${name}`;
}
