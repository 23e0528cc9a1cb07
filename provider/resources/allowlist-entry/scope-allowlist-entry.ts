import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import type { JobTokenPermission } from "./job-token-permission";

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

  /**
   * What the job tokens may be used for: a list of GitLab's permissions, like `["read_packages"]`; `[]`, which leaves cloning and registry
   * pulls, because GitLab controls them by no permission; or `"default"` for everything that the job's user may do. `admin_x` includes
   * `read_x`. A new entry has them from its first moment on, and a change is made in place. Left out, GitLab's default applies to a new
   * entry, and one that is there keeps what it has; removing the key leaves it as it is. Needs GitLab 18.3.
   * @default not managed
   */
  readonly permissions?: pulumi.Input<"default" | pulumi.Input<JobTokenPermission>[] | undefined>;
}

/**
 * One project in the job token allowlist of another: the CI jobs of `targetProject` may open `project` with their job tokens.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in `project` and can see `targetProject`.
 * - **Takes over** an entry that is there already, with a line in the output and `adopted: true`; it is then removed by destroy like any other.
 * - **Drift**: an entry removed by hand is seen by `pulumi refresh`, and the next `pulumi up` adds it again.
 * - **Renaming** the resource, moving it under a parent or `--replace` loses nothing: what is still declared is not removed.
 * - **Permissions**: with `permissions` the entry gives no more than it says, at no moment; entries above it, for the target's groups, don't
 *   count then. Where both are resources of their own, let the group's entry wait for this one with `dependsOn`, or use `JobTokenAllowlist`.
 *   An entry that is there with other permissions stops the first run, and the error has the text to paste. They are set by GitLab's GraphQL;
 *   a fine-grained personal access token can't read them back.
 * - **Limits**: GitLab holds 200 projects a list.
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
 * @example Packages only
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.ScopeAllowlistEntry("billing-deploy", {
 *   project: "acme/billing",
 *   targetProject: "acme/deploy",
 *   permissions: ["read_packages"],
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
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
  /** GitLab's own path of the opened project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;
  /** The numeric id of the project that is let in, in decimal. */
  declare readonly targetProjectId: pulumi.Output<string>;
  /** What it gives, as it was declared; after a refresh, what GitLab has. `undefined` where that is not managed. */
  declare readonly permissions: pulumi.Output<"default" | JobTokenPermission[] | undefined>;
  /** GitLab's own path of the project that is let in, where the program writes another one. */
  declare readonly targetProjectPath: pulumi.Output<string | undefined>;
  /** Was the entry there before this resource was made? */
  declare readonly adopted: pulumi.Output<boolean>;

  constructor(name: string, args: ScopeAllowlistEntryArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      ...remote(
        ScopeAllowlistEntry,
        { name, args, opts },
        { outputs: ["projectId", "projectPath", "targetProjectId", "targetProjectPath", "adopted"] },
      ),
    );
  }
}
