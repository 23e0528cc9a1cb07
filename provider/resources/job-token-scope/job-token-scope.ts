import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";

export interface JobTokenScopeArgs {
  /**
   * The project that is opened or closed: its numeric id or its full path (`acme/billing`). The same project under a
   * new path is no change; another project replaces the resource.
   */
  readonly project: pulumi.Input<number | string>;

  /**
   * Is the project closed to the job tokens of all projects but those in its allowlist? Changing it updates in place.
   * `false` opens the project to every project's job tokens, and fails where the instance enforces the protection.
   * @default true
   */
  readonly enabled?: pulumi.Input<boolean | undefined>;

  /**
   * May job tokens push to the project's repository? On its own it lets the project's own jobs push, where their user may.
   * It is turned off before anything else changes, and on last. Changing it updates in place; removing the key leaves it as it is.
   * Needs GitLab 18.4.
   * @default not managed
   */
  readonly pushRepositoryForJobTokenAllowed?: pulumi.Input<boolean | undefined>;

  /**
   * May the job tokens of other projects push, too? They also need `pushRepositoryForJobTokenAllowed`, `enabled`, and an entry in the
   * allowlist with the permission `admin_repositories` **or default permissions**. Off first, on last. Needs GitLab 19.1.
   * @default not managed
   */
  readonly crossProjectPushForJobTokenAllowed?: pulumi.Input<boolean | undefined>;
}

/**
 * Whether a project is closed to CI job tokens that come from other projects, GitLab's "Limit access to this project".
 *
 * Every CI job carries a job token with the rights of the user who started it. While the switch is off, the job tokens of all projects
 * open this one; while it is on, only those of the projects and groups in its allowlist do, and of the project itself.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in the project. The settings for pushes are set by
 *   GitLab's GraphQL, and read back; a fine-grained personal access token can't do that.
 * - **Order**: declare it with `dependsOn` its entries, or the project is closed before the entries are in.
 * - **Drift**: a switch turned off by hand is seen by `pulumi refresh`, and the next `pulumi up` turns it on again.
 * - **Takes over** what the project has: nothing has to be imported.
 * - **Destroying** it never changes the switch; where that leaves a project open, a warning says so. A project that is gone is no error.
 * - **Errors**: 400 where the instance enforces the protection and `enabled` is false; 401, 403 and 404 say what the token lacks.
 * - Do not combine it with `enabled` of a `JobTokenAllowlist` for the same project.
 *
 * @example Close a project to all job tokens but those of one other project
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const deploy = new gitlab.ScopeAllowlistEntry("deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: [deploy] });
 * ```
 *
 * @example By numeric id, which survives every rename
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.JobTokenScope("billing", { project: 4711 });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project
 * @see https://docs.gitlab.com/api/project_job_token_scopes/
 */
export class JobTokenScope extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:JobTokenScope";

  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** What GitLab says: also `true` while the instance enforces the protection, whatever the project has stored. */
  declare readonly enabled: pulumi.Output<boolean>;
  /** May job tokens push? `undefined` where that is not managed. */
  declare readonly pushRepositoryForJobTokenAllowed: pulumi.Output<boolean | undefined>;
  /** May those of other projects push? `undefined` where that is not managed. */
  declare readonly crossProjectPushForJobTokenAllowed: pulumi.Output<boolean | undefined>;
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** GitLab's own path of the project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;

  constructor(name: string, args: JobTokenScopeArgs, opts?: pulumi.CustomResourceOptions) {
    super(...remote(JobTokenScope, { name, args, opts }, { outputs: ["projectId", "projectPath"] }));
  }
}
