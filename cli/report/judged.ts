import { isDeepStrictEqual } from "node:util";
import { kindOf, typeNameOf } from "../../provider/domain/kinds";
import { providerText } from "../../provider/domain/provider-text";
import { asOurs } from "../../provider/domain/pulumi-gitlab";
import { type Change, isLeaving, isReleased, type Preview, type State } from "../preview/events";

/** Something that the run touches and that the report can't judge. */
export interface NotJudged {
  readonly name: string;
  readonly why: string;
}

/** The changes of a preview that can be judged, with the type and input names of this package, and those that can't. */
export interface Judged {
  readonly changes: readonly Change[];
  /** What is imported or only read, so that GitLab may hold anything in its place. */
  readonly unwritten: readonly Change[];
  readonly notJudged: readonly NotJudged[];
}

const DYNAMIC = /^pulumi-nodejs:dynamic/;

export function judge({ changes, unreadable }: Preview): Judged {
  const read = changes.map((change) => ({ change, why: foreignness(change) }));
  const judged = read.flatMap(({ change, why }) => (why === undefined ? [inOurWords(change)] : []));
  return {
    // A foreign resource that no step touches is left out as well: nobody knows whether it ever did what it declares.
    changes: judged.filter((change) => !isUnwritten(change)),
    unwritten: judged.filter(isUnwritten),
    notJudged: [
      ...read.flatMap(({ change, why }) => (why === undefined || isKnown(change) ? [] : [{ name: change.name, why }])),
      ...judged
        .filter((change) => change.isUnwritten === true && kindOf(change.type) !== undefined && !isKnown(change))
        .map(({ name }) => ({ name, why: UNWRITTEN })),
      ...judged.filter(mayClose).map(({ name }) => ({ name, why: OPEN_OR_CLOSED })),
      ...unreadable.map((name) => ({ name, why: "its event can't be read: update this package, or the CLI" })),
    ],
  };
}

const OPEN_OR_CLOSED =
  "pulumi-gitlab closes the project when this goes, or leaves it open: that depends on its version. " +
  "Once it is closed, job tokens of listed projects may push to it, where both settings for that are on";

const UNWRITTEN =
  "it is imported or only read: this run does not write it, and the preview does not say what GitLab holds in its place";

/** Returns whether no step touches the resource: it is as it was, or it is read as in the run before. */
function isKnown({ operation, isUnwritten, before, after }: Change): boolean {
  return operation === "same" && (isUnwritten !== true || isDeepStrictEqual(before?.inputs, after?.inputs));
}

function isUnwritten({ operation, isUnwritten }: Change): boolean {
  return operation === "same" && isUnwritten === true;
}

/** Returns whether a list of pulumi-gitlab goes, which closes the project in its newer versions. One that was closed stays so. */
export function mayClose(change: Change): boolean {
  const isTheirs = typeNameOf(change.type) === "JobTokenAllowlist" && !isOurs(change);
  if (!isTheirs || !isLeaving(change) || isReleased(change)) return false;
  return (change.before?.inputs.enabled ?? true) !== true;
}

/** Of a change in our words. Resources of pulumi-gitlab have no code of their own in their inputs. */
export function isOurs({ after, before }: Change): boolean {
  return (after ?? before)?.inputs.__provider !== undefined;
}

/** Says why a resource runs code of its own: a dynamic resource runs what its `__provider` names, whatever its type is. */
function foreignness({ type, before, after }: Change): string | undefined {
  if (!DYNAMIC.test(type)) return undefined;
  const ours = typeNameOf(type);
  if (ours === undefined) return `it runs code of its own, as ${type}`;
  const texts = [before, after].flatMap((state) => (state === undefined ? [] : [state.inputs.__provider]));
  return texts.every((text) => text === providerText(ours))
    ? undefined
    : `it is called ${type} and runs code of its own`;
}

/** A resource of pulumi-gitlab that means the same as one of ours, as ours. Teams use both packages. */
function inOurWords(change: Change): Change {
  const read = (state: State | undefined) => state && asOurs(change.type, state.inputs);
  const name = (read(change.after) ?? read(change.before) ?? read(change.expected))?.name;
  if (name === undefined) return change;
  const state = (given: State | undefined) => given && { ...given, inputs: read(given)?.inputs ?? given.inputs };
  return {
    ...change,
    type: `pulumi-nodejs:dynamic/gitlab:${name}`,
    before: state(change.before),
    after: state(change.after),
    expected: state(change.expected),
  };
}
