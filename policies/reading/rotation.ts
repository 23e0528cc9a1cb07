import type { PolicyResource } from "@pulumi/policy";
import { RotatingGroupToken, RotatingProjectToken } from "pulumi-gitlab-ci-access";
import { type CannotTell, cannotTell, known } from "./known";

/** How long a token lives and how long before its end it is renewed. */
interface Rotation {
  readonly expirationDays: CannotTell | number;
  readonly rotateBeforeDays: CannotTell | number;
}

export function isRotatingToken({ isType }: Pick<PolicyResource, "isType">): boolean {
  return isType(RotatingProjectToken) || isType(RotatingGroupToken);
}

export function rotationOf(props: Readonly<Record<string, unknown>>): Rotation {
  const configuration = known(props, "rotationConfiguration");
  const days = (key: string): CannotTell | number => {
    if (typeof configuration !== "object" || configuration === null || !(key in configuration)) return cannotTell;
    const value: unknown = known(configuration, key as keyof typeof configuration); // `in` has just said so.
    return typeof value === "number" ? value : cannotTell;
  };
  return { expirationDays: days("expirationDays"), rotateBeforeDays: days("rotateBeforeDays") };
}
