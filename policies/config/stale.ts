import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { Access } from "../../provider/domain/access/access";
import { IdentityBook } from "../../provider/domain/identity";
import { addressesOf, declaredBy, ownersOf } from "../reading/resource";
import { matchesGlob } from "./glob";
import { advisory, type Configured } from "./judge";
import { type ConfigSource, configOf, projectListsOf, type RuleConfig } from "./rule-config";
import { fits, type Waivable, type Waiver } from "./waivers";

/** The names and addresses of a stack that a configuration can match. */
export interface Matchable {
  readonly resources: readonly Waivable[];
  /** All ids and paths of the projects and groups that the stack's resources are about. */
  readonly addresses: readonly string[];
  /** The address of a project or group is not known yet, and may match. */
  readonly hasUnknown: boolean;
}

type Resource = Pick<PolicyResource, "name" | "props" | "type" | "urn">;

/** Reports in one line what of a rule's configuration matches nothing in the stack. */
export function sayStale<Config extends RuleConfig>(
  rule: Configured<Config>,
  { resources, ...source }: ConfigSource & { readonly resources: readonly Resource[] },
  report: ReportViolation,
): void {
  const stale = staleIn(rule.config, configOf(rule.config, source), () => matchableIn(resources));
  if (stale.length === 0) return;
  advisory(
    report,
    `The configuration of ${rule.name} names what is not in this stack: ${stale.join(", ")}. Correct it, or leave it if another stack needs it.`,
    { severity: "low" }, // The rule's own severity is that of a violation.
  );
}

/** Returns each part of a configuration that matches nothing; none for a stack without projects and groups. */
export function staleIn(
  schema: RuleConfig,
  config: Readonly<Record<string, unknown>>,
  stackOf: () => Matchable,
): string[] {
  const { except } = schema.parse(config);
  const lists = projectListsOf(schema, config);
  if (except.length === 0 && lists.every(({ globs }) => globs.length === 0)) return [];
  const stack = stackOf();
  if (stack.addresses.length === 0) return [];
  const isAnywhere = (glob: string) => stack.addresses.some((one) => matchesGlob(glob, one));
  const unmatched = lists.flatMap(({ key, globs }) =>
    globs.filter((glob) => !stack.hasUnknown && !isAnywhere(glob)).map((glob) => `${glob} in ${key}`),
  );
  return [...except.filter((waiver) => isStale(waiver, stack)).map((waiver) => inWords(waiver, stack)), ...unmatched];
}

export function matchableIn(resources: readonly Resource[]): Matchable {
  const owners = resources.flatMap((resource) => ownersOf(resource));
  const { mentions } = new Access(resources.flatMap((resource) => declaredBy(resource)));
  const book = new IdentityBook([...mentions, ...owners]);
  return {
    resources: resources.map((resource) => ({ name: resource.name, addresses: addressesOf(resource) })),
    addresses: owners.flatMap((owner) => Object.values(book.namesOf(owner)).filter((name) => name !== undefined)),
    hasUnknown: owners.some(({ written }) => typeof written === "symbol"),
  };
}

function isStale(waiver: Waiver, { resources, hasUnknown }: Matchable): boolean {
  const canTell = waiver.match === undefined || !hasUnknown;
  return canTell && !resources.some((one) => fits(waiver, one));
}

function inWords({ match, resource }: Waiver, { resources }: Matchable): string {
  if (match === undefined) return `the waiver for the resource ${resource}`;
  const isName = resource === undefined && resources.some(({ name }) => matchesGlob(match, name));
  const hint = isName ? " (match is for projects and groups; a resource has that name: write resource instead)" : "";
  return `the waiver for ${match}${hint}`;
}
