import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";

type Addresses = pulumi.Input<pulumi.Input<number | string>[]>;

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
   * The projects whose job tokens are let in, each its numeric id or its full path: at most 200, in any order. Every other project is
   * removed; `[]` removes all. Removing the key stops managing projects and leaves them as they are; preview says so.
   * @default not managed
   */
  readonly projects?: Addresses | undefined;

  /**
   * The groups whose job tokens are let in, with every project below them: at most 200, in any order. Every other group is removed; `[]`
   * removes all. Removing the key stops managing groups and leaves them as they are.
   * @default not managed
   */
  readonly groups?: Addresses | undefined;

  /**
   * May the first run remove entries that it finds and that are not declared? Without it such entries stop the first run before it
   * changes anything, and the error lists them. The same holds for the run in which `projects` or `groups` is declared for the first
   * time. Later runs remove what a preview shows, whatever this says. Changing it changes nothing in GitLab.
   * @default false
   */
  readonly replaceExisting?: pulumi.Input<boolean | undefined>;
}

/**
 * The whole job token allowlist of a project as one value: what is not in it goes. At least one of `projects` and `groups` is given; what
 * is left out is never touched.
 *
 * The order of the changes locks nobody out: additions, then the switch on, then removals. An entry that stays is never removed and added
 * again, and a project can be swapped for its group, or back, without a moment in between. Only where GitLab's limit of 200 leaves no
 * room is something removed before all additions are in.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in `project` and can see what is added.
 * - **First run**: entries that are there and not declared stop it, and the error prints them to be pasted; see `replaceExisting`.
 * - **Drift**: entries added or removed by hand are seen by `pulumi refresh`, and the next `pulumi up` puts the list right. Nothing is
 *   removed that no preview has shown: a run that comes upon an entry added by hand leaves it with a warning, the next one removes it.
 * - **Preview** shows what comes and goes in `entries`; the order in the program is no change.
 * - **Failures**: a target that does not exist is reported and stops nothing else. Any other addition that fails keeps the switch from
 *   being turned on and keeps the groups or projects that might stand for it. What was done is recorded; the next run goes on from there.
 * - **Destroying** it removes what it recorded, prints the ids, and leaves the switch and what was added by hand since.
 * - **Renaming** the resource, moving it under a parent, `--replace`, and going from single entries to a list and back lose nothing. They
 *   are first runs: change what is in the list in another run.
 * - **Limits**: 200 projects and 200 groups. Additions and removals run ten at a time; `gitlab:concurrency`, `concurrency` of an explicit
 *   `Provider` or `GITLAB_CI_ACCESS_CONCURRENCY` say otherwise. An entry made here gives default permissions: GitLab's REST API knows no
 *   finer ones; finer ones of entries that stay are kept.
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
  declare readonly projects: pulumi.Output<(number | string)[] | undefined>;
  /** The groups in the list; `undefined` where they are not managed. */
  declare readonly groups: pulumi.Output<(number | string)[] | undefined>;
  /** May the first run remove what it finds? */
  declare readonly replaceExisting: pulumi.Output<boolean>;
  /** Every address in the list, with its kind. */
  declare readonly entries: pulumi.Output<Record<string, string>>;
  /** The opened project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** The numeric ids of the listed projects, in decimal, ascending: those that a preview has shown. Empty where they are not managed. */
  declare readonly projectIds: pulumi.Output<string[]>;
  /** The numeric ids of the listed groups, likewise. */
  declare readonly groupIds: pulumi.Output<string[]>;

  constructor(name: string, args: JobTokenAllowlistArgs, opts?: pulumi.CustomResourceOptions) {
    const hideDiffs = [...(opts?.hideDiffs ?? []), "projects", "groups"]; // `entries` shows them better.
    const declaration = { name, args, opts: { ...opts, hideDiffs } };
    super(...remote(JobTokenAllowlist, declaration, { outputs: ["entries", "projectId", "projectIds", "groupIds"] }));
  }
}
