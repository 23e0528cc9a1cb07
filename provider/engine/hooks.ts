import { type Address, sameText } from "../domain/address";
import { refusal } from "../domain/user-error";
import { Incomplete, PartialFailure, presentable } from "./failures";
import type { Lifecycle, Properties } from "./lifecycle";
import { withinBudget } from "./lookup-budget";
import { newAttempt, Owners } from "./owner-mark";
import { hidden, inputsIn, NO_ID, type Recorded, recorded, sealed, shownAsUnknown, shownIn, toOuts } from "./record";
import type { Session } from "./session";
import { hasUnknown } from "./unknowns";
import { validate } from "./validation";

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

  /**
   * What this run declares, so that no twin of it removes it. Nothing where every declaration makes an object of its own. Answers what
   * stands against it.
   */
  function declare(news: Properties, inputs: Inputs, ids?: Readonly<Record<Place, string>>): string | undefined {
    if (lifecycle.claim === undefined) return undefined;
    const where = ids ?? at((place) => news[place]);
    const claims = lifecycle.claims?.(where, news) ?? [lifecycle.claim(where, inputs)];
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
        const address = inputs[place] as Address | undefined; // Parsed by the lifecycle's own schema.
        if (address === undefined) return NO_ID;
        if (state !== undefined && same(place, known[place], address)) return state.ids[place];
        return session.gitlab.directory.idOf(lifecycle.addresses[place].kind, address);
      }),
    );
    return at((place) => resolved[places.indexOf(place)]);
  }

  async function apply(news: Properties, state: Recorded<Inputs, Place, Outputs> | undefined) {
    const inputs = inputsIn(lifecycle, news);
    const ids = await idsOf({ ...inputs }, state);
    const key = hidden.keyOf(news);
    const stamps = hidden.stamps(news);
    mustBeAlone(declare(news, inputs, ids));
    const made = (outputs: Outputs, found: Inputs = inputs) => {
      const all = { inputs: found, ids, outputs };
      const id = lifecycle.id?.(all, key) ?? lifecycle.claim?.(ids, found) ?? key;
      return { id, outs: toOuts(lifecycle, all, { key, stamps, origin: session.origin }) };
    };
    const owner = owners.owner({ key, attempt: String(stamps.__attempt) });
    const occasion = { owner, stamps, clock: session.clock };
    try {
      return made(await lifecycle.converge(session.gitlab, { inputs, ids }, state, occasion));
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      const { id, outs } = made(error.found.outputs, error.found.inputs);
      throw new PartialFailure(error.reason, id, hidden.withProvider(outs, news), error.reasons);
    }
  }

  function same(key: string, before: unknown, wanted: unknown): boolean {
    if (hasUnknown(wanted)) return false;
    const given = before !== undefined && wanted !== undefined;
    if (given && key in lifecycle.addresses) return sameText(before as Address, wanted as Address);
    if (given && lifecycle.lists?.some((list) => list === key))
      return sameText(JSON.stringify(before), JSON.stringify(wanted));
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
    const before = Object.fromEntries<unknown>(Object.entries(state.inputs));
    const changed = Object.keys(lifecycle.inputs.shape).filter((key) => !same(key, before[key], wanted[key]));
    const replaces = (lifecycle.replaceOn ?? []).filter((key) => changed.includes(key));
    for (const place of places.filter((candidate) => changed.includes(candidate))) {
      if (await isElsewhere(place, wanted[place], state)) replaces.push(place);
    }
    if (replaces.length > 0) return { changes: true, replaces };
    mustBeAlone(declare(news, state.inputs, state.ids));
    const reason = lifecycle.drift?.(state, hidden.stamps(news));
    if (reason !== undefined) session.say(reason);
    return { changes: renamed || changed.length > 0 || reason !== undefined, replaces };
  }

  async function read(id: string, props: Properties) {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    const found = await lifecycle.observe(session.gitlab, state);
    if (found === undefined) return {};
    const stamps = withoutKeys(hidden.stamps(props), found.outputs);
    const marks = { key: hidden.keyOf(props), stamps, origin: session.origin };
    return {
      id,
      props: toOuts(lifecycle, { ...found, ids: state.ids }, marks),
      inputs: sealed(
        { ...found.inputs, ...shownIn(lifecycle, found.inputs), ...stamps, ...hidden.key(props) },
        lifecycle.secrets,
      ),
    };
  }

  async function remove(props: Properties): Promise<void> {
    const state = recorded(lifecycle, props);
    session.isRenamedFrom(state.origin);
    if (lifecycle.claims === undefined && isStillDeclared(state)) return;
    await lifecycle.remove(session.gitlab, state, (claim) => session.isDeclared(claim));
  }

  function isStillDeclared(state: Recorded<Inputs, Place, Outputs>): boolean {
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
    const own = { ...inputs, ...attemptOf(hidden.keyOf(news), olds), ...hidden.key(news) };
    if (failures.length > 0) return { inputs: own, failures };
    const checked = { ...own, ...lifecycle.prefill?.(olds, inputs, session.clock, (text) => session.say(text)) };
    if (hasUnknown(inputs)) return { inputs: { ...checked, ...shownAsUnknown(lifecycle) }, failures };
    const whole = inputsIn(lifecycle, inputs);
    const problem = declare({ ...news, ...inputs }, whole);
    return {
      inputs: { ...checked, ...shownIn(lifecycle, whole) },
      failures: problem === undefined ? [] : [{ property: "", reason: problem }],
    };
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

/** A lifecycle may keep outputs of its own under hidden names: they are no inputs. */
function withoutKeys(stamps: Properties, outputs: object): Properties {
  return Object.fromEntries(Object.entries(stamps).filter(([key]) => !(key in outputs)));
}
