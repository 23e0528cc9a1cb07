import { remote } from "../../engine/remote";
import type * as pulumi from "../../engine/sdk";
import { FORM, RotatingToken, type RotatingTokenArgs } from "./rotating-token";

interface ProjectTokenArgs {
  /**
   * The project that the token belongs to: its numeric id or its full path (`acme/billing`).
   * The same project under a new path is no change; another project replaces the token.
   */
  readonly project: pulumi.Input<number | string>;
}

export type RotatingProjectTokenArgs = ProjectTokenArgs & RotatingTokenArgs;

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
 * - **Lost answers**: the end of the description carries a mark of this declaration and attempt. A run removes only the token that it asked for
 *   itself and lost the answer of. What a killed run may have left is named by the next run that makes a token here, and is never removed.
 * - **Renaming** the resource in the program makes a new token and revokes the old one; the option `aliases` keeps it.
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
export class RotatingProjectToken extends RotatingToken {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/gitlab:RotatingProjectToken";

  /** The project as it was declared. */
  declare readonly project: pulumi.Output<number | string>;
  /** The project's numeric id, in decimal. */
  declare readonly projectId: pulumi.Output<string>;
  /** GitLab's own path of the project, where the program writes another one. */
  declare readonly projectPath: pulumi.Output<string | undefined>;

  constructor(name: string, args: RotatingProjectTokenArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = [...FORM.outputs, "projectId", "projectPath"] as const;
    super(...remote(RotatingProjectToken, { name, args, opts }, { ...FORM, outputs }));
  }
}
