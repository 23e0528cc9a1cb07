import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN } from "../../provider/domain/identity";
import { holdsCredential } from "../../provider/domain/token-shapes";
import { type Plain, plain } from "../reading/known";
import { inputsOf } from "../reading/resource";
import { ROTATING_TOKENS } from "../reading/rotation";
import { allBefore } from "./access";

/** The secret outputs of a token's resource. All its other outputs may be read by anybody. */
const SECRET_OUTPUTS = ["token", "previousToken"];

/** The resources of a stack that make tokens. Finds their tokens in the inputs of other resources. */
export class TokenHolders {
  readonly #holders: readonly PolicyResource[];

  constructor(resources: readonly PolicyResource[]) {
    this.#holders = resources.filter(handsOutTokens);
  }

  /**
   * Returns in words whose token an input holds. An input that comes from a token's resource holds its token, even before the token exists.
   * Any other value is compared with the known tokens and with GitLab's token prefixes.
   */
  heldBy({ props, propertyDependencies }: PolicyResource, input: string): string | typeof UNKNOWN | undefined {
    const { [input]: value } = plain(props);
    const sources = propertyDependencies[input] ?? [];
    const source = sources.find((one) => handsOutTokens(one) && !isPublic(one, value)) ?? this.#ownerOf(value);
    if (source !== undefined) return `the token of '${source.name}'`;
    if (value === UNKNOWN) return sources.some(comesAfterToken) ? UNKNOWN : undefined;
    return typeof value === "string" && holdsCredential(value) ? "a GitLab token" : undefined;
  }

  #ownerOf(value: unknown): PolicyResource | undefined {
    if (typeof value !== "string") return undefined;
    return this.#holders.find(({ props }) => secretsIn(plain(props)).some((token) => value.includes(token)));
  }
}

function handsOutTokens(resource: PolicyResource): boolean {
  return inputsOf(resource, ...ROTATING_TOKENS, "UserRunner") !== undefined;
}

function secretsIn(props: Plain): string[] {
  return SECRET_OUTPUTS.map((output) => props[output]).filter(
    (token): token is string => typeof token === "string" && token !== "",
  );
}

/** Returns whether the value is an output that is no secret, such as the token's id or its last day. */
function isPublic({ props }: PolicyResource, value: unknown): boolean {
  return Object.entries(plain(props)).some(
    ([key, output]) => !SECRET_OUTPUTS.includes(key) && typeof output !== "object" && String(output) === value,
  );
}

function comesAfterToken(source: PolicyResource): boolean {
  return [...allBefore(source)].some(handsOutTokens);
}
