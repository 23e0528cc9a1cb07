import type * as pulumi from "@pulumi/pulumi";

/** A role by its name. */
export type AccessLevelName =
  | "developer"
  | "guest"
  | "maintainer"
  | "owner"
  | "planner"
  | "reporter"
  | "security_manager";

export interface RotationConfigurationArgs {
  /** How many days a new token lives: 2 to 365, or to 400 where the instance allows. */
  readonly expirationDays: pulumi.Input<number>;
  /** So many days before its end a token is renewed: at least 1, less than `expirationDays`. */
  readonly rotateBeforeDays: pulumi.Input<number>;
}
