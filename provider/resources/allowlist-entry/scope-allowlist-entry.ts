import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";

export interface ScopeAllowlistEntryArgs {
  /**
   * The project that is opened: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the entry.
   */
  readonly project: pulumi.Input<number | string>;

  /**
   * The project whose job tokens are let in: its numeric id or its full path. It can't be `project` itself, which needs no entry.
   * The same project under a new path is no change; another project replaces the entry: the new one is added first.
   */
  readonly targetProject: pulumi.Input<number | string>;
}

/**
 * One project in the job token allowlist of another: the CI jobs of `targetProject` may open `project` with their job tokens.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in `project` and can see `targetProject`.
 * - **Takes over** an entry that is there already, with a line in the output and `adopted: true`; it is then removed by destroy like any other.
 * - **Drift**: an entry removed by hand is seen by `pulumi refresh`, and the next `pulumi up` adds it again.
 * - **Renaming** the resource, moving it under a parent or `--replace` loses nothing: what is still declared is not removed.
 * - **Limits**: GitLab holds 200 projects a list. An entry made here gives default permissions: GitLab's REST API knows no finer ones, and
 *   an entry with fine-grained permissions that is removed and added again is wider than before.
 * - **Errors**: 400 when the list is full or the target can't be seen; 401, 403 and 404 say what the token lacks.
 * - Do not combine it with a `JobTokenAllowlist` that manages `projects` of the same project.
 *
 * @example Let the deployment project reach billing
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.ScopeAllowlistEntry("billing-deploy", { project: "acme/billing", targetProject: "acme/deploy" });
 * ```
 *
 * @example Several callers from a list
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const callers = ["acme/deploy", "acme/reports"];
 * const entries = callers.map(
 *   (caller) => new gitlab.ScopeAllowlistEntry(`billing-${caller}`, { project: "acme/billing", targetProject: caller }),
 * );
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { dependsOn: entries });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#add-a-group-or-project-to-the-job-token-allowlist
 * @see https://docs.gitlab.com/api/project_job_token_scopes/
 */
export class ScopeAllowlistEntry extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:ScopeAllowlistEntry";

  /** The opened project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** The project that is let in, as it was declared. */
  declare readonly targetProject: pulumi.Output<number | string>;
  /** The opened project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** The numeric id of the project that is let in, in decimal. */
  declare readonly targetProjectId: pulumi.Output<string>;
  /** Was the entry there before this resource was made? */
  declare readonly adopted: pulumi.Output<boolean>;

  constructor(name: string, args: ScopeAllowlistEntryArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      ...remote(ScopeAllowlistEntry, { name, args, opts }, { outputs: ["projectId", "targetProjectId", "adopted"] }),
    );
  }
}
