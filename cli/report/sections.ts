import type { Kind } from "../../provider/domain/kinds";
import { type Change, isReleased } from "../preview/events";
import { accessSection, moves } from "./access-section";
import type { Drift } from "./drift";
import { block, code, sentence, value } from "./escape";
import { graphOf } from "./graph";
import { all, first, folded, type Line } from "./lines";
import type { Finding, Findings } from "./policy";
import type { Reading, UnknownAddress } from "./reading";
import type { Setting, Touched } from "./settings";
import type { Overdue, Token } from "./tokens";

/** The first error says what is wrong, and most of the others follow from it. */
const MOST_ERRORS = 10;

const legend =
  "<sub>A job token is the key that every CI job of a project carries. Arrows lead from whose jobs come in to what they open.</sub>";

interface Section {
  readonly title: string;
  readonly of: (reading: Reading) => string[];
}

/** What a report says of each kind of resource: no kind is left out. */
const ofKind: Readonly<Record<Kind, Section>> = {
  access: { title: "Whose job tokens open what", of: ({ access }) => [...accessSection(access), ...pictureOf(access)] },
  token: { title: "Tokens and when they rotate", of: ({ tokens }) => tokensSection(tokens) },
  runner: { title: "Runners", of: ({ runners }) => touchedSection(runners) },
  variable: { title: "Variables", of: ({ variables }) => touchedSection(variables) },
};

const sections: readonly Section[] = [
  { title: "Refused by policy", of: ({ findings }) => findingsSection(findings.mandatory) },
  { title: "Errors", of: ({ errors }) => errors.slice(0, MOST_ERRORS).map(block) },
  {
    title: "Not judged",
    of: ({ notJudged }) => all(notJudged.map(({ name, why }) => about(name, `${code(name)}: ${sentence(why)}`))),
  },
  {
    title: "Addresses that GitLab does not know",
    of: ({ unknownAddresses }) => all(unknownAddresses.map(addressLine)),
  },
  { title: "Changed behind Pulumi's back", of: ({ drift }) => (drift === undefined ? [] : driftSection(drift)) },
  { title: "Not seen", of: ({ notSeen }) => all(notSeen.map((what) => about(what, sentence(what)))) },
  ofKind.access,
  ofKind.token,
  ofKind.runner,
  ofKind.variable,
  { title: "Other resources, which this report does not judge", of: ({ others }) => touchedSection(others) },
  { title: "Advice of the policies", of: ({ findings }) => findingsSection(findings.advisory) },
  { title: "Not asked", of: ({ notes }) => first(notes.map(sentence)) },
  { title: "Waivers", of: ({ findings }) => waiversSection(findings) },
];

/** The sections that have something to say, each as one text. */
export function sectionsOf(reading: Reading): string[] {
  return sections.flatMap(({ title, of }) => {
    const parts = of(reading);
    return parts.length === 0 ? [] : [[`#### ${title}`, ...parts].join("\n\n")];
  });
}

function addressLine({ name, why, meant }: UnknownAddress): Line {
  const instead = meant === undefined ? "" : ` Did you mean ${code(meant)}?`;
  return about(name, `${code(name)}: ${sentence(why)}${instead}`);
}

function pictureOf(access: Reading["access"]): string[] {
  const graph = graphOf(access);
  return graph === undefined ? [] : [graph, legend];
}

function findingsSection(findings: readonly Finding[]): string[] {
  return first(
    findings.map(({ rule, severity, resource, message }) => {
      const on = resource === undefined ? "" : ` on ${code(resource)}`;
      return `${code(rule)}${severity === undefined ? "" : ` (${sentence(severity)})`}${on}: ${sentence(message)}`;
    }),
  );
}

function waiversSection({ waived }: Findings): string[] {
  return first(
    waived.map(({ rule, resource, reason, until, message }) => {
      const on = resource === undefined ? "" : ` on ${code(resource)}`;
      return `${code(rule)}${on}, ${until === undefined ? "for good" : `until ${code(until)}`}, because ${sentence(reason)}: ${sentence(message)}`;
    }),
  );
}

function tokensSection(tokens: readonly Token[]): string[] {
  const isResting = ({ event, giving, overdue }: Token) =>
    event === "kept" && giving === "less or the same" && overdue === undefined;
  const resting = tokens.filter(isResting).map(tokenLine);
  return [
    ...all(tokens.filter((token) => !isResting(token)).map((token) => about(token.place, tokenLine(token)))),
    ...folded("Tokens that stay as they are", first(resting)),
  ];
}

/** GitLab keeps what `retainOnDelete` spares. */
const RELEASED = "Stays in GitLab, no longer managed";

const verbs: Readonly<Record<Token["event"], string>> = {
  created: "**New**",
  kept: "Stays",
  released: RELEASED,
  removed: "**Revoked**",
  renewed: "**Renewed by this run**",
  replaced: "**Replaced by a new one**",
};

function tokenLine(token: Token): string {
  const { event, kind, name, place, giving, settings, overlapsUntil, overdue } = token;
  const verb = event === "kept" && (giving === "more" || settings.length > 0) ? "**Changes**" : verbs[event];
  const overlap = overlapsUntil === undefined ? "" : `; the previous one stays good until ${code(overlapsUntil)}`;
  const late = overdue === undefined ? "" : lateness(overdue);
  return `${verb}: ${kind} ${code(name)} of ${code(place)}${datesOf(token)}${overlap}${termsOf(token)}${keptOf(token.change)}${gives(token)}${late}`;
}

/** Of what is replaced. */
function keptOf(change: Change): string {
  return change.operation === "replace" && isReleased(change) ? "; the old one stays in GitLab, no longer managed" : "";
}

function datesOf({ event, endsOn, endedOn, dueOn }: Token): string {
  if (event === "removed" || endsOn === undefined) return "";
  if (event === "released") return `; GitLab ends it on ${code(endsOn)}`;
  const end = endedOn === undefined ? code(endsOn) : `${code(endedOn)} → ${code(endsOn)}`;
  return `; ends ${end}${dueOn === undefined ? "" : `, due again from ${code(dueOn)} on`}`;
}

/** The scopes and the role of every token that the run touches, with the old ones where they change. */
function termsOf({ event, terms, settings }: Token): string {
  if (terms === undefined || event === "removed") return "";
  const isChanged = (key: string) => settings.some((one) => one.key === key);
  const unchanged = [
    ...(isChanged("scopes") ? [] : [`scopes ${value(terms.scopes)}`]),
    ...(isChanged("accessLevel") ? [] : [`role ${value(terms.role)}`]),
  ];
  return [...unchanged, ...settings.map(settingLine)].map((term) => `; ${term}`).join("");
}

function lateness({ problem, since, endsOn }: Overdue): string {
  return problem === "rotation not done"
    ? `. **Overdue**: it was due on ${code(since)}, and the present one ends on ${code(endsOn)}`
    : `. **Overdue**: the previous one was to be revoked on ${code(since)}`;
}

const doings: Readonly<Record<Touched["operation"], string>> = {
  create: "**New**",
  delete: "**Deleted**",
  replace: "**Replaced by a new one**",
  same: "Stays",
  update: "**Changes**",
};

function touchedSection(touched: readonly Touched[]): string[] {
  return all(
    touched.map((one) => {
      const { operation, name, what, settings, rest, change } = one;
      const isOther = operation === "update" && settings.length === 0 && rest !== undefined;
      const changes = isOther ? `; only ${rest}` : settings.map((setting) => `; ${settingLine(setting)}`).join("");
      const doubt = doubtOf(one);
      const doing = operation === "delete" && isReleased(change) ? RELEASED : doings[operation];
      return about(name, `${doing}: ${code(name)} (${sentence(what)})${changes}${keptOf(change)}${gives(one)}${doubt}`);
    }),
  );
}

const FOUND: Readonly<Record<NonNullable<Touched["found"]>, string>> = {
  equal: "; taken over: it is there already, and its value can't be compared here",
  "other settings":
    "; there already with other settings: `up` stops before it touches it, unless `replaceExisting` is set",
  "to be replaced": "; replaces what is there already",
};

function doubtOf({ giving, found }: Touched): string {
  if (found !== undefined) return FOUND[found];
  return giving === "may be there already" ? "; declared for the first time, may be there already" : "";
}

function settingLine({ key, before, after }: Setting): string {
  return `${code(key)}: ${value(before)} → ${value(after)}`;
}

/** Says that a resource gives more, and by which settings if it is not new. */
function gives({ giving, settings }: Pick<Token, "giving" | "settings">): string {
  if (giving !== "more") return "";
  const by = settings.filter(({ isGain }) => isGain).map(({ key }) => code(key));
  return `; **gives more than before**${by.length === 0 ? "" : ` by ${by.join(", ")}`}`;
}

function driftSection({ access, moved, others }: Drift): string[] {
  return [
    ...all(moves(access)),
    ...first(moved.map(({ called, path }) => `**Moved**: ${code(called)} is at ${code(path)} in GitLab now`)),
    ...first(
      others.map(({ name, type, keys }) => {
        const how = keys === undefined ? "is gone" : `differs in ${keys.map(code).join(", ")}`;
        return `${code(name)} (${sentence(type)}) ${how}`;
      }),
    ),
  ];
}

function about(name: string, text: string): Line {
  return { about: name, text };
}
