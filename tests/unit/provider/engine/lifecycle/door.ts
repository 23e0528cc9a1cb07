import { z } from "zod";
import type { Address } from "../../../../../provider/domain/address";
import { refusal } from "../../../../../provider/domain/user-error";
import { address } from "../../../../../provider/engine/address-input";
import { Noticeboard } from "../../../../../provider/engine/declared/noticeboard";
import { Incomplete } from "../../../../../provider/engine/failures";
import { type Hooks, hooksOf } from "../../../../../provider/engine/hooks";
import type { Lifecycle } from "../../../../../provider/engine/lifecycle";
import { Session } from "../../../../../provider/engine/session";

const ORIGIN = "https://gitlab.acme.example";
export const KEY = "aaaaaaaaaaaa";
export const TEXT = "exports.handler=…";

/** What every declaration carries beside its inputs. */
export const hidden = { __provider: TEXT, __key: KEY };

const inputs = z.strictObject({
  project: address("project"),
  guest: address("group"),
  open: z.boolean().default(true),
  note: z.string().optional(),
});
const outputs = z.object({ made: z.number() });

type Inputs = z.output<typeof inputs>;
type AddressName = "guest" | "project";
export type Door = Lifecycle<Inputs, AddressName, z.output<typeof outputs>>;

/** The smallest resource that has all that a resource can have, and a GitLab of its own: which door is open, by its id. */
function door(changes: Partial<Door> = {}) {
  const doors = new Map<string, boolean>();
  const doorOf = ({ project, guest }: Readonly<Record<AddressName, string>>) => `${project}:${guest}`;
  const lifecycle: Door = {
    type: "Door",
    inputs,
    outputs,
    addresses: {
      project: { kind: "project", output: "projectId" },
      guest: { kind: "group", output: "guestId" },
    },
    claim: ({ project, guest }) => ({ about: "entry", project, kind: "group", target: guest }),
    id: ({ ids }) => doorOf(ids),
    async *list() {},
    async observe(_gitlab, state) {
      const open = doors.get(doorOf(state.ids));
      return open === undefined ? undefined : { inputs: { ...state.inputs, open }, outputs: state.outputs };
    },
    async converge(_gitlab, { inputs, ids }, state) {
      doors.set(doorOf(ids), inputs.open);
      return state?.outputs ?? { made: doors.size };
    },
    async remove(_gitlab, { ids }) {
      doors.delete(doorOf(ids));
    },
    ...changes,
  };
  return { lifecycle, doors };
}

interface House {
  readonly hooks: Hooks;
  readonly doors: Map<string, boolean>;
  /** What was looked up, in order. */
  readonly lookups: string[];
}

interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  readonly changes?: Partial<Door>;
  readonly lookup?: (address: Address) => Promise<string>;
}

/** The hooks of a door in a process whose GitLab nobody can reach; its directory knows the given addresses. */
export function house(known: Readonly<Record<string, string>> = {}, circumstances: Circumstances = {}): House {
  const { env = {}, changes = {}, lookup = async (address) => idIn(known, address) } = circumstances;
  const { lifecycle, doors } = door(changes);
  const engine = { log: () => {}, status: () => {}, mustBeAlive: async () => {} };
  const session = new Session({ GITLAB_BASE_URL: ORIGIN, ...env }, engine, new Noticeboard(undefined));
  const lookups: string[] = [];
  jest.spyOn(session.connection().gitlab.directory, "idOf").mockImplementation((kind, address) => {
    lookups.push(`${kind} ${address}`);
    return lookup(address);
  });
  return { hooks: hooksOf(lifecycle, session), doors, lookups };
}

function idIn(known: Readonly<Record<string, string>>, address: Address): string {
  const id = typeof address === "number" ? String(address) : known[address];
  if (id === undefined) throw new Error(`404 for ${address}`);
  return id;
}

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const PATHS = {
  "acme/billing": "12",
  "acme/renamed": "12",
  "acme/other": "13",
  platform: "7",
  "platform-2": "7",
};

export const wanted = { project: "acme/billing", guest: "platform", open: true, ...hidden };
export const outs = {
  project: "acme/billing",
  guest: "platform",
  open: true,
  projectId: "12",
  guestId: "7",
  made: 1,
  __key: KEY,
  __origin: ORIGIN,
  __schema: 1,
};
export const state = { ...outs, __provider: TEXT };

export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error) => error,
  );
}

export const incomplete: Door["converge"] = async (_gitlab, { inputs }) => {
  throw new Incomplete({ inputs: { ...inputs, open: false }, outputs: { made: 1 } }, refusal("no", "It stays closed."));
};
