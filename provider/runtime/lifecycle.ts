import type { z } from "zod";
import { type Address, type AddressKind, sameText } from "../gitlab/address";
import type { Clock } from "./clock";
import { Incomplete, PartialFailure, presentable } from "./failures";
import { withinBudget } from "./lookup-budget";
import { newAttempt, type Owner, Owners } from "./owner-mark";
import { hidden, NO_ID, type Recorded, recorded, sealed, type Target, toOuts } from "./record";
import type { GitLab, Session } from "./session";
import { hasUnknown } from "./unknowns";
import { validate } from "./validation";

/** A resource in five verbs; everything that Pulumi wants beside them is derived here, once for all resources. */
export interface Lifecycle<Inputs extends object, Place extends string, Outputs extends object> {
  readonly type: string;
  /** Inputs as a program gives them, with defaults and normal forms. */
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  /** What GitLab or we add to the inputs, ids of addresses aside. */
  readonly outputs: z.ZodType<Outputs>;
  /** The inputs that are addresses, and the output that holds the id of each. Another id is another resource: it is replaced. */
  readonly addresses: Readonly<Record<Place, { readonly kind: AddressKind; readonly output: string }>>;
  /** Inputs beside addresses whose change makes it another resource. */
  readonly replaceOn?: readonly string[];
  /** What is secret whatever the program says. */
  readonly secrets?: readonly string[];
  /** Names the one GitLab object that a declaration speaks of. Without it every declaration makes an object of its own. */
  claim?(at: Readonly<Record<Place, string>>, inputs: Inputs): string;
  /** The resource's id, where there is no claim. */
  id?(made: Recorded<Inputs, Place, Outputs>, key: string): string;
  /** Is what it makes marked with the declaration that made it? */
  readonly owned?: true;
  /** Inputs that the clock decides, hidden ones (`__…`) among them. It sees the old inputs and the parsed new ones. */
  prefill?(olds: Properties, news: Properties, clock: Clock, say: (text: string) => void): Properties;
  /** Why it must be updated although no input has changed; pure. */
  drift?(state: Recorded<Inputs, Place, Outputs>, stamps: Properties): string | undefined;
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
    occasion: Occasion,
  ): Promise<Outputs>;
  /** Takes it away. What is gone already is done. */
  remove(gitlab: GitLab, state: Recorded<Inputs, Place, Outputs>): Promise<void>;
}

type Properties = Record<string, unknown>;

/** What a run tells `converge` beside what is wanted; `stamps` are the hidden inputs. */
export interface Occasion {
  readonly owner: Owner;
  readonly clock: Clock;
  readonly stamps: Properties;
}

/** The methods that Pulumi's dynamic provider calls. */
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

  const owners = new Owners();

  /** What this run declares, so that no twin of it removes it. Nothing where every declaration makes an object of its own. */
  function declare(key: string, claims: { texts?: Properties; ids?: Readonly<Record<Place, string>> }, inputs: Inputs) {
    if (lifecycle.claim === undefined) return;
    const { texts, ids } = claims;
    session.declare({
      key,
      ...(texts && {
        texts: [
          lifecycle.claim(
            at((place) => texts[place]),
            inputs,
          ),
        ],
      }),
      ...(ids && { ids: [lifecycle.claim(ids, inputs)] }),
    });
  }

  async function idsOf(
    inputs: Properties,
    state: Recorded<Inputs, Place, Outputs> | undefined,
  ): Promise<Record<Place, string>> {
    const known: Properties = { ...state?.inputs };
    const resolved = await Promise.all(
      places.map((place) => {
        const address = inputs[place] as Address | undefined; // Parsed by the lifecycle's own schema.
        if (address === undefined) return NO_ID;
        if (state !== undefined && same(place, known[place], address)) return state.ids[place];
        return session.gitlab.directory.idOf(lifecycle.addresses[place].kind, address);
      }),
    );
    return at((place) => resolved[places.indexOf(place)]);
  }

  async function apply(news: Properties, state: Recorded<Inputs, Place, Outputs> | undefined) {
    const inputs = lifecycle.inputs.parse(hidden.without(news));
    const ids = await idsOf({ ...inputs }, state);
    const key = hidden.keyOf(news);
    const stamps = hidden.stamps(news);
    declare(key, { ids }, inputs);
    const made = (outputs: Outputs, found: Inputs = inputs) => {
      const all = { inputs: found, ids, outputs };
      const id = lifecycle.claim?.(ids, found) ?? lifecycle.id?.(all, key) ?? key;
      return { id, outs: toOuts(lifecycle, all, { key, stamps, origin: session.origin }) };
    };
    const owner = owners.owner({ key, attempt: String(stamps.__attempt) });
    const occasion = { owner, stamps, clock: session.clock };
    try {
      return made(await lifecycle.converge(session.gitlab, { inputs, ids }, state, occasion));
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      const { id, outs } = made(error.found.outputs, error.found.inputs);
      throw new PartialFailure(error.reason, id, hidden.withProvider(outs, news));
    }
  }

  function same(key: string, before: unknown, wanted: unknown): boolean {
    if (hasUnknown(wanted)) return false;
    const given = before !== undefined && wanted !== undefined;
    if (given && key in lifecycle.addresses) return sameText(before as Address, wanted as Address);
    return JSON.stringify(before) === JSON.stringify(wanted);
  }

  /** A place whose text changed: is it another project, or the same one under its new name? */
  async function isElsewhere(
    place: Place,
    address: unknown,
    state: Recorded<Inputs, Place, Outputs>,
  ): Promise<boolean> {
    if (hasUnknown(address) || address === undefined || state.ids[place] === NO_ID) return true;
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
    const before: Properties = { ...state.inputs };
    const changed = Object.keys(lifecycle.inputs.shape).filter((key) => !same(key, before[key], wanted[key]));
    const replaces = (lifecycle.replaceOn ?? []).filter((key) => changed.includes(key));
    for (const place of places.filter((candidate) => changed.includes(candidate))) {
      if (await isElsewhere(place, wanted[place], state)) replaces.push(place);
    }
    if (replaces.length > 0) return { changes: true, replaces };
    declare(hidden.keyOf(news), { ids: state.ids }, state.inputs);
    const reason = lifecycle.drift?.(state, hidden.stamps(news));
    if (reason !== undefined) session.say(reason);
    return { changes: renamed || changed.length > 0 || reason !== undefined, replaces };
  }

  async function read(id: string, props: Properties) {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    const found = await lifecycle.observe(session.gitlab, state);
    if (found === undefined) return {};
    const stamps = hidden.stamps(props);
    const marks = { key: hidden.keyOf(props), stamps, origin: session.origin };
    return {
      id,
      props: toOuts(lifecycle, { ...found, ids: state.ids }, marks),
      inputs: sealed({ ...found.inputs, ...stamps, ...hidden.key(props) }, lifecycle.secrets),
    };
  }

  async function remove(props: Properties): Promise<void> {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    if (isDeclared(state)) return;
    await lifecycle.remove(session.gitlab, state);
  }

  function isDeclared(state: Recorded<Inputs, Place, Outputs>): boolean {
    if (lifecycle.claim === undefined) return false;
    const texts: Properties = Object.fromEntries(Object.entries(state.inputs));
    const ofTexts = at((place) => texts[place]);
    return session.isDeclared({
      byId: lifecycle.claim(state.ids, state.inputs),
      byText: lifecycle.claim(ofTexts, state.inputs),
    });
  }

  function check(olds: Properties, news: Properties) {
    const { inputs, failures } = validate(lifecycle.inputs, hidden.without(news));
    const key = hidden.keyOf(news);
    const whole = hasUnknown(inputs) ? undefined : lifecycle.inputs.safeParse(inputs).data;
    if (whole !== undefined) declare(key, { texts: { ...inputs } }, whole);
    const filled =
      failures.length > 0 ? {} : lifecycle.prefill?.(olds, inputs, session.clock, (text) => session.say(text));
    return { inputs: { ...inputs, ...filled, ...attemptOf(key, olds), ...hidden.key(news) }, failures };
  }

  /** One attempt for a declaration's whole life: its old inputs carry it on. */
  function attemptOf(key: string, { __attempt: former }: Properties): Properties {
    if (lifecycle.owned === undefined) return {};
    if (typeof former !== "string") return { __attempt: newAttempt() };
    owners.meet({ key, attempt: former });
    return { __attempt: former };
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
    check: (oldInputs, news) => guarded("check", () => check(oldInputs, news)),
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
