import type { PolicyResource } from "@pulumi/policy";
import { UserRunner } from "pulumi-gitlab-ci-access";
import { holdsCredential } from "../../provider/domain/token-shapes";
import { type CannotTell, cannotTell, known } from "../reading/known";
import { isRotatingToken } from "../reading/rotation";
import { allBefore } from "./dependencies";

/** The outputs that are secret. Everything else that a token's resource says of it may be read by anybody. */
const SECRET_OUTPUTS = ["token", "previousToken"];

/** The resources of a stack that hand out tokens, and what tells their tokens in somebody's input. */
export class TokenHolders {
  readonly #holders: readonly PolicyResource[];

  constructor(resources: readonly PolicyResource[]) {
    this.#holders = resources.filter(handsOutTokens);
  }

  /**
   * In words, whose token an input holds. Where its value comes from says it even before the token exists; a value that came by another
   * way, as text or through the configuration, is compared, and looked at for GitLab's prefixes.
   */
  heldBy({ props, propertyDependencies }: PolicyResource, input: string): CannotTell | string | undefined {
    const value: unknown = known(props, input);
    const sources = propertyDependencies[input] ?? [];
    const source = sources.find((one) => handsOutTokens(one) && !isPublic(one, value)) ?? this.#ownerOf(value);
    if (source !== undefined) return `the token of '${source.name}'`;
    if (value === cannotTell) return sources.some(comesAfterToken) ? cannotTell : undefined;
    return typeof value === "string" && holdsCredential(value) ? "a GitLab token" : undefined;
  }

  #ownerOf(value: unknown): PolicyResource | undefined {
    if (typeof value !== "string") return undefined;
    return this.#holders.find(({ props }) =>
      SECRET_OUTPUTS.some((output) => {
        const token: unknown = known(props, output);
        return typeof token === "string" && token !== "" && value.includes(token);
      }),
    );
  }
}

function handsOutTokens(resource: PolicyResource): boolean {
  return isRotatingToken(resource) || resource.isType(UserRunner);
}

/** Is it one of the things that may be read: the token's id, the day of its end? */
function isPublic({ props }: PolicyResource, value: unknown): boolean {
  return Object.keys(props)
    .filter((key) => !SECRET_OUTPUTS.includes(key))
    .map((key): unknown => known(props, key))
    .some((output) => typeof output !== "object" && String(output) === value); // A list may hold what is not known yet.
}

function comesAfterToken(source: PolicyResource): boolean {
  return [...allBefore(source)].some(handsOutTokens);
}
