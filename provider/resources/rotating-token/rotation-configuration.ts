import type * as pulumi from "../../engine/sdk";

export interface RotationConfigurationArgs {
  /** How many days a new token lives: 2 to 365, or to 400 where the instance allows. */
  readonly expirationDays: pulumi.Input<number>;
  /** So many days before its end a token is renewed: at least 1, less than `expirationDays`. */
  readonly rotateBeforeDays: pulumi.Input<number>;
}
