import { isDeepStrictEqual } from "node:util";
import { knownPaths, withoutPaths } from "./known-paths";
import { newAttempt } from "./owner-mark";
import { keyAlone, keyIn, type Properties, visible } from "./properties";
import { shownAsUnknown, shownIn } from "./record";
import { addressNames, declare, type Subject, textsBy } from "./subject";
import { isUnknown } from "./unknowns";
import { type CheckFailure, validate } from "./validation";

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Returns the inputs in their normal form, with what the clock and the engine add to them, or the problems with them. */
export function check<Inputs extends object, AddressName extends string, Outputs extends object>(
  subject: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): Checked {
  const { lifecycle, session } = subject;
  meet(subject, olds);
  const { own: given, claimed } = withoutShown(subject, withoutPaths(lifecycle, olds, visible(news)));
  const validated = validate(lifecycle.inputs, given);
  const { inputs, parsed } = validated;
  const failures = [...validated.failures, ...foreignDates(subject, olds, news)];
  const own = { ...inputs, ...attemptOf(subject, olds, news), ...keyAlone(news) };
  if (failures.length > 0) return { inputs: own, failures };
  const filling = {
    clock: session.clock(),
    isPreview: isUnknown(news.__attempt),
    say: (text: string) => session.say(text),
  };
  const filled = { ...own, ...lifecycle.prefill?.(olds, inputs, filling), ...knownPaths(lifecycle, olds, validated) };
  if (parsed === undefined) return { inputs: { ...filled, ...shownAsUnknown(lifecycle) }, failures };
  if (claimed !== undefined && !isDeepStrictEqual(claimed, shownIn(lifecycle, parsed)))
    return { inputs: filled, failures: [{ property: "", reason: foreignShown(lifecycle.shown?.key ?? "") }] };
  const problem = declare(subject, { news: { ...news, ...inputs }, inputs: parsed });
  return {
    inputs: { ...filled, ...shownIn(lifecycle, parsed) },
    failures: problem === undefined ? [] : [{ property: "", reason: problem }],
  };
}

/**
 * Takes out what check itself makes of the inputs. A file for `pulumi import` holds it, because it is in every state; a program that has it
 * must have it right.
 */
function withoutShown<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle: { shown } }: Subject<Inputs, AddressName, Outputs>,
  news: Properties,
): { readonly own: Properties; readonly claimed?: Properties } {
  if (shown === undefined || news[shown.key] === undefined) return { own: news };
  const { [shown.key]: claimed, ...own } = news;
  return { own, claimed: { [shown.key]: claimed } };
}

function foreignShown(key: string): string {
  return `${key} follows from the other inputs, and these say something else: leave it out`;
}

/** Returns the problems with inputs that only check may fill in. */
function foreignDates<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
  news: Properties,
): CheckFailure[] {
  const { filledIn } = lifecycle;
  if (filledIn === undefined) return [];
  const key = keyIn(news);
  if (Object.keys(olds).length > 0) session.oldInputs.set(key, olds);
  const before = session.oldInputs.get(key) ?? {};
  const foreign = Object.keys(filledIn).filter((name) => (news[name] ?? before[name]) !== before[name]);
  return foreign.map((name) => ({
    property: "",
    reason: `there is no input "${name}": ${filledIn[name]}. Only ignoreChanges keeps the one that the state has`,
  }));
}

/** Remembers as ours what the old inputs name. Inputs of another version may be unreadable now; they are then ignored. */
function meet<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  olds: Properties,
): void {
  if (lifecycle.claim === undefined) return;
  const known = Object.entries(olds).filter(([key]) => key in lifecycle.inputs.shape);
  const parsed = lifecycle.inputs.safeParse(Object.fromEntries(known));
  if (parsed.success)
    session.met.meet(
      lifecycle.claim(
        textsBy(addressNames(lifecycle), (name) => olds[name]),
        parsed.data,
      ),
    );
}

/** The class draws an attempt in each run, and leaves it unknown in a preview. Where there are old inputs, their attempt stays. */
function attemptOf<Inputs extends object, AddressName extends string, Outputs extends object>(
  { lifecycle, session }: Subject<Inputs, AddressName, Outputs>,
  { __attempt: former }: Properties,
  { __attempt: drawn = newAttempt() }: Properties,
): Properties {
  if (lifecycle.madeOnce === undefined) return {};
  session.madeOnce.meet({ attempt: former });
  return { __attempt: former ?? drawn };
}
