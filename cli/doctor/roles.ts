import { z } from "zod";
import { canonical } from "../../provider/domain/address";
import { accessLevels } from "../../provider/gitlab/access-tokens";
import type { GitLab } from "../../provider/gitlab/connection";
import { isNotFound } from "../../provider/http/errors";
import { path } from "../../provider/http/path";
import type { Holder } from "./credential";
import type { Addressed, Asked } from "./demands";
import { type Finding, ok, problem, warning } from "./finding";

/** The most places that are asked for: a mistake of a credential shows in these. */
const MOST_ASKED = 100;

const member = z.object({ access_level: z.number() });
const found = z.object({ id: z.number() });

/** How the credential stands to a place: its user's role there, or that it is hidden. */
type Standing = "administrator" | "hidden" | number;

/** Asks for the role in each place, and for the sight of each target. An administrator needs no role. */
export async function roleFindings(gitlab: GitLab, asked: Asked, holder: Holder): Promise<Finding[]> {
  const isAdministrator = await gitlab.sight.isAdministrator();
  const standing = isAdministrator ? administrators : roleIn;
  const roles = await standings(gitlab, asked.places, (place) => standing(gitlab, place, holder));
  const sights = await standings(gitlab, asked.targets, (target) => sightOf(gitlab, target));
  return [
    ...(isAdministrator ? [ok("role", "it has administrator's rights in force")] : []),
    ...rolesInWords(roles),
    ...cut("role", asked.places),
    ...sightsInWords(sights),
    ...cut("sight", asked.targets),
  ];
}

async function administrators(gitlab: GitLab, place: Addressed): Promise<Standing> {
  return (await sightOf(gitlab, place)) ? "administrator" : "hidden";
}

async function standings<T>(
  { lanes }: GitLab,
  all: readonly Addressed[],
  ask: (one: Addressed) => Promise<T>,
): Promise<readonly (readonly [Addressed, T])[]> {
  const some = all.slice(0, MOST_ASKED);
  const answers = await lanes.each(some, ask);
  return answers.map((answer, index) => {
    if (answer.status === "rejected") throw answer.reason;
    return [some[index] as Addressed, answer.value] as const; // One answer for each.
  });
}

function rolesInWords(all: readonly (readonly [Addressed, Standing])[]): Finding[] {
  const bad = all.flatMap(([place, standing]) => roleProblem(place, standing));
  const good = all.length - bad.length;
  if (good === 0) return bad;
  return [ok("role", `its role is enough in ${counted(good)} that the program changes`), ...bad];
}

function roleProblem(place: Addressed, standing: Standing): Finding[] {
  const needed = place.kind === "group" ? "owner" : "maintainer";
  const name = `${place.kind} ${place.address}`;
  if (standing === "hidden")
    return [
      problem(
        "role",
        `${name} does not exist, or the token's user can't see it`,
        `correct the address, or make the user a ${needed} there: Manage → Members`,
      ),
    ];
  if (typeof standing !== "number" || standing >= accessLevels[needed]) return [];
  const role = Object.entries(accessLevels).find(([, level]) => level === standing)?.[0] ?? "no member";
  return [
    problem(
      "role",
      `${name}: the token's user is ${role}, and ${needed} is needed`,
      "an owner grants it there under Manage → Members",
    ),
  ];
}

function sightsInWords(all: readonly (readonly [Addressed, boolean])[]): Finding[] {
  const hidden = all.filter(([, isSeen]) => !isSeen).map(([target]) => target);
  const seen = all.length - hidden.length;
  return [
    ...(seen === 0 ? [] : [ok("sight", `it sees ${counted(seen)} that the program lets in`)]),
    ...hidden.map(({ kind, address }) =>
      problem(
        "sight",
        `${kind} ${address}, which the program lets in, does not exist, or the token's user can't see it`,
        "correct the address, or make the user a guest there: Manage → Members",
      ),
    ),
  ];
}

function cut(check: string, all: readonly Addressed[]): Finding[] {
  return all.length <= MOST_ASKED
    ? []
    : [
        warning(
          check,
          `of ${all.length}, the first ${MOST_ASKED} were asked about`,
          "mend what is named; the rest is likely the same",
        ),
      ];
}

function counted(count: number): string {
  return count === 1 ? "the one place" : `all ${count} places`;
}

async function roleIn({ client }: Pick<GitLab, "client">, place: Addressed, { userId }: Holder): Promise<Standing> {
  const { kind, address } = place;
  const purpose = { action: `ask for the role in ${kind} ${address}`, needs: "a token with the api or read_api scope" };
  try {
    const call = { method: "GET", path: path`/${kind}s/${canonical(address)}/members/all/${userId}`, purpose } as const;
    return (await client.send(call, member)).access_level;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return (await sightOf({ client }, place)) ? 0 : "hidden";
  }
}

async function sightOf({ client }: Pick<GitLab, "client">, { kind, address }: Addressed): Promise<boolean> {
  const purpose = { action: `find ${kind} ${address}`, needs: "a token with the api or read_api scope" };
  const query = kind === "group" ? { query: { with_projects: "false" } } : {};
  try {
    await client.send({ method: "GET", path: path`/${kind}s/${canonical(address)}`, ...query, purpose }, found);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
