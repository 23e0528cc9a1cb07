import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";

/** A runner for the jobs of one project. Another type or another project replaces it. */
interface ProjectRunnerArgs {
  /** Whose jobs it runs: those of one project. */
  readonly runnerType: pulumi.Input<"project_type">;
  /** The project's numeric id or full path. */
  readonly project: pulumi.Input<number | string>;
  readonly group?: never;
}

/** A runner for the jobs of all projects below a group. Another type or another group replaces it. */
interface GroupRunnerArgs {
  /** Whose jobs it runs: those of all projects below a group. */
  readonly runnerType: pulumi.Input<"group_type">;
  /** The group's numeric id or full path. */
  readonly group: pulumi.Input<number | string>;
  readonly project?: never;
}

/** A runner for the jobs of the whole instance. Another type replaces it. */
interface InstanceRunnerArgs {
  /** Whose jobs it runs: those of all projects of the instance. */
  readonly runnerType: pulumi.Input<"instance_type">;
  readonly project?: never;
  readonly group?: never;
}

interface RunnerSettingsArgs {
  /** What people read in the list of runners. At most 1,024 characters. */
  readonly description?: pulumi.Input<string | undefined>;

  /**
   * The tags of the jobs that it takes, at most 50. A set: order and doubles are no change.
   * @default []
   */
  readonly tagList?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Does it take jobs without tags too? `false` needs tags.
   * @default true
   */
  readonly runUntagged?: pulumi.Input<boolean | undefined>;

  /**
   * Does it take no jobs for now?
   * @default false
   */
  readonly paused?: pulumi.Input<boolean | undefined>;

  /**
   * Is it kept from other projects?
   * @default false
   */
  readonly locked?: pulumi.Input<boolean | undefined>;

  /**
   * `"ref_protected"`: only jobs on protected branches and tags.
   * @default "not_protected"
   */
  readonly accessLevel?: pulumi.Input<"not_protected" | "ref_protected" | undefined>;

  /** The longest that a job may run, in seconds: at least 600. Left out, the project's own limit counts. */
  readonly maximumTimeout?: pulumi.Input<number | undefined>;

  /** For administrators, before the mark of this declaration. At most 993 characters. */
  readonly maintenanceNote?: pulumi.Input<string | undefined>;

  /**
   * Reset the authentication token so many days before it ends. **Only** for runners that take their token from Pulumi on every start and run
   * with `FF_DISABLE_AUTOMATIC_TOKEN_ROTATION`: GitLab Runner renews its own token otherwise, and a reset from outside makes it go dark.
   * Left out, the token is never reset. A due reset is an update in preview, without property lines.
   */
  readonly rotateBeforeDays?: pulumi.Input<number | undefined>;
}

export type UserRunnerArgs = RunnerSettingsArgs & (GroupRunnerArgs | InstanceRunnerArgs | ProjectRunnerArgs);

/**
 * A runner, made as GitLab's "New runner" page makes it: GitLab hands out an authentication token, and GitLab Runner is started with it.
 *
 * - **Needs** a token with scope `api` (or `create_runner`, to create only; reading, updating and deleting then need `api` or
 *   `manage_runner`) whose user has at least the Maintainer role in the project, the Owner role in the group, or is an administrator.
 *   Registration tokens are not used.
 * - **Never takes over** a runner that exists, because GitLab shows its token once: make this one, move the machines, delete the old one.
 * - **Drift**: settings changed by hand are seen by `pulumi refresh` and put back by the next `pulumi up`; an input that is removed from the
 *   program goes back to GitLab's default. The token survives both.
 * - **Lost answers**: the end of the maintenance note carries a mark of this declaration and attempt. A run removes only the runner that it
 *   asked for itself and lost the answer of. What a killed run may have left is named by the next run that makes a runner here, and is never
 *   removed.
 * - **Renaming** the resource in the program makes a new runner and deletes the old one; the option `aliases` keeps it.
 * - **Destroying** it deletes the runner. One that is gone is no error; one that other projects share is kept by GitLab, and the error says
 *   what to do.
 * - **Errors**: 400 and 403 name every cause: the role, the scope, and creating runners being switched off.
 *
 * @example A runner for one project
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const runner = new gitlab.UserRunner("billing", {
 *   runnerType: "project_type",
 *   project: "acme/billing",
 *   description: "billing on machine 7",
 *   tagList: ["docker"],
 * });
 * export const token = runner.token;
 * ```
 *
 * @example A group's runner for protected branches, whose token Pulumi renews
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * new gitlab.UserRunner("release", {
 *   runnerType: "group_type",
 *   group: "acme/platform",
 *   accessLevel: "ref_protected",
 *   runUntagged: false,
 *   tagList: ["release"],
 *   rotateBeforeDays: 3,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/runners/runners_scope/
 * @see https://docs.gitlab.com/api/users/#create-a-runner-linked-to-a-user
 * @see https://docs.gitlab.com/api/runners/
 */
export class UserRunner extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:UserRunner";

  /** Whose jobs it runs. */
  declare readonly runnerType: pulumi.Output<"group_type" | "instance_type" | "project_type">;
  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string | undefined>;
  /** The group as it was declared. */
  declare readonly group: pulumi.Output<number | string | undefined>;
  /** What people read in the list of runners. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Its tags, sorted. */
  declare readonly tagList: pulumi.Output<string[]>;
  /** Does it take jobs without tags too? */
  declare readonly runUntagged: pulumi.Output<boolean>;
  /** Does it take no jobs for now? */
  declare readonly paused: pulumi.Output<boolean>;
  /** Is it kept from other projects? */
  declare readonly locked: pulumi.Output<boolean>;
  /** Which branches' jobs it takes. */
  declare readonly accessLevel: pulumi.Output<"not_protected" | "ref_protected">;
  /** The longest that a job may run, in seconds. */
  declare readonly maximumTimeout: pulumi.Output<number | undefined>;
  /** The note without the declaration's mark. */
  declare readonly maintenanceNote: pulumi.Output<string | undefined>;
  /** So many days before its end the token is reset. */
  declare readonly rotateBeforeDays: pulumi.Output<number | undefined>;
  /** The runner's numeric id, in decimal. */
  declare readonly runnerId: pulumi.Output<string>;
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** GitLab's own path of the project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;
  /** The group's numeric id, in decimal. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** GitLab's own path of the group, where the program writes another one. */
  declare readonly groupPath: pulumi.Output<string | undefined>;
  /** The authentication token, for GitLab Runner's `config.toml`. Secret. */
  declare readonly token: pulumi.Output<string>;
  /** When the token ends, as GitLab said when it gave it out: ISO 8601. Absent where tokens don't end. */
  declare readonly tokenExpiresAt: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserRunnerArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      ...remote(
        UserRunner,
        { name, args, opts },
        { outputs: [...optional, ...added], secrets: ["token"], isMadeOnce: true },
      ),
    );
  }
}

const optional = [
  ...(["project", "group", "description", "tagList", "runUntagged", "paused", "locked", "accessLevel"] as const),
  ...(["maximumTimeout", "maintenanceNote", "rotateBeforeDays"] as const),
];
const added = ["runnerId", "projectId", "projectPath", "groupId", "groupPath", "token", "tokenExpiresAt"] as const;
