import * as pulumi from "../../engine/sdk";
import type { RotationConfigurationArgs } from "./rotation-configuration";
import type { TokenScope } from "./scopes";

/** A role by its name. */
export type AccessLevelName =
  | "developer"
  | "guest"
  | "maintainer"
  | "owner"
  | "planner"
  | "reporter"
  | "security_manager";

/** What the tokens of projects and groups are told alike. */
interface TokenSettingsArgs {
  /** The token's name. GitLab can't change it: a new one replaces the token. */
  readonly name: pulumi.Input<string>;

  /** What the token may do, like `["read_api"]`: a set. Changing it replaces the token. */
  readonly scopes: pulumi.Input<pulumi.Input<TokenScope>[]>;

  /** The role of the token's bot user in the project or group. Changing it replaces the token. */
  readonly accessLevel: pulumi.Input<AccessLevelName>;

  /** How long a token lives and how long before its end it is renewed. Changing it renews the token only where the new numbers demand it. */
  readonly rotationConfiguration: pulumi.Input<RotationConfigurationArgs>;

  /** Shown in GitLab, before the mark of this declaration. At most 224 characters. Changing it replaces the token. */
  readonly description?: pulumi.Input<string | undefined>;
}

/** A rotation that leaves one token. */
interface RotateArgs {
  /**
   * `"rotate"`: GitLab's rotation. The bot user stays, the old value dies at once.
   * `"overlap"`: a second token is made, and the previous one stays good for `overlapDays`. **A new token is a new bot user**: push rights on
   * protected branches, approvals and pipeline schedules stay with the old one, and trials on GitLab.com allow one token only.
   * @default "rotate"
   */
  readonly strategy?: pulumi.Input<"rotate" | undefined>;

  /**
   * `"provider"`: the provider's credential reads, rotates and revokes.
   * `"self"`: the token does so itself once it is made, so that a pipeline needs no maintainer's or owner's credential. Needs the scope `self_rotate`
   * (or `api`) and `strategy: "rotate"`.
   * @default "provider"
   */
  readonly rotateWith?: pulumi.Input<"provider" | "self" | undefined>;
  readonly overlapDays?: never;
}

/** A rotation that leaves the previous token beside its successor for some days. A token can't make another one, so it can't do this by itself. */
interface OverlapArgs {
  /** A second token is made, and the previous one stays good for `overlapDays`. **A new token is a new bot user.** */
  readonly strategy: pulumi.Input<"overlap">;

  /**
   * With `strategy: "overlap"`: how many days the previous token stays. At most `rotateBeforeDays`, and less than
   * `expirationDays - rotateBeforeDays`.
   * @default the largest allowed number
   */
  readonly overlapDays?: pulumi.Input<number | undefined>;

  /** The provider's credential makes the second token. */
  readonly rotateWith?: pulumi.Input<"provider" | undefined>;
}

export type RotatingTokenArgs = TokenSettingsArgs & (OverlapArgs | RotateArgs);

/** What the tokens of projects and groups have alike. */
export abstract class RotatingToken extends pulumi.CustomResource {
  /** The token's name. */
  declare readonly name: pulumi.Output<string>;
  /** What the token may do, sorted. */
  declare readonly scopes: pulumi.Output<string[]>;
  /** The role of the token's bot user. */
  declare readonly accessLevel: pulumi.Output<AccessLevelName>;
  /** How long a token lives and how long before its end it is renewed. */
  declare readonly rotationConfiguration: pulumi.Output<{ expirationDays: number; rotateBeforeDays: number }>;
  /** The description without the declaration's mark. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** What happens to the previous token. */
  declare readonly strategy: pulumi.Output<"overlap" | "rotate">;
  /** How many days the previous token stays, where it was declared. */
  declare readonly overlapDays: pulumi.Output<number | undefined>;
  /** Whose credential rotates. */
  declare readonly rotateWith: pulumi.Output<"provider" | "self">;
  /** The current token's numeric id, in decimal: every rotation changes it. */
  declare readonly tokenId: pulumi.Output<string>;
  /** The numeric id of the bot user, `project_<id>_bot_…` or `group_<id>_bot_…`: it stays over rotations with `strategy: "rotate"`. */
  declare readonly userId: pulumi.Output<string>;
  /** The current value. Secret. */
  declare readonly token: pulumi.Output<string>;
  /** The day at whose start, in UTC, the current token dies: `YYYY-MM-DD`. */
  declare readonly expiresAt: pulumi.Output<string>;
  /** Was the token good when Pulumi last looked? */
  declare readonly active: pulumi.Output<boolean>;
  /** When the current token was made: ISO 8601. */
  declare readonly createdAt: pulumi.Output<string>;
  /** The previous value while it is still good, with `strategy: "overlap"`. Secret. */
  declare readonly previousToken: pulumi.Output<string | undefined>;
  /** The previous token's numeric id, in decimal. */
  declare readonly previousTokenId: pulumi.Output<string | undefined>;
  /** The first run on or after this day revokes the previous token: `YYYY-MM-DD`. */
  declare readonly retirePreviousAt: pulumi.Output<string | undefined>;
}

/** What `remote` is told of both. */
export const FORM = {
  outputs: [
    ...(["description", "strategy", "overlapDays", "rotateWith", "expiresAt", "retirePreviousAt"] as const),
    ...(["tokenId", "userId", "token", "active", "createdAt", "previousToken", "previousTokenId"] as const),
  ],
  secrets: ["token", "previousToken"],
  isMadeOnce: true,
} as const;
