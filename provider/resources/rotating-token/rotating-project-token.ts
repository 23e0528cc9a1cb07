import { remote } from "../../engine/remote";
import * as pulumi from "../../engine/sdk";
import type { AccessLevelName, RotationConfigurationArgs } from "./rotation-args";

export interface RotatingProjectTokenArgs {
  /**
   * The project that the token belongs to: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the token.
   */
  readonly project: pulumi.Input<number | string>;

  /** The token's name. GitLab can't change it: a new one replaces the token. */
  readonly name: pulumi.Input<string>;

  /** What the token may do, like `["read_api"]`: a set. Changing it replaces the token. */
  readonly scopes: pulumi.Input<pulumi.Input<string>[]>;

  /** The role of the token's bot user in the project. Changing it replaces the token. */
  readonly accessLevel: pulumi.Input<AccessLevelName>;

  /** How long a token lives and how long before its end it is renewed. Changing it renews the token only where the new numbers demand it. */
  readonly rotationConfiguration: pulumi.Input<RotationConfigurationArgs>;

  /** Shown in GitLab, before the mark of this declaration. At most 224 characters. Changing it replaces the token. */
  readonly description?: pulumi.Input<string | undefined>;

  /**
   * `"rotate"`: GitLab's rotation. The bot user stays, the old value dies at once.
   * `"overlap"`: a second token is made, and the previous one stays good for `overlapDays`. **A new token is a new bot user**: push rights on
   * protected branches, approvals and pipeline schedules stay with the old one, and trials on GitLab.com allow one token only.
   * @default "rotate"
   */
  readonly strategy?: pulumi.Input<"overlap" | "rotate" | undefined>;

  /**
   * With `strategy: "overlap"`: how many days the previous token stays. At most `rotateBeforeDays`, and less than
   * `expirationDays - rotateBeforeDays`.
   * @default the largest allowed number
   */
  readonly overlapDays?: pulumi.Input<number | undefined>;

  /**
   * `"provider"`: the provider's credential reads, rotates and revokes.
   * `"self"`: the token does so itself once it is made, so that a pipeline needs no maintainer's credential. Needs the scope `self_rotate`
   * (or `api`) and `strategy: "rotate"`.
   * @default "provider"
   */
  readonly rotateWith?: pulumi.Input<"provider" | "self" | undefined>;
}

/**
 * An access token of a project that renews itself: whenever `pulumi up` runs within `rotateBeforeDays` of its end, it is rotated, and
 * everything that uses `token` gets the new value in the same run.
 *
 * - **Needs** a personal or service account token with scope `api` whose user has at least the Maintainer role in the project. Tokens of projects and groups
 *   belong to bots, which can't manage other tokens. With `rotateWith: "self"` this is needed once, to make it.
 * - **Preview** shows `~ expiresAt` when a rotation is due; `ignoreChanges: ["expiresAt"]` stops it. Days are UTC days, and a token dies at
 *   00:00 UTC at the start of `expiresAt`. `GITLAB_CI_ACCESS_NOW=2027-03-01 pulumi preview` shows what would rotate then;
 *   `GITLAB_CI_ACCESS_ROTATION=hold` leaves due rotations to another pipeline, as long as the token lives.
 * - **Never takes over** a token that exists, because GitLab shows a value once: make this one, move its users, revoke the old one.
 * - **Outside changes**: `pulumi refresh` sees a token that someone revoked, rotated or let expire; the next `pulumi up` renews it, with the
 *   same bot user where GitLab still has it (30 days after its last token ended, GitLab deletes it).
 * - **Lost answers** leave nothing behind: the end of the description carries a mark of this declaration, and only what carries it, was never
 *   used and is in no state is removed. Names decide nothing.
 * - **Destroying** it revokes the current and the previous token.
 * - **Errors**: 400 names what GitLab refuses (rights, limits, dates); 401 has four causes, which the error tells apart.
 *
 * @example A token for a nightly job, renewed a week before its end
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const token = new gitlab.RotatingProjectToken("nightly", {
 *   project: "acme/billing",
 *   name: "nightly",
 *   scopes: ["read_api"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
 * });
 * new gitlab.ProjectVariable("nightly", { project: "acme/deploy", key: "NIGHTLY_TOKEN", value: token.token, protected: true, masked: true });
 * ```
 *
 * @example Users that need days to follow: the previous token stays good for five
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const token = new gitlab.RotatingProjectToken("mirror", {
 *   project: "acme/billing",
 *   name: "mirror",
 *   scopes: ["read_repository"],
 *   accessLevel: "reporter",
 *   rotationConfiguration: { expirationDays: 90, rotateBeforeDays: 14 },
 *   strategy: "overlap",
 *   overlapDays: 5,
 * });
 * export const previous = token.previousToken;
 * ```
 *
 * @see https://docs.gitlab.com/user/project/settings/project_access_tokens/
 * @see https://docs.gitlab.com/api/project_access_tokens/
 */
export class RotatingProjectToken extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:RotatingProjectToken";

  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
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
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** The current token's numeric id, in decimal: every rotation changes it. */
  declare readonly tokenId: pulumi.Output<string>;
  /** The numeric id of the bot user, `project_<id>_bot_…`: it stays over rotations with `strategy: "rotate"`. */
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

  /**
   * @param name The resource's unique name in the stack. Renaming it makes a new token and revokes the old one.
   * @param args What is wanted.
   * @param opts Pulumi's options. `provider` takes a `Provider` of this package.
   */
  constructor(name: string, args: RotatingProjectTokenArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      ...remote(RotatingProjectToken, name, args, [...optional, "projectId", ...added], opts, [
        "token",
        "previousToken",
      ]),
    );
  }
}

const optional = ["description", "strategy", "overlapDays", "rotateWith", "expiresAt", "retirePreviousAt"];
const added = ["tokenId", "userId", "token", "active", "createdAt", "previousToken", "previousTokenId"];
