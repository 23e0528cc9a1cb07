import { newAttempt } from "./owner-mark";
import { keyAlone, keyIn, type Properties, visible } from "./properties";
import { shownAsUnknown, shownIn } from "./record";
import { declare, type Subject } from "./subject";
import { type CheckFailure, validate } from "./validation";

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Inputs in their normal form, with what the clock and the engine add to them, or what is wrong with them. */
export function check<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): Checked {
  const { lifecycle, session } = subject;
  const { inputs, failures, parsed } = validate(lifecycle.inputs, visible(news));
  const own = { ...inputs, ...attemptOf(subject, keyIn(news), olds), ...keyAlone(news) };
  if (failures.length > 0) return { inputs: own, failures };
  const filled = { ...own, ...lifecycle.prefill?.(olds, inputs, session.clock(), (text) => session.say(text)) };
  if (parsed === undefined) return { inputs: { ...filled, ...shownAsUnknown(lifecycle) }, failures };
  const problem = declare(subject, { news: { ...news, ...inputs }, inputs: parsed });
  return {
    inputs: { ...filled, ...shownIn(lifecycle, parsed) },
    failures: problem === undefined ? [] : [{ property: "", reason: problem }],
  };
}

/** One attempt for a declaration's whole life: its old inputs carry it on. */
function attemptOf<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, owners }: Subject<Inputs, AddressName, Outputs>,
  key: string,
  { __attempt: former }: Properties,
): Properties {
  if (lifecycle.owned === undefined) return {};
  if (typeof former !== "string") return { __attempt: newAttempt() };
  owners.meet({ key, attempt: former });
  return { __attempt: former };
}
