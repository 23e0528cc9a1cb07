import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import type { JobTokenPermission } from "../allowlist-entry/job-token-permission";

type Elements<Kind extends "group" | "project"> = pulumi.Input<
  pulumi.Input<number | string | ({ readonly [Target in Kind]: pulumi.Input<number | string> } & Permitted)>[]
>;

interface Permitted {
  /** What its job tokens may be used for. Default: the list's `permissions`. */
  readonly permissions?: pulumi.Input<"default" | pulumi.Input<JobTokenPermission>[] | undefined>;
}

type Element<Kind extends "group" | "project"> =
  | number
  | string
  | ({ readonly [Target in Kind]: number | string } & { readonly permissions: "default" | JobTokenPermission[] });

export interface JobTokenAllowlistArgs {
  /**
   * The project that is opened: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the resource.
   */
  readonly project: pulumi.Input<number | string>;

  /**
   * Is the project closed to the job tokens of all but those in its list? It is switched on after the list is filled, and off before
   * anything leaves it. Removing the key stops managing the switch and leaves it as it is.
   * @default not managed
   */
  readonly enabled?: pulumi.Input<boolean | undefined>;

  /**
   * The projects whose job tokens are let in, each its numeric id, its full path, or `{ project, permissions }`: at most 200, in any order.
   * Every other project is removed; `[]` removes all. Removing the key stops managing projects and leaves them as they are; preview says so.
   * @default not managed
   */
  readonly projects?: Elements<"project"> | undefined;

  /**
   * The groups whose job tokens are let in, with every project below them, each its id, its path, or `{ group, permissions }`: at most 200,
   * in any order. Every other group is removed; `[]` removes all. Removing the key stops managing groups and leaves them as they are.
   * @default not managed
   */
  readonly groups?: Elements<"group"> | undefined;

  /**
   * What the job tokens of an element without permissions of its own may be used for: a list of GitLab's permissions, like `["read_packages"]`;
   * `[]`, which leaves cloning and registry pulls, because GitLab controls them by no permission; or `"default"` for everything that the
   * job's user may do. `admin_x` includes `read_x`. Left out, GitLab's default applies to new entries, and others keep what they have;
   * removing the key leaves them as they are. Needs GitLab 18.3.
   * @default not managed
   */
  readonly permissions?: pulumi.Input<"default" | pulumi.Input<JobTokenPermission>[] | undefined>;

  /**
   * May job tokens push to the project's repository? On its own it lets the project's own jobs push, where their user may. It is turned off
   * before anything else changes, and on last. Removing the key leaves it as it is. Needs GitLab 18.4.
   * @default not managed
   */
  readonly pushRepositoryForJobTokenAllowed?: pulumi.Input<boolean | undefined>;

  /**
   * May the job tokens of other projects push, too? They also need `pushRepositoryForJobTokenAllowed`, `enabled`, and an entry with the
   * permission `admin_repositories` **or default permissions**. Off first, on last. Needs GitLab 19.1.
   * @default not managed
   */
  readonly crossProjectPushForJobTokenAllowed?: pulumi.Input<boolean | undefined>;

  /**
   * May the first run remove entries that it finds and that are not declared, and change the permissions of others? Without it such
   * entries stop the first run before it changes anything, and the error lists them. The same holds for the run in which `projects` or `groups` is declared for the first
   * time. Later runs remove what a preview shows, whatever this says. Changing it changes nothing in GitLab.
   * @default false
   */
  readonly replaceExisting?: pulumi.Input<boolean | undefined>;
}

/**
 * The whole job token allowlist of a project as one value: what is not in it goes. At least one of `projects` and `groups` is given; what
 * is left out is never touched.
 *
 * The order of the changes locks nobody out and gives nobody more than they have before or after: additions from the deepest up, then
 * changes of permissions in place, then removals from the broadest down, then the switch on: while a project is open nobody needs an entry.
 * It stays open where an entry that could not be removed or narrowed would then let somebody push, or shut somebody out: the error names it.
 * An entry that stays is never removed and added again, and a project can be swapped for its group, or back, without a moment in between.
 * Where GitLab's limit of 200 leaves no room for that, the run stops and says so: it takes two runs.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in `project` and can see what is added.
 * - **First run**: entries that are there and not declared stop it, and the error prints them to be pasted; see `replaceExisting`.
 * - **Drift**: entries added or removed by hand are seen by `pulumi refresh`, and the next `pulumi up` puts the list right. Nothing is
 *   removed that no preview has shown: a run that comes upon an entry added by hand leaves it with a warning, the next one removes it.
 * - **Preview** shows what comes and goes in `entries`; the order in the program is no change.
 * - **Moves**: a target that moves to another path keeps its entry. A refresh warns and records the new path in `paths`, which rules judge from
 *   the next preview on. A new target whose path leads into another namespace is an error.
 * - **Failures**: a target that does not exist is reported and stops nothing else. Any other addition that fails keeps the switch from
 *   being turned on and keeps the groups or projects that might stand for it. What was done is recorded; the next run goes on from there.
 * - **Destroying** it removes what it recorded, prints the ids, and leaves the switch and what was added by hand since.
 * - **Renaming** the resource, moving it under a parent, `--replace`, and going from single entries to a list and back lose nothing. They
 *   are first runs: change what is in the list in another run.
 * - **Permissions**: the nearest entry counts in GitLab: a project's own, else that of its closest listed group, whether it gives more or less
 *   than those above it. Permissions that are not managed stay as they are. They are read and set by GitLab's GraphQL; a fine-grained
 *   personal access token can't read them back. A listed target that the user can't see can be removed, but not changed.
 * - **Limits**: 200 projects and 200 groups. Additions and removals run ten at a time; `gitlab:concurrency`, `concurrency` of an explicit
 *   `Provider` or `GITLAB_CI_ACCESS_CONCURRENCY` say otherwise.
 * - Do not combine it with `ScopeAllowlistEntry` or `GroupAllowlistEntry` for what it manages, nor its `enabled` with `JobTokenScope`: both
 *   names are in the error. The project itself may be listed and is ignored.
 *
 * @example The whole list, closed to everyone else
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: ["acme/deploy", "acme/reports"],
 *   groups: ["acme/platform"],
 * });
 * ```
 *
 * @example Nobody but the project itself
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.JobTokenAllowlist("vault", { project: 4711, enabled: true, projects: [], groups: [] });
 * ```
 *
 * @example Each no more than it needs
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.JobTokenAllowlist("billing", {
 *   project: "acme/billing",
 *   enabled: true,
 *   projects: ["acme/reports", { project: "acme/deploy", permissions: ["read_packages", "admin_deployments", "admin_environments"] }],
 *   groups: [{ group: "acme/platform", permissions: [] }],
 *   permissions: ["read_packages"],
 * });
 * ```
 *
 * @example Only the projects; groups are somebody else's business
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.JobTokenAllowlist("tooling", { project: "acme/shared/tooling", projects: ["acme/deploy", 815] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 * @see https://docs.gitlab.com/api/project_job_token_scopes/
 */
export class JobTokenAllowlist extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist";

  /** The opened project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** Is the project closed to all but those in its list? `undefined` where that is not managed. */
  declare readonly enabled: pulumi.Output<boolean | undefined>;
  /** The projects in the list; `undefined` where they are not managed. */
  declare readonly projects: pulumi.Output<Element<"project">[] | undefined>;
  /** The groups in the list; `undefined` where they are not managed. */
  declare readonly groups: pulumi.Output<Element<"group">[] | undefined>;
  /** What an element without permissions of its own gives; `undefined` where that is not managed. */
  declare readonly permissions: pulumi.Output<"default" | JobTokenPermission[] | undefined>;
  /** May job tokens push? `undefined` where that is not managed. */
  declare readonly pushRepositoryForJobTokenAllowed: pulumi.Output<boolean | undefined>;
  /** May those of other projects push? `undefined` where that is not managed. */
  declare readonly crossProjectPushForJobTokenAllowed: pulumi.Output<boolean | undefined>;
  /** May the first run remove and change what it finds? */
  declare readonly replaceExisting: pulumi.Output<boolean>;
  /** Every address in the list, with its kind and, where they are managed, its permissions: `project: read_packages`. */
  declare readonly entries: pulumi.Output<Record<string, string>>;
  /** The opened project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** The numeric ids of the listed projects, in decimal, ascending: those that a preview has shown. Empty where they are not managed. */
  declare readonly projectIds: pulumi.Output<string[]>;
  /** The numeric ids of the listed groups, likewise. */
  declare readonly groupIds: pulumi.Output<string[]>;

  /**
   * GitLab's own paths of the listed projects and groups that are at another path than the program writes, by kind and written path in lower
   * case: `{ "project acme/deploy": "acme/ops/deploy" }`. `undefined` where all are where the program says. A refresh brings it up to date.
   */
  declare readonly paths: pulumi.Output<Record<string, string> | undefined>;
  /** GitLab's own path of the opened project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;

  constructor(name: string, args: JobTokenAllowlistArgs, opts?: pulumi.CustomResourceOptions) {
    const hideDiffs = [...(opts?.hideDiffs ?? []), "projects", "groups"]; // `entries` shows them better.
    const declaration = { name, args, opts: { ...opts, hideDiffs } };
    super(
      ...remote(JobTokenAllowlist, declaration, {
        outputs: ["entries", "projectId", "projectPath", "projectIds", "groupIds", "paths"],
      }),
    );
  }
}
