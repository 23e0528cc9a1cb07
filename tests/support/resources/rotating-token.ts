import type { World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";
import { type ResourceFixture, renamed } from "./fixture";
import { methods, type Row } from "./row";

/** A token as GitLab lists it. */
export interface ListedToken {
  readonly id: number;
  readonly user_id: number;
  readonly name: string;
  readonly active: boolean;
  readonly description: string | null;
}

const NAME = "deploy";

export const rotatingTokenRows: readonly Row[] = [
  {
    type: "RotatingProjectToken",
    refusedLater: "in its own words",
    variants: {
      "rotated by the provider": (world) => tokenOf(world, "project"),
      overlapping: (world) =>
        tokenOf(world, "project", { strategy: "overlap", overlapDays: 3, description: "Deploys" }),
      "rotating itself": (world) => tokenOf(world, "project", { rotateWith: "self", scopes: ["self_rotate"] }),
    },
    refusals: { "the role is too low": { status: 400, says: /Maintainer.*Manage → Members/ } },
    struck: (step) => ({ path: /\/access_tokens/, method: methods[step] }),
  },
  {
    type: "RotatingGroupToken",
    refusedLater: "in its own words",
    variants: {
      "rotated by the provider": (world) => tokenOf(world, "group"),
      overlapping: (world) => tokenOf(world, "group", { strategy: "overlap" }),
      "rotating itself": (world) => tokenOf(world, "group", { rotateWith: "self", scopes: ["self_rotate"] }),
    },
    refusals: { "the role is too low": { status: 400, says: /Owner.*Manage → Members/ } },
    struck: (step) => ({ path: /\/access_tokens/, method: methods[step] }),
  },
];

async function tokenOf(world: World, kind: "group" | "project", more: Properties = {}): Promise<ResourceFixture> {
  const place = kind === "project" ? await world.project("billing") : await world.subgroup("platform");
  const tokens = `/${kind}s/${place.id}/access_tokens`;
  const live = async () => (await world.api.get<ListedToken[]>(tokens)).filter(({ active }) => active);
  const ours = async () => (await live()).filter(({ description }) => isMarked(description));
  const others = [await someone(world, tokens)];
  const areThere = async (ids: readonly number[]) => {
    const left = (await live()).map(({ id }) => id);
    return ids.every((id) => left.includes(id));
  };
  const args = {
    [kind]: place.path,
    name: NAME,
    scopes: ["read_api"],
    accessLevel: "reporter",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
    ...more,
  };
  return {
    args,
    vanish: () => (kind === "project" ? world.deleteForGood(place) : world.deleteGroupForGood(place)),
    holds: async () => (await ours()).length === 1 && (await areThere(others)),
    isCleared: async () => (await ours()).length === 0 && (await areThere(others)),
    async disturb() {
      for (const { id } of await ours()) await world.api.delete(`${tokens}/${id}`);
    },
    async makeByHand() {
      others.push(await someone(world, tokens));
    },
    async renameInGitLab() {
      return { ...args, [kind]: await renamed(world, place, kind) };
    },
  };
}

/** Made by a declaration, whichever. */
export function isMarked(description: string | null): boolean {
  return /\[pulumi:[\da-f]{12}:[\da-f]{8}\]$/.test(description ?? "");
}

/** Someone else's token, of the same name. */
async function someone(world: World, tokens: string): Promise<number> {
  const expires = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
  const order = { name: NAME, scopes: ["read_api"], access_level: 20, expires_at: expires };
  return (await world.api.post<{ id: number }>(tokens, order)).id;
}
