import { listedName } from "../../domain/identity";
import { type Element, elementOf, inOrder, type Listing } from "./elements";
import { type Inputs, listingsIn, listOf, managedKinds } from "./inputs";
import { type Account, accountOf } from "./mandate";
import { asFound, type Names, namesIn } from "./names";
import type { Entry } from "./plan";

/** gRPC's trailer carries a failure together with the state and holds 64 kB. */
const LONGEST_FOUND = 16_000;

/** What GitLab holds, as a state records it. */
interface Found {
  readonly inputs: Inputs;
  readonly outputs: Account & { readonly __ids: Record<string, string> };
}

/** What a run is responsible for. */
interface Recorded {
  readonly names: Names;
  readonly recorded: readonly Entry[];
  readonly projectId: string;
  readonly strays?: readonly Entry[];
}

export function foundIn(inputs: Inputs, { names, recorded, projectId, strays = [] }: Recorded): Found {
  const found = asFound(inputs, names, recorded, projectId);
  return { inputs: found, outputs: { ...accountOf(recorded, strays), __ids: { ...namesIn(found, names, recorded) } } };
}

/**
 * Returns what a failure records. A long list leaves its paths out: they can be looked up. It leaves its permissions out, too, if they are
 * still too long: the next run reads them before it changes any.
 */
export function shortened(found: Found): Found {
  if (JSON.stringify(found).length <= LONGEST_FOUND) return found;
  const { inputs, outputs } = found;
  const idOf = ({ kind, address }: Listing) =>
    typeof address === "number" ? address : Number(outputs.__ids[listedName(kind, address)] ?? address);
  const short = { ...outputs, __strays: shortNames(outputs.__strays), __ids: {} };
  const byId = withLists(inputs, (listing) => elementOf({ ...listing, address: idOf(listing) }, inputs.permissions));
  if (JSON.stringify(byId).length <= LONGEST_FOUND) return { inputs: byId, outputs: short };
  const { permissions: _, ...rest } = withLists(inputs, idOf);
  return { inputs: rest, outputs: short };
}

function withLists(inputs: Inputs, elementFor: (listing: Listing) => Element): Inputs {
  const lists = managedKinds(inputs).map((kind) => [
    listOf[kind],
    inOrder(kind, listingsIn(inputs, kind).map(elementFor)),
  ]);
  return { ...inputs, ...Object.fromEntries(lists) };
}

function shortNames(strays: Account["__strays"]): Account["__strays"] {
  return Object.fromEntries(Object.keys(strays).map((key) => [key, key]));
}
