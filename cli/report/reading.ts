import type { Preview } from "../preview/events";
import { accessOf, mayOpen, opens } from "./access";
import { Instances } from "./declared";
import { type Drift, driftOf, isDrifted } from "./drift";
import { judge, type NotJudged } from "./judged";
import type { Access } from "./model";
import { type Findings, findingsOf } from "./policy";
import { othersOf, runnersOf, type Touched, variablesOf } from "./settings";
import { type Token, tokensOf } from "./tokens";

/** What a preview says, read once. Every section, the verdict and the exit code take it from here. */
export interface Reading {
  readonly access: Access;
  readonly tokens: readonly Token[];
  readonly runners: readonly Touched[];
  readonly variables: readonly Touched[];
  readonly others: readonly Touched[];
  readonly notJudged: readonly NotJudged[];
  /** Addresses in the program that GitLab does not know. Empty if GitLab was not asked. */
  readonly unknownAddresses: readonly UnknownAddress[];
  /** Why GitLab was not asked, or did not answer. */
  readonly notes: readonly string[];
  /** Undefined if a refresh found nothing, or if there was none. */
  readonly drift: Drift | undefined;
  /** What a refresh could not see, so that nobody knows whether it has drifted. */
  readonly notSeen: readonly string[];
  readonly findings: Findings;
  readonly errors: readonly string[];
  /** How many resources the run touches, without Pulumi's own. */
  readonly touched: number;
  readonly hasSucceeded: boolean;
}

/** An address in the program that GitLab does not know. */
export interface UnknownAddress {
  readonly name: string;
  readonly why: string;
  /** An address that GitLab knows and that is written nearly the same. */
  readonly meant?: string;
}

/** Whether the run gives anybody more than before, as far as a report can say. */
export type Widening = "may widen" | "nothing" | "unjudged" | "widens";

interface Circumstances {
  readonly now: Date;
  /** The address of GitLab for resources without a provider of their own. */
  readonly ambient?: string | undefined;
  readonly instances?: Instances;
}

export function readingOf(
  preview: Preview,
  { now, ambient, instances = instancesOf(preview, ambient) }: Circumstances,
): Reading {
  const { changes, unwritten, notJudged } = judge(preview);
  return {
    access: accessOf(changes, instances, unwritten),
    tokens: tokensOf(changes, now, instances),
    runners: runnersOf(changes, instances),
    variables: variablesOf(changes, instances),
    others: othersOf(changes),
    notJudged,
    unknownAddresses: [],
    notes: [],
    drift: isDrifted(changes) ? driftOf(changes, instances) : undefined,
    notSeen: preview.notSeen,
    findings: findingsOf(preview),
    errors: preview.errors.filter((text) => !/^preview failed\s*$/.test(text)),
    touched: preview.changes.filter(({ operation, type }) => operation !== "same" && !type.startsWith("pulumi:"))
      .length,
    hasSucceeded: preview.result === "succeeded",
  };
}

export function instancesOf(preview: Preview, ambient?: string): Instances {
  return new Instances(preview.changes, ambient);
}

export function wideningOf(reading: Reading): Widening {
  const { access, notJudged } = reading;
  const givings = [...reading.tokens, ...reading.runners, ...reading.variables].map(({ giving }) => giving);
  const isCertain =
    access.gained.some(({ isFirst }) => !isFirst) ||
    access.pushable.some(({ isCertain }) => isCertain) ||
    access.changed.some(({ growth }) => growth === "more") ||
    access.switches.some((one) => opens(one) && one.before !== undefined);
  if (isCertain || givings.includes("more")) return "widens";
  const isPossible =
    access.gained.length > 0 ||
    access.pushable.length > 0 ||
    access.changed.some(({ growth }) => growth === "perhaps more") ||
    access.switches.some((one) => opens(one) || mayOpen(one));
  if (isPossible || givings.includes("may be there already")) return "may widen";
  return notJudged.length > 0 ? "unjudged" : "nothing";
}
