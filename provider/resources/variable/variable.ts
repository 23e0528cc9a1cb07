import * as pulumi from "../../engine/sdk";

/** What the variables of projects and groups are told alike. */
interface VariableSettingsArgs {
  /** The variable's name: letters, digits and `_`. Another key replaces the variable. */
  readonly key: pulumi.Input<string>;

  /** The value. It is a secret in Pulumi's state, whatever the program says. */
  readonly value: pulumi.Input<string>;

  /**
   * The environments that see it, like `production` or `review/*`. Several variables may share a key, one per scope. Another scope
   * replaces the variable. For a group's variable this **needs GitLab Premium**: below it GitLab makes the variable for every environment,
   * whatever was asked; such a one is removed at once, and the error says so.
   * @default "*"
   */
  readonly environmentScope?: pulumi.Input<string | undefined>;

  /**
   * Do only pipelines on protected branches and tags see it?
   * @default false
   */
  readonly protected?: pulumi.Input<boolean | undefined>;

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

  /** What people read beside it in GitLab's settings: at most 255 characters. Left out, it is never compared and never sent. */
  readonly description?: pulumi.Input<string | undefined>;

  /**
   * May the first run overwrite a variable of the same key and scope that is there already and differs? Without it such a variable stops the
   * run before anything is touched. Changing it changes nothing in GitLab.
   * @default false
   */
  readonly replaceExisting?: pulumi.Input<boolean | undefined>;
}

/** A variable whose value GitLab shows to those who may see variables. */
interface ShownArgs {
  /**
   * Is the value masked in job logs? It then needs at least 8 characters and no white space.
   * @default false
   */
  readonly masked?: pulumi.Input<boolean | undefined>;

  /**
   * Is the value never shown again, in GitLab's pages and API alike? Needs `masked`. GitLab decides this when a variable is made: changing it
   * makes the variable anew in one update, once GitLab has shown that it masks the value.
   * @default false
   */
  readonly hidden?: pulumi.Input<false | undefined>;
}

/** A variable whose value GitLab hides from everybody. It hides masked variables only. */
interface HiddenArgs {
  /** Is the value masked in job logs? It then needs at least 8 characters and no white space. */
  readonly masked: pulumi.Input<true>;

  /**
   * Is the value never shown again, in GitLab's pages and API alike? Needs `masked`. GitLab decides this when a variable is made: changing it
   * makes the variable anew in one update, once GitLab has shown that it masks the value.
   * @default false
   */
  readonly hidden: pulumi.Input<boolean | undefined>;
}

export type VariableArgs = VariableSettingsArgs & (HiddenArgs | ShownArgs);

/** What the variables of projects and groups have alike. */
export abstract class Variable extends pulumi.CustomResource {
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
  /** What people read beside it, where it was declared. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** May the first run overwrite what is there? */
  declare readonly replaceExisting: pulumi.Output<boolean | undefined>;
}

/** What `remote` is told of both. */
export const FORM = {
  outputs: [
    "environmentScope",
    "protected",
    "masked",
    "hidden",
    "raw",
    "variableType",
    "description",
    "replaceExisting",
  ],
  secrets: ["value"],
} as const;
