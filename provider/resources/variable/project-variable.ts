import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import { FORM, Variable, type VariableArgs } from "./variable";

interface ProjectArgs {
  /**
   * The project whose pipelines read the variable: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the variable.
   */
  readonly project: pulumi.Input<number | string>;
}

export type ProjectVariableArgs = ProjectArgs & VariableArgs;

/**
 * A CI/CD variable of a project, so that a token that renews itself reaches the pipelines that use it in the same `pulumi up`.
 *
 * - **Needs** a token with scope `api` whose user has at least the Maintainer role in the project.
 * - **Takes over** a variable of the same key and scope that is there already and equal. One that differs, or is hidden, stops the run before
 *   anything is touched; see `replaceExisting`. So does renaming the resource together with a new value, and `--replace` with one: give it
 *   `aliases`, or run `pulumi up --refresh`.
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
export class ProjectVariable extends Variable {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:ProjectVariable";

  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** GitLab's own path of the project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProjectVariableArgs, opts?: pulumi.CustomResourceOptions) {
    const sealed = { ...args, value: pulumi.secret(args.value) };
    const outputs = [...FORM.outputs, "projectId", "projectPath"] as const;
    super(...remote(ProjectVariable, { name, args: sealed, opts }, { ...FORM, outputs }));
  }
}
