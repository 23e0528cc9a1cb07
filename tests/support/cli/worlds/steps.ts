import { EventReader, type Preview, SECRET } from "../../../../cli/preview/events";
import { providerText } from "../../../../provider/domain/provider-text";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import {
  type Declared,
  isGone,
  isOneResource,
  isOurs,
  isRetained,
  isSame,
  type Pair,
  typesIn,
  typeToken,
} from "./declarations";
import type { Shown } from "./shown";

/** How the engine tells a world's steps, where it has more than one way. */
export interface Telling {
  readonly isDeletedFirst: boolean;
  readonly isRefreshed: boolean;
  /** The environment names the first GitLab, whose providers are the engine's own. */
  readonly isAmbientKnown: boolean;
  /** The program keeps the address of the second GitLab secret. */
  readonly isAddressSecret: boolean;
}

/** The preview of a run, read from the events of the engine. */
export function previewOf(pairs: readonly Pair[], shown: Shown, telling: Telling): Preview {
  const reader = new EventReader();
  for (const event of providersOf(shown, telling)) reader.take(JSON.stringify(event));
  for (const [index, pair] of pairs.entries())
    for (const { before, after } of resourcesOf(pair))
      for (const event of eventsOf(`declaration ${index}`, { before, after }, { shown, telling }))
        reader.take(JSON.stringify(event));
  reader.take(JSON.stringify({ summaryEvent: { result: "succeeded" } }));
  return reader.preview;
}

/** Another type is another resource, whatever its name is. */
function resourcesOf({ before, after }: Pair): Pair[] {
  const isOne = before === undefined || after === undefined || isOneResource(before, after);
  return isOne
    ? [{ before, after }]
    : [
        { before, after: undefined },
        { before: undefined, after },
      ];
}

const MADE_BY = { program: "create", import: "import", read: "read" } as const;
const REPLACED_BY = {
  program: "create-replacement",
  import: "import-replacement",
  read: "read-replacement",
} as const;

interface Circumstances {
  readonly shown: Shown;
  readonly telling: Telling;
}

function eventsOf(name: string, { before, after }: Pair, { shown, telling }: Circumstances): object[] {
  const one = after ?? before;
  if (one === undefined) return [];
  const type = typeToken(one);
  const urn = `urn:pulumi:prod::access::${typesIn(one)}::${name}`;
  const [old, wanted] = [before && stateOf(before, shown, true), after && stateOf(after, shown, false)];
  const step = (op: string, states: object) => {
    const provider = `${providerOf(op.startsWith("delete") && before ? before : one)}::0f3c`;
    return { resourcePreEvent: { metadata: { op, urn, type, provider, ...states } } };
  };
  const refresh = { metadata: { op: "refresh", urn, type, old: { ...old, outputs: {} }, new: old } };
  const refreshed = telling.isRefreshed && before?.by === "program" ? [{ resOutputsEvent: refresh }] : [];
  if (after === undefined) return [...refreshed, step(before?.by === "read" ? "read-discard" : "delete", { old })];
  if (before === undefined) return [step(MADE_BY[after.by], { new: wanted })];
  if (after.by === "read" && (before.by === "read" || !isGone(before, after)))
    return [...refreshed, step("read", { old, new: wanted })];
  if (before.by === "program" && isSame(before, after) && !Object.values(after.hidden).includes(UNKNOWN))
    return [...refreshed, step("same", { old, new: wanted })];
  if (before.by === "program" && !isGone(before, after)) return [...refreshed, step("update", { old, new: wanted })];
  const steps = [
    step(REPLACED_BY[after.by], { old, new: wanted }),
    step("replace", { old, new: wanted }),
    step(before.by === "read" ? "discard-replaced" : "delete-replaced", { old }),
  ];
  return [...refreshed, ...(telling.isDeletedFirst ? steps.toReversed() : steps)];
}

function providerOf(one: Declared): string {
  const plugin = isOurs(one) ? "pulumi-nodejs" : "gitlab";
  return `urn:pulumi:prod::access::pulumi:providers:${plugin}::${one.gitlab === 0 ? "default" : "other"}`;
}

/** Only a provider that the program makes has an event of its own. */
function providersOf({ companies }: Shown, { isAddressSecret }: Telling): object[] {
  const address = isAddressSecret ? SECRET : companies[1].address;
  return [
    ["pulumi-nodejs", "gitlab:baseUrl"],
    ["gitlab", "baseUrl"],
  ].map(([plugin, input = ""]) => {
    const type = `pulumi:providers:${plugin}`;
    const state = { inputs: { [input]: address }, outputs: { [input]: address } };
    const urn = `urn:pulumi:prod::access::${type}::other`;
    return { resourcePreEvent: { metadata: { op: "same", urn, type, old: state, new: state } } };
  });
}

function stateOf(one: Declared, shown: Shown, isState: boolean) {
  const __provider = isOurs(one) ? { __provider: providerText(one.type) } : {};
  const inputs = { ...__provider, ...shown.inputs(one, isState) };
  return {
    inputs,
    outputs: isState ? { ...inputs, ...shown.outputs(one) } : inputs,
    retainOnDelete: isRetained(one),
    provider: `${providerOf(one)}::0f3c`,
  };
}
