import { closes, mayOpen, opens } from "./access";
import { code, sentence, value } from "./escape";
import { deedsOf, giftText } from "./gifts";
import { all, first, folded, type Line } from "./lines";
import type { Access, Changed, Grant, Place, Replacing, Switch } from "./model";

/** Whose job tokens may open what: gains and losses first, then what may be there already, then what stays. */
export function accessSection(access: Access): string[] {
  const { gained, switches, released, takenOver, replacing } = access;
  const firsts = [...switches.filter(isFirst).map(firstSwitch), ...gained.filter(isFirst).map(firstGrant)];
  return [
    ...all([...moves(access), ...replacing.map(replaces)]),
    ...(firsts.length === 0 ? [] : ["Declared for the first time; may be there already:", ...all(firsts)]),
    ...folded("Taken over: there already, nothing changes in GitLab", first(takenOver.map(inWords))),
    ...first([
      ...released.map((grant) => `Stays in GitLab, no longer managed: ${inWords(grant)}`),
      ...switches.flatMap(leftAlone),
    ]),
  ];
}

/** The gains and losses that are certain. */
export function moves({ gained, lost, switches, changed, pushable }: Access): Line[] {
  const known = switches.filter((one) => !isFirst(one));
  return [
    ...known.filter(opens).map((one) => about(one, `**Opened**: ${name(one)} to the job tokens of **every project**`)),
    ...switches
      .filter(mayOpen)
      .map((one) =>
        about(
          one,
          `**May be opened**: ${name(one)} to the job tokens of **every project**, because a value can't be read here`,
        ),
      ),
    ...gained.filter((grant) => !isFirst(grant)).map((grant) => about(grant, `**Gains**: ${inWords(grant)}`)),
    ...pushable.map((one) => about(one, `${one.isCertain ? "**Gains**" : "**May gain**"}: ${pushText(one)}`)),
    ...changed.flatMap(changedGift),
    ...lost.map((grant) => about(grant, `**Loses**: ${callers(grant.caller)} may no longer open ${name(grant)}`)),
    ...known
      .filter(closes)
      .map((one) => about(one, `**Closed**: ${name(one)} to every job token that is not on its allowlist`)),
  ];
}

/** Returns whether GitLab may have this already, because the state says nothing of it. */
function isFirst(one: Grant | Switch): boolean {
  return "isFirst" in one ? one.isFirst : one.before === undefined && typeof one.after === "boolean";
}

function firstSwitch(one: Switch): Line {
  const text = one.after
    ? `Closed: ${name(one)} to every job token that is not on its allowlist`
    : `**Opened**: ${name(one)} to the job tokens of **every project**`;
  return about(one, `${text}, unless it is so already`);
}

function firstGrant(grant: Grant): Line {
  return about(grant, `**May gain**: ${inWords(grant)}`);
}

/** Only GitLab knows whom `replaceExisting` removes. */
function replaces(list: Replacing): Line {
  const kinds = list.kinds.map((kind) => `${kind}s`).join(" and ");
  if (list.losing === undefined)
    return about(list, `**Loses**: whoever else is listed in ${name(list)}: its list of ${kinds} is replaced`);
  return about(
    list,
    `**Loses**: ${list.losing.map(callers).join(", ")} may no longer open ${name(list)}: its list is replaced`,
  );
}

const GROWTH = { more: "**Gives more**", less: "Gives less", "perhaps more": "**May give more**" } as const;

/** An entry whose permissions are no longer declared keeps them. */
function changedGift({ grant, before, after, growth, by }: Changed): Line[] {
  if (after === undefined)
    return [about(grant, `Stays in GitLab, no longer managed: what ${inWords({ ...grant, permissions: before })}`)];
  const whose = `${callers(grant.caller)} in ${name(grant)}`;
  const text = `${value(giftText(before))} → ${value(giftText(after))}`;
  if (by === undefined) return [about(grant, `${GROWTH[growth]}: ${whose}: ${text}`)];
  const why = `their own entry goes, and the entry of ${by.kind} ${code(by.name)} lets them in`;
  return giftText(before) === giftText(after)
    ? [about(grant, `Stays in: ${whose}: ${why}`)]
    : [about(grant, `${GROWTH[growth]}: ${whose}: ${text}, because ${why}`)];
}

function pushText(one: Access["pushable"][number]): string {
  return one.whose === "its own"
    ? `the jobs of ${name(one)} may push to it with their job token`
    : `job tokens of other projects may push to ${name(one)}, where their entry gives that`;
}

function leftAlone(one: Switch): string[] {
  const { before, after } = one;
  if (before === undefined || after !== undefined) return [];
  const position = typeof before === "symbol" ? "as it is" : before ? "closed" : "open";
  return [`Stays ${position}, no longer managed: ${name(one)}`];
}

function inWords(grant: Grant): string {
  return `${callers(grant.caller)} ${deedsOf(grant.permissions, name(grant))}`;
}

function name({ project }: { readonly project: Place }): string {
  return code(project.name);
}

function about({ project }: { readonly project: Place }, text: string): Line {
  return { about: project.name, text };
}

function callers({ kind, name, key }: Place): string {
  if (key === undefined) return `job tokens of ${sentence(name)}`;
  return kind === "group" ? `job tokens of every project below group ${code(name)}` : `job tokens of ${code(name)}`;
}
