import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";

export interface ProjectVariableArgs {
  /**
   * The project whose pipelines read the variable: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the variable.
   */
  readonly project: pulumi.Input<number | string>;

  /** The variable's name: letters, digits and `_`. Another key replaces the variable. */
  readonly key: pulumi.Input<string>;

  /** The value. It is a secret in Pulumi's state, whatever the program says. */
  readonly value: pulumi.Input<string>;

  /**
   * The environments that see it, like `production` or `review/*`. Several variables may share a key, one per scope. Another scope
   * replaces the variable.
   * @default "*"
   */
  readonly environmentScope?: pulumi.Input<string | undefined>;

  /**
   * Do only pipelines on protected branches and tags see it?
   * @default false
   */
  readonly protected?: pulumi.Input<boolean | undefined>;

  /**
   * Is the value masked in job logs? It then needs at least 8 characters and no white space.
   * @default false
   */
  readonly masked?: pulumi.Input<boolean | undefined>;

  /**
   * Is the value never shown again, in GitLab's pages and API alike? Needs `masked`. GitLab decides this when a variable is made: changing it
   * deletes the variable and makes it anew in one update.
   * @default false
   */
  readonly hidden?: pulumi.Input<boolean | undefined>;

  /**
   * Is the value taken as it is, without expanding `$OTHER` in it?
   * @default false
   */
  readonly raw?: pulumi.Input<boolean | undefined>;

  /**
   * `"file"`: jobs get the path of a file that holds the value.
   * @default "env_var"
   */
  readonly variableType?: pulumi.Input<"env_var" | "file" | undefined>;
}

/**
 * A CI/CD variable of a project, so that a token that renews itself reaches the pipelines that use it in the same `pulumi up`.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in the project.
 * - **Takes over** a variable of the same key and scope that is there already, with a warning; its value is replaced.
 * - **Drift**: a value changed by hand is seen by `pulumi refresh` (of a hidden one only its other settings), and the next `pulumi up` puts
 *   it back.
 * - **Destroying** it deletes the variable. One that is gone is no error.
 * - **Errors**: 400 names what GitLab refuses, mostly a value that can't be masked; 401, 403 and 404 say what the token lacks.
 *
 * @example Where the deployment reads a token that renews itself
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const token = new gitlab.RotatingProjectToken("deploy", {
 *   project: "acme/billing",
 *   name: "deploy",
 *   scopes: ["read_repository"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * new gitlab.ProjectVariable("deploy", {
 *   project: "acme/deploy",
 *   key: "BILLING_TOKEN",
 *   value: token.token,
 *   masked: true,
 *   hidden: true,
 *   protected: true,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/variables/
 * @see https://docs.gitlab.com/api/project_level_variables/
 */
export class ProjectVariable extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:ProjectVariable";

  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** The variable's name. */
  declare readonly key: pulumi.Output<string>;
  /** The value. Secret. */
  declare readonly value: pulumi.Output<string>;
  /** The environments that see it. */
  declare readonly environmentScope: pulumi.Output<string>;
  /** Do only pipelines on protected branches and tags see it? */
  declare readonly protected: pulumi.Output<boolean>;
  /** Is the value masked in job logs? */
  declare readonly masked: pulumi.Output<boolean>;
  /** Is the value never shown again? */
  declare readonly hidden: pulumi.Output<boolean>;
  /** Is the value taken as it is? */
  declare readonly raw: pulumi.Output<boolean>;
  /** Variable or file? */
  declare readonly variableType: pulumi.Output<"env_var" | "file">;
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * @param name The resource's unique name in the stack. Renaming it changes nothing in GitLab.
   * @param args What is wanted.
   * @param opts Pulumi's options. `provider` takes a `Provider` of this package.
   */
  constructor(name: string, args: ProjectVariableArgs, opts?: pulumi.CustomResourceOptions) {
    const sealed = { ...args, value: pulumi.secret(args.value) };
    super(...remote(ProjectVariable, name, sealed, [...optional, "projectId"], opts, ["value"]));
  }
}

const optional = ["environmentScope", "protected", "masked", "hidden", "raw", "variableType"];
