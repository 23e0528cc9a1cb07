import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import { FORM, Variable, type VariableArgs } from "./variable";

interface GroupArgs {
  /**
   * The group below which all pipelines read the variable: its numeric id or its full path (`acme/platform`).
   * The same group under a new path is no change; another group replaces the variable.
   */
  readonly group: pulumi.Input<number | string>;
}

export type GroupVariableArgs = GroupArgs & VariableArgs;

/**
 * A CI/CD variable of a group, which the pipelines of all projects below it read, so that a token that renews itself reaches all of them in
 * the same `pulumi up`. A project's own variable of the same key goes first.
 *
 * - **Needs** a token with scope `api` whose user has the Owner role in the group.
 * - **Takes over** a variable of the same key and scope that is there already and equal. One that differs, or is hidden, stops the run before
 *   anything is touched; see `replaceExisting`. So does renaming the resource together with a new value, and `--replace` with one: give it
 *   `aliases`, or run `pulumi up --refresh`.
 * - **Drift**: a value changed by hand is seen by `pulumi refresh` (of a hidden one only its other settings), and the next `pulumi up` puts
 *   it back.
 * - **Destroying** it deletes the variable. One that is gone is no error.
 * - **Errors**: 400 names what GitLab refuses, mostly a value that can't be masked; 401, 403 and 404 say what the token lacks.
 *
 * @example Where all projects of a group read a token that renews itself
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const token = new gitlab.RotatingGroupToken("packages", {
 *   group: "acme/platform",
 *   name: "packages",
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * new gitlab.GroupVariable("packages", {
 *   group: "acme/apps",
 *   key: "PACKAGES_TOKEN",
 *   value: token.token,
 *   masked: true,
 *   hidden: true,
 *   protected: true,
 * });
 * ```
 *
 * @see https://docs.gitlab.com/ci/variables/
 * @see https://docs.gitlab.com/api/group_level_variables/
 */
export class GroupVariable extends Variable {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:GroupVariable";

  /** The group as it was declared. */
  declare readonly group: pulumi.Output<number | string>;
  /** The group's numeric id, in decimal. */
  declare readonly groupId: pulumi.Output<string>;
  /** GitLab's own path of the group, where the program writes another one. */
  declare readonly groupPath: pulumi.Output<string | undefined>;

  constructor(name: string, args: GroupVariableArgs, opts?: pulumi.CustomResourceOptions) {
    const sealed = { ...args, value: pulumi.secret(args.value) };
    const outputs = [...FORM.outputs, "groupId", "groupPath"] as const;
    super(...remote(GroupVariable, { name, args: sealed, opts }, { ...FORM, outputs }));
  }
}
