import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import type { JobTokenPermission } from "./job-token-permission";

export interface GroupAllowlistEntryArgs {
  /**
   * The project that is opened: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the entry.
   */
  readonly project: pulumi.Input<number | string>;

  /**
   * The group whose job tokens are let in: its numeric id or its full path (`acme/platform`).
   * The same group under a new path is no change; another group replaces the entry: the new one is added first.
   */
  readonly targetGroup: pulumi.Input<number | string>;

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
 * One group in the job token allowlist of a project: the CI jobs of **every project below that group, at any depth, today and later**
 * may open `project` with their job tokens. Who can create a project in the group can let it in; prefer `ScopeAllowlistEntry` where
 * the callers are few.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in `project` and can see `targetGroup`.
 * - **Takes over** an entry that is there already, with a line in the output and `adopted: true`; it is then removed by destroy like any other.
 * - **Drift**: an entry removed by hand is seen by `pulumi refresh`, and the next `pulumi up` adds it again.
 * - **Renaming** the resource, moving it under a parent or `--replace` loses nothing: what is still declared is not removed.
 * - **Permissions**: with `permissions` the entry gives no more than it says, at no moment. Projects and groups below it that have entries of
 *   their own get what those say. Where they are resources of their own, let this one wait for them with `dependsOn`, or use
 *   `JobTokenAllowlist`. An entry that is there with other permissions stops the first run, and the error has the text to paste. They are set
 *   by GitLab's GraphQL; a fine-grained personal access token can't read them back.
 * - **Limits**: GitLab holds 200 groups a list.
 * - **Errors**: 400 when the list is full or the group can't be seen; 401, 403 and 404 say what the token lacks. GitLab does not follow
 *   the old path of a renamed group: write the new path, or the id.
 * - Do not combine it with a `JobTokenAllowlist` that manages `groups` of the same project.
 *
 * @example Let all projects of the platform team reach the shared tooling
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.GroupAllowlistEntry("tooling-platform", { project: "acme/shared/tooling", targetGroup: "acme/platform" });
 * ```
 *
 * @example Two groups, then the switch
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const project = "acme/shared/tooling";
 * const platform = new gitlab.GroupAllowlistEntry("platform", { project, targetGroup: "acme/platform" });
 * const data = new gitlab.GroupAllowlistEntry("data", { project, targetGroup: "acme/data" });
 * new gitlab.JobTokenScope("tooling", { project }, { dependsOn: [platform, data] });
 * ```
 *
 * @see https://docs.gitlab.com/ci/jobs/fine_grained_permissions/
 * @see https://docs.gitlab.com/ci/jobs/ci_job_token/#add-a-group-or-project-to-the-job-token-allowlist
 * @see https://docs.gitlab.com/api/project_job_token_scopes/
 */
export class GroupAllowlistEntry extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:GroupAllowlistEntry";

  /** The opened project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** The group that is let in, as it was declared. */
  declare readonly targetGroup: pulumi.Output<number | string>;
  /** The opened project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** GitLab's own path of the opened project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;
  /** The numeric id of the group that is let in, in decimal. */
  declare readonly targetGroupId: pulumi.Output<string>;
  /** What it gives, as it was declared; after a refresh, what GitLab has. `undefined` where that is not managed. */
  declare readonly permissions: pulumi.Output<"default" | JobTokenPermission[] | undefined>;
  /** GitLab's own path of the group that is let in, where the program writes another one. */
  declare readonly targetGroupPath: pulumi.Output<string | undefined>;
  /** Was the entry there before this resource was made? */
  declare readonly adopted: pulumi.Output<boolean>;

  constructor(name: string, args: GroupAllowlistEntryArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      ...remote(
        GroupAllowlistEntry,
        { name, args, opts },
        { outputs: ["projectId", "projectPath", "targetGroupId", "targetGroupPath", "adopted"] },
      ),
    );
  }
}
