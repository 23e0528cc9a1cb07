import { type Address, type AddressKind, canonical } from "../../domain/address";

/** What a declaration names. It holds projects, groups and targets by id, or as the program writes them. */
export type Claim =
  | { readonly about: "switch"; readonly project: Address }
  | { readonly about: "entry"; readonly project: Address; readonly kind: AddressKind; readonly target: Address }
  /** All entries of one kind. */
  | { readonly about: "entries"; readonly project: Address; readonly kind: AddressKind }
  | {
      readonly about: "variable";
      readonly kind: AddressKind;
      readonly owner: Address;
      readonly key: string;
      readonly scope: string;
    };

/** Returns one text for each thing. A text made of ids is also the id of a switch or an entry in a state. */
export function keyOf(claim: Claim): string {
  if (claim.about === "switch") return canonical(claim.project);
  if (claim.about === "entry") return `${listOf(claim)}${canonical(claim.target)}`;
  if (claim.about === "entries") return `${listOf(claim)}*`;
  return `${claim.kind} ${canonical(claim.owner)}:variable:${claim.scope}:${claim.key}`;
}

/** Returns what all claims share of which one may cover another: the list that an entry is in. */
export function groupOf(claim: Claim): string {
  return claim.about === "entry" || claim.about === "entries" ? `${listOf(claim)}*` : keyOf(claim);
}

/** Returns whether the narrow claim is part of the wide one, or the same. */
export function covers(wide: Claim, narrow: Claim): boolean {
  return keyOf(wide) === keyOf(narrow) || (wide.about === "entries" && groupOf(wide) === groupOf(narrow));
}

export function inWords(claim: Claim): string {
  if (claim.about === "switch") return `the job token switch of project ${claim.project}`;
  if (claim.about === "entry")
    return `${claim.kind} ${claim.target} in the job token allowlist of project ${claim.project}`;
  if (claim.about === "entries") return `the ${claim.kind}s in the job token allowlist of project ${claim.project}`;
  const scope = claim.scope === "*" ? "" : ` for environment ${claim.scope}`;
  return `the variable ${claim.key}${scope} of ${claim.kind} ${claim.owner}`;
}

function listOf({ project, kind }: Extract<Claim, { about: "entries" | "entry" }>): string {
  return `${canonical(project)}:${kind}:`;
}
