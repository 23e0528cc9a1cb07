import { EventReader, type Preview } from "../../../../cli/preview/events";
import { providerText } from "../../../../provider/domain/provider-text";
import { UNKNOWN } from "../../../../provider/engine/unknowns";
import { type Declared, isGone, isOurs, isSame, type Pair, typeToken } from "./declarations";
import type { Shown } from "./shown";

/** How the engine tells a world's steps, where it has more than one way. */
export interface Telling {
  readonly isDeletedFirst: boolean;
  readonly isRefreshed: boolean;
}

/** The preview of a run, read from the events of the engine. */
export function previewOf(pairs: readonly Pair[], shown: Shown, telling: Telling): Preview {
  const reader = new EventReader();
  for (const [index, pair] of pairs.entries())
    for (const { before, after } of resourcesOf(pair))
      for (const event of eventsOf(`declaration ${index}`, { before, after }, { shown, telling }))
        reader.take(JSON.stringify(event));
  reader.take(JSON.stringify({ summaryEvent: { result: "succeeded" } }));
  return reader.preview;
}

/** Another type is another resource, whatever its name is. */
function resourcesOf({ before, after }: Pair): Pair[] {
  const isOne = before === undefined || after === undefined || before.type === after.type;
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
  const urn = `urn:pulumi:prod::access::${type}::${name}`;
  const [old, wanted] = [before && stateOf(before, shown, true), after && stateOf(after, shown, false)];
  const step = (op: string, states: object) => ({ resourcePreEvent: { metadata: { op, urn, type, ...states } } });
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

function stateOf(one: Declared, shown: Shown, isState: boolean) {
  const __provider = isOurs(one) ? { __provider: providerText(one.type) } : {};
  const inputs = { ...__provider, ...shown.inputs(one, isState) };
  return {
    inputs,
    outputs: isState ? { ...inputs, ...shown.outputs(one) } : inputs,
    retainOnDelete: one.retainOnDelete,
  };
}
