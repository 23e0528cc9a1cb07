import { closes, opens } from "./access";
import type { Access } from "./model";
import { type Reading, type Widening, wideningOf } from "./reading";

/** GitLab 17.10 and later draws these as coloured boxes, older ones as quotes. https://docs.gitlab.com/user/markdown/#alerts */
const CALLOUT: Readonly<Record<Widening, string | undefined>> = {
  widens: "caution",
  "may widen": "warning",
  unjudged: "warning",
  nothing: undefined,
};

const SAID: Readonly<Record<Widening, string>> = {
  widens: "**This change widens access**",
  "may widen": "**This change may widen access**",
  unjudged: "**Nobody can say whether this change widens access**",
  nothing: "No job token gains access, and no token, variable or runner gives more",
};

/** The report in one sentence. */
export function verdictOf(reading: Reading): string {
  const { findings, hasSucceeded } = reading;
  if (hasSucceeded) return called(reading, `${counted(reading)}.`);
  const refused = findings.mandatory.length;
  if (refused > 0)
    return called(reading, `**Refused by policy**: ${count(refused, "mandatory violation")}. ${counted(reading)}.`);
  return "**The preview failed**: nothing below is complete.";
}

function called(reading: Reading, text: string): string {
  const callout = CALLOUT[wideningOf(reading)];
  return callout === undefined ? text : `> [!${callout}]\n> ${text}`;
}

function counted(reading: Reading): string {
  const { touched, notJudged } = reading;
  if (touched === 0 && notJudged.length === 0) return nothingLeft(reading);
  const counts = [
    ...accessCounts(reading.access),
    ...givingCounts(reading),
    [reading.notSeen.length, `${reading.notSeen.length} not seen`],
    [notJudged.length, `${count(notJudged.length, "thing")} not judged`],
    [1, `${count(touched, "change")} in all`],
  ] as const;
  const parts = counts.flatMap(([number, words]) => (number > 0 ? [words] : []));
  return `${SAID[wideningOf(reading)]}: ${parts.join(", ")}`;
}

function nothingLeft({ drift, notSeen }: Reading): string {
  if (notSeen.length > 0) return "**Not everything was seen**: nobody can say whether GitLab holds what the state says";
  return drift === undefined ? "Nothing changes" : "Nothing is left to do";
}

type Count = readonly [number, string];

function accessCounts({ gained, lost, switches, takenOver, replacing, changed, pushable }: Access): Count[] {
  const wider = changed.filter(({ growth }) => growth === "more").length;
  const perhaps = changed.filter(({ growth }) => growth === "perhaps more").length;
  const pushed = new Set(pushable.map(({ project }) => project.key ?? project.name)).size;
  const opened = switches.filter(opens).length;
  const firsts = gained.filter(({ isFirst }) => isFirst).length;
  const closed = switches.filter((one) => closes(one) && one.before !== undefined).length;
  const firstClosed = switches.filter((one) => closes(one) && one.before === undefined).length;
  return [
    [opened, `${count(opened, "project")} opened to everybody`],
    [gained.length - firsts, `${count(gained.length - firsts, "access", "accesses")} gained`],
    [firsts, `${count(firsts, "access", "accesses")} declared for the first time and perhaps there already`],
    [wider, `${count(wider, "entry", "entries")} that ${wider === 1 ? "gives" : "give"} more`],
    [perhaps, `${count(perhaps, "entry", "entries")} that may give more`],
    [pushed, `${count(pushed, "project")} that more job tokens may push to`],
    [takenOver.length, `${takenOver.length} taken over`],
    [lost.length, `${lost.length} lost`],
    [replacing.length, `${count(replacing.length, "list")} replaced`],
    [closed, `${count(closed, "project")} closed`],
    [firstClosed, `${count(firstClosed, "project")} closed unless already so`],
  ];
}

function givingCounts({ tokens, variables, runners }: Reading): Count[] {
  return Object.entries({ token: tokens, variable: variables, runner: runners }).flatMap(([what, all]): Count[] => {
    const givings = all.map(({ giving }) => giving);
    const more = givings.filter((giving) => giving === "more").length;
    const perhaps = givings.filter((giving) => giving === "may be there already").length;
    return [
      [more, `${count(more, what)} that ${more === 1 ? "gives" : "give"} more`],
      [perhaps, `${count(perhaps, what)} declared for the first time`],
    ];
  });
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
