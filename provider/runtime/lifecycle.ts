import type { z } from "zod";
import { type Address, type AddressKind, sameText } from "../gitlab/address";
import { Incomplete, PartialFailure, presentable, refusal } from "./failures";
import { hidden, inputsIn, type Recorded, recorded, shownAsUnknown, shownIn, type Target, toOuts } from "./record";
import type { GitLab, Session } from "./session";
import { hasUnknown } from "./unknowns";
import { validate } from "./validation";

/** diffs run one after the other and must not hold up the engine: an address that can't be looked up in this time is an error. */
const LOOKUP_BUDGET_MS = 15_000;

/** A resource in five verbs; everything that Pulumi wants beside them is derived here, once for all resources. */
export interface Lifecycle<Inputs extends object, Place extends string, Outputs extends object> {
  readonly type: string;
  /** Inputs as a program gives them, with defaults and normal forms. */
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  /** What GitLab or we add to the inputs, ids of addresses aside. */
  readonly outputs: z.ZodType<Outputs>;
  /** The inputs that are addresses, and the output that holds the id of each. Another id is another resource: it is replaced. */
  readonly addresses: Readonly<Record<Place, { readonly kind: AddressKind; readonly output: string }>>;
  /** Names the one GitLab object that a declaration speaks of. Given ids, it is the resource's id as well. */
  claim(at: Readonly<Record<Place, string>>): string;
  /**
   * All that a declaration speaks of, where that is not its claim: none of it bears another declaration beside this one, and what of it
   * may be removed is then `remove`'s own question.
   */
  claims?(at: Readonly<Record<Place, string>>, inputs: Properties): readonly string[];
  /** The inputs that are lists of addresses: paths compare without case. */
  readonly lists?: readonly (keyof Inputs & string)[];
  /** An input that check makes of the others, for people to see in a preview. It is never compared. */
  readonly shown?: { readonly key: string; of(inputs: Inputs): unknown };
  /** What GitLab holds now, or `undefined` when it is gone. */
  observe(
    gitlab: GitLab,
    state: Recorded<Inputs, Place, Outputs>,
  ): Promise<Omit<Recorded<Inputs, Place, Outputs>, "ids"> | undefined>;
  /** Makes GitLab hold what is wanted, whatever it holds now. Serves create and update. */
  converge(
    gitlab: GitLab,
    wanted: Target<Inputs, Place>,
    state: Recorded<Inputs, Place, Outputs> | undefined,
  ): Promise<Outputs>;
  /** Takes it away. What is gone already is done. `isDeclared` is for those with `claims`. */
  remove(gitlab: GitLab, state: Recorded<Inputs, Place, Outputs>, isDeclared: IsDeclared): Promise<void>;
}

/** Does this run still declare it, by its ids or by the addresses as written? Then it stays. */
export type IsDeclared = (claim: { readonly byId: string; readonly byText: string }) => boolean;

type Properties = Record<string, unknown>;

/** The methods that Pulumi's dynamic provider calls. All but `check`'s old inputs are what it really uses. */
export interface Hooks {
  configure(request: { readonly config: { get(key: string): string | undefined } }): void;
  check(
    oldInputs: Properties,
    newInputs: Properties,
  ): Promise<{ inputs: Properties; failures: readonly { property: string; reason: string }[] }>;
  diff(id: string, oldOutputs: Properties, newInputs: Properties): Promise<{ changes: boolean; replaces: string[] }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  update(id: string, oldOutputs: Properties, newInputs: Properties): Promise<{ outs: Properties }>;
  read(id: string, oldOutputs: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  delete(id: string, oldOutputs: Properties): Promise<void>;
}

export function hooksOf<Inputs extends object, Place extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, Place, Outputs>,
  session: Session,
): Hooks {
  const places = Object.keys(lifecycle.addresses) as Place[]; // Object.keys forgets the type of the keys.
  const at = (of: (place: Place) => unknown) =>
    Object.fromEntries(places.map((place) => [place, String(of(place))])) as Record<Place, string>; // fromEntries too.

  const claimed = ({ inputs, ids }: { inputs: object; ids: Readonly<Record<Place, string>> }) => {
    const texts: Properties = { ...inputs };
    return { byId: lifecycle.claim(ids), byText: lifecycle.claim(at((place) => texts[place])) };
  };

  /** Answers what stands against it. */
  function declare(news: Properties, ids?: Readonly<Record<Place, string>>): string | undefined {
    const where = ids ?? at((place) => news[place]);
    const claims = lifecycle.claims?.(where, news) ?? [lifecycle.claim(where)];
    const notice = { key: hidden.keyOf(news), sole: lifecycle.claims !== undefined, ...hidden.nameOf(news) };
    return session.declare({ ...notice, ...(ids === undefined ? { texts: claims } : { ids: claims }) });
  }

  function mustBeAlone(problem: string | undefined): void {
    if (problem !== undefined) throw refusal("declared twice", problem);
  }

  async function idsOf(
    inputs: Properties,
    state: Recorded<Inputs, Place, Outputs> | undefined,
  ): Promise<Record<Place, string>> {
    const known: Properties = { ...state?.inputs };
    const resolved = await Promise.all(
      places.map((place) => {
        const address = inputs[place] as Address; // Parsed by the lifecycle's own schema.
        if (state !== undefined && sameText(known[place] as Address, address)) return state.ids[place];
        return session.gitlab.directory.idOf(lifecycle.addresses[place].kind, address);
      }),
    );
    return at((place) => resolved[places.indexOf(place)]);
  }

  async function apply(news: Properties, state: Recorded<Inputs, Place, Outputs> | undefined) {
    const inputs = inputsIn(lifecycle, news);
    const ids = await idsOf({ ...inputs }, state);
    const id = lifecycle.claim(ids);
    mustBeAlone(declare(news, ids));
    const marks = { key: hidden.keyOf(news), origin: session.origin };
    const outs = (outputs: Outputs, found: Inputs = inputs) =>
      toOuts(lifecycle, { inputs: found, ids, outputs }, marks);
    try {
      return { id, outs: outs(await lifecycle.converge(session.gitlab, { inputs, ids }, state)) };
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      throw new PartialFailure(
        error.reason,
        id,
        hidden.withProvider(outs(error.found.outputs, error.found.inputs), news),
        error.reasons,
      );
    }
  }

  function same(key: string, before: unknown, wanted: unknown): boolean {
    if (hasUnknown(wanted)) return false;
    if (key in lifecycle.addresses) return sameText(before as Address, wanted as Address);
    if (lifecycle.lists?.some((list) => list === key)) return sameText(JSON.stringify(before), JSON.stringify(wanted));
    return JSON.stringify(before) === JSON.stringify(wanted);
  }

  /** A place whose text changed: is it another project, or the same one under its new name? */
  async function isElsewhere(
    place: Place,
    address: unknown,
    state: Recorded<Inputs, Place, Outputs>,
  ): Promise<boolean> {
    if (hasUnknown(address)) return true;
    const id = await withinBudget(
      session.gitlab.directory.idOf(lifecycle.addresses[place].kind, address as Address),
      String(address),
    );
    return id !== state.ids[place];
  }

  async function diff(olds: Properties, news: Properties) {
    const state = recorded(lifecycle, olds);
    const renamed = session.isRenamedFrom(state.origin);
    const wanted = hidden.without(news);
    const before = Object.fromEntries<unknown>(Object.entries(state.inputs));
    const changed = Object.keys(lifecycle.inputs.shape).filter((key) => !same(key, before[key], wanted[key]));
    const replaces: string[] = [];
    for (const place of places.filter((candidate) => changed.includes(candidate))) {
      if (await isElsewhere(place, wanted[place], state)) replaces.push(place);
    }
    if (replaces.length === 0) mustBeAlone(declare(news, state.ids));
    return { changes: renamed || changed.length > 0, replaces };
  }

  async function read(id: string, props: Properties) {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    const found = await lifecycle.observe(session.gitlab, state);
    if (found === undefined) return {};
    const marks = { key: hidden.keyOf(props), origin: session.origin };
    return {
      id,
      props: toOuts(lifecycle, { ...found, ids: state.ids }, marks),
      inputs: { ...found.inputs, ...shownIn(lifecycle, found.inputs), ...hidden.key(props) },
    };
  }

  async function remove(props: Properties): Promise<void> {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    const isDeclared: IsDeclared = (claim) => session.isDeclared(claim);
    if (lifecycle.claims === undefined && isDeclared(claimed(state))) return;
    await lifecycle.remove(session.gitlab, state, isDeclared);
  }

  function check(news: Properties) {
    const { inputs, failures } = validate(lifecycle.inputs, hidden.without(news));
    const checked = { ...inputs, ...hidden.key(news) };
    if (hasUnknown(inputs)) return { inputs: { ...checked, ...shownAsUnknown(lifecycle) }, failures };
    const problem = declare({ ...news, ...inputs });
    if (failures.length > 0) return { inputs: checked, failures };
    return {
      inputs: { ...checked, ...shownIn(lifecycle, inputsIn(lifecycle, inputs)) },
      failures: problem === undefined ? [] : [{ property: "", reason: problem }],
    };
  }

  /** No hook lets anything out but an error that the engine can carry. */
  const guarded = async <T>(verb: string, run: () => T | Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw presentable(error, `${verb} of ${lifecycle.type}`);
    }
  };

  return {
    configure: ({ config }) => session.configure(config),
    check: (_oldInputs, news) => guarded("check", () => check(news)),
    diff: (_id, olds, news) => guarded("diff", () => diff(olds, news)),
    create: (news) => guarded("create", () => apply(news, undefined)),
    update: (_id, olds, news) =>
      guarded("update", async () => {
        const state = recorded(lifecycle, olds);
        session.isRenamedFrom(state.origin);
        return { outs: (await apply(news, state)).outs };
      }),
    read: (id, props) => guarded("read", () => read(id, props)),
    delete: (_id, props) => guarded("delete", () => remove(props)),
  };
}

async function withinBudget<T>(work: Promise<T>, address: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `"${address}" could not be looked up within ${LOOKUP_BUDGET_MS / 1_000} s, so nobody can say whether it is still the same project. Run it again when GitLab answers.`;
    timer = setTimeout(() => reject(refusal("address look-up", message)), LOOKUP_BUDGET_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
