import { canonical } from "../../provider/domain/address";
import { kindOf, typeNameOf } from "../../provider/domain/kinds";
import { UserError } from "../../provider/domain/user-error";
import { markIn } from "../../provider/engine/owner-mark";
import { listTokens, revokeToken } from "../../provider/gitlab/access-tokens";
import type { GitLab } from "../../provider/gitlab/connection";
import { type Place, placeName } from "../../provider/gitlab/place";
import { deleteRunner, getRunner, listUnusedRunners, type RunnerOwner } from "../../provider/gitlab/runners";
import type { Deployment, Pending } from "./deployment";
import { type Finding, ok, problem, warning } from "./finding";

/** A token or a runner that an interrupted run of this state made, and whose secret nobody has. */
export interface Leftover {
  /** `token:4711`, as `--revoke` takes it. */
  readonly name: string;
  readonly said: string;
  revoke(): Promise<void>;
}

const CLEAR = "run `pulumi refresh --clear-pending-creates`, which forgets the attempt";

/**
 * What interrupted runs of this state left. `pending_operations` keep all inputs of what was being made, so the mark in GitLab proves whose
 * a thing is: it has the declaration's key and the number of that very attempt, which no other run has drawn.
 */
async function leftoversOf(gitlab: GitLab, { pending, resources }: Deployment): Promise<readonly Leftover[]> {
  const known = new Set(resources.flatMap(({ outputs }) => [outputs?.tokenId, outputs?.runnerId].map(String)));
  const found = await Promise.all(pending.filter(isMade).map((one) => leftoverOf(gitlab, one)));
  return found.flat().filter(({ name }) => !known.has(name.slice(name.indexOf(":") + 1)));
}

/** What was interrupted, and what it left. */
export function pendingFindings(pending: readonly Pending[], leftovers: readonly Leftover[]): Finding[] {
  if (pending.length === 0) return [ok("pending", "no operation is pending: no run of this stack was interrupted")];
  const names = pending.map(({ doing, resource: { urn } }) => `${doing} ${urn.slice(urn.lastIndexOf("::") + 2)}`);
  return [
    warning(
      "pending",
      `a run was interrupted while ${names.join(", ")}`,
      leftovers.length > 0 ? "look at what it made, below" : CLEAR,
    ),
    ...leftovers.map(({ name, said }) =>
      problem("leftover", said, `gitlab-ci-access doctor --revoke ${name}, then ${CLEAR}`),
    ),
  ];
}

function isMade({ resource: { type } }: Pending): boolean {
  const kind = kindOf(type);
  return kind === "token" || kind === "runner";
}

async function leftoverOf(gitlab: GitLab, { resource: { type, inputs } }: Pending): Promise<Leftover[]> {
  const { __key: key, __attempt: attempt, project, group } = inputs ?? {};
  const address = project ?? group;
  const isOurs = (text: string | null | undefined) => {
    const mark = markIn(text);
    return mark !== undefined && mark.key === key && mark.attempt === attempt;
  };
  if (typeNameOf(type) === "UserRunner") {
    const owner =
      address === undefined ? undefined : await placeOf(gitlab, project === undefined ? "group" : "project", address);
    return runnersLeft(gitlab, owner, isOurs);
  }
  return address === undefined
    ? []
    : tokensLeft(gitlab, await placeOf(gitlab, project === undefined ? "group" : "project", address), isOurs);
}

async function placeOf({ directory }: GitLab, kind: Place["kind"], address: unknown): Promise<Place> {
  const called = typeof address === "number" ? address : String(address);
  return { kind, id: await directory.idOf(kind, canonical(called)), called };
}

async function tokensLeft(
  { client }: GitLab,
  place: Place,
  isOurs: (text: string | null | undefined) => boolean,
): Promise<Leftover[]> {
  const rows = (await listTokens(client, place)).filter(({ active, description }) => active && isOurs(description));
  return rows.map(({ id, name, created_at }) => ({
    name: `token:${id}`,
    said: `access token ${id} ("${name}", made on ${created_at.slice(0, 10)}) in ${placeName(place)} was made by that run and lost: it is valid, and nobody has its value`,
    revoke: () => revokeToken(client, place, String(id)),
  }));
}

async function runnersLeft(
  { client }: GitLab,
  owner: RunnerOwner,
  isOurs: (text: string | null | undefined) => boolean,
): Promise<Leftover[]> {
  const left: Leftover[] = [];
  for (const id of await listUnusedRunners(client, owner)) {
    const { maintenance_note: note, description } = await getRunner(client, id);
    if (!isOurs(note)) continue;
    const where = owner === undefined ? "of the whole instance" : `of ${placeName(owner)}`;
    left.push({
      name: `runner:${id}`,
      said: `runner ${id} ("${description ?? ""}") ${where} was made by that run and lost: it is there, and nobody has its token`,
      revoke: () => deleteRunner(client, id),
    });
  }
  return left;
}

/** Returns what is left, or the reason why nobody can tell. */
export async function lookForLeftovers(
  gitlab: GitLab,
  deployment: Deployment,
): Promise<readonly Leftover[] | UserError> {
  try {
    return await leftoversOf(gitlab, deployment);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
