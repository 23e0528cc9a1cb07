import type { Preview } from "../preview/events";
import { type Access, accessOf, mayOpen, opens } from "./access";
import { Instances } from "./declared";
import { type Drift, driftOf, isDrifted } from "./drift";
import { judge, type NotJudged } from "./judged";
import { type Findings, findingsOf } from "./policy";
import { othersOf, runnersOf, type Touched, variablesOf } from "./settings";
import { type Token, tokensOf } from "./tokens";

/** What a preview says, read once: every section, the verdict and the exit code take it from here. */
export interface Reading {
  readonly access: Access;
  readonly tokens: readonly Token[];
  readonly runners: readonly Touched[];
  readonly variables: readonly Touched[];
  readonly others: readonly Touched[];
  readonly notJudged: readonly NotJudged[];
  /** Addresses of the program that lead nowhere, where GitLab was asked. */
  readonly unknownAddresses: readonly UnknownAddress[];
  /** Why GitLab was not asked, or did not answer. */
  readonly notes: readonly string[];
  /** Undefined where a refresh found nothing, or none was asked for. */
  readonly drift: Drift | undefined;
  /** What a refresh could not see: there may be drift. */
  readonly notSeen: readonly string[];
  readonly findings: Findings;
  readonly errors: readonly string[];
  /** How many resources the run touches, Pulumi's own left out. */
  readonly touched: number;
  readonly hasSucceeded: boolean;
}

/** An address of the program that leads nowhere. */
export interface UnknownAddress {
  readonly name: string;
  readonly why: string;
  /** What is there and is written nearly the same. */
  readonly meant?: string;
}

/** Whether anybody is given more than before, as far as anybody can say. */
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
  const { changes, notJudged } = judge(preview);
  return {
    access: accessOf(changes, instances),
    tokens: tokensOf(changes, now),
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
    access.switches.some((one) => opens(one) && one.before !== undefined);
  if (isCertain || givings.includes("more")) return "widens";
  const isPossible = access.gained.length > 0 || access.switches.some((one) => opens(one) || mayOpen(one));
  if (isPossible || givings.includes("may be there already")) return "may widen";
  return notJudged.length > 0 ? "unjudged" : "nothing";
}
