import type { z } from "zod";
import type { Address, AddressKind } from "../domain/address";
import type { Clock } from "../domain/clock";
import type { GitLab } from "../gitlab/connection";
import type { Place } from "../gitlab/place";
import type { Claim } from "./declared/claims";
import type { MadeOnce } from "./made-once";
import type { Mark } from "./owner-mark";
import type { Properties } from "./properties";

/** The parts of a lifecycle that decide the form of a state. */
export interface Form<Inputs, AddressName extends string, Outputs> {
  readonly type: string;
  /** Inputs as a program gives them, with defaults and normal forms. */
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  /** What GitLab or we add to the inputs, ids of addresses aside. */
  readonly outputs: z.ZodType<Outputs>;
  /** The inputs that are addresses, and the output that holds the id of each. Another id is another resource: it is replaced. */
  readonly addresses: Readonly<Record<AddressName, { readonly kind: AddressKind; readonly output: string }>>;
  /** The properties that are secret whatever the program says. */
  readonly secrets?: readonly string[];
  /** An input that check makes from the others, for people to see in a preview. It is not compared. */
  readonly shown?: { readonly key: string; of(inputs: Inputs): unknown };
}

/** A resource as four methods, `observe`, `converge`, `remove` and `list`, and the facts from which the engine derives the rest. */
export interface Lifecycle<Inputs extends object, AddressName extends string, Outputs extends object>
  extends Form<Inputs, AddressName, Outputs> {
  /** Inputs, other than addresses, whose change replaces the resource. */
  readonly replaceOn?: readonly string[];
  /** Comparisons for inputs that need one of their own. */
  readonly same?: Readonly<Record<string, (before: unknown, wanted: unknown) => boolean>>;
  /** Inputs that only say how a run works. A change of them is no difference. */
  readonly uncompared?: readonly string[];
  /** Returns the one GitLab object that a declaration names. Without it every declaration makes an object of its own. */
  claim?(at: Readonly<Record<AddressName, string>>, inputs: Inputs): Claim;
  /**
   * Returns everything that a declaration names, where that is more than its claim. No other declaration of these things is allowed then,
   * and `remove` itself decides what may be removed.
   */
  claims?(at: Readonly<Record<AddressName, string>>, inputs: Properties): readonly Claim[];
  /** The resource's id, where it is not the claim. */
  id?(made: Recorded<Inputs, AddressName, Outputs>, key: string): string;
  /** Names the things of a state that were made once and carry a mark, like "runner 12": see `MadeOnce`. */
  madeOnce?(outputs: Outputs): readonly string[];
  /** Inputs that the clock decides, hidden ones (`__…`) among them. It sees the old inputs and the parsed new ones. */
  prefill?(olds: Properties, news: Properties, filling: Filling): Properties;
  /** Inputs that only check fills in, each with what a program writes instead. They pass where they are the old ones: `ignoreChanges` puts those there. */
  readonly filledIn?: Readonly<Record<string, string>>;
  /**
   * The projects and groups that it lists, beside its addresses. Its output `__ids` has the ids of those that are written as paths, by
   * `listedName`, and the engine records GitLab's own paths of those that moved as `paths`.
   */
  listed?(inputs: Inputs): readonly { readonly kind: AddressKind; readonly address: Address }[];
  /** Why it must be updated although no input has changed. */
  drift?(state: Known<Inputs, AddressName, Outputs>, stamps: Properties, clock: Clock): string | undefined;
  /** What GitLab holds now, or `undefined` when it is gone. */
  observe(
    gitlab: GitLab,
    state: Known<Inputs, AddressName, Outputs>,
  ): Promise<Omit<Recorded<Inputs, AddressName, Outputs>, "ids"> | undefined>;
  /** Makes GitLab hold what is wanted, whatever it holds now. Serves create and update. */
  converge(
    gitlab: GitLab,
    wanted: Target<Inputs, AddressName>,
    state: Recorded<Inputs, AddressName, Outputs> | undefined,
    occasion: Occasion,
  ): Promise<Outputs>;
  /** Removes the thing. One that is gone already is no error. `isDeclared` is for lifecycles with `claims`. */
  remove(gitlab: GitLab, state: Known<Inputs, AddressName, Outputs>, isDeclared: IsDeclared): Promise<void>;
  /**
   * Everything of its kind that the credential can see in a project, in a group or, without a place, in the whole instance; nothing in a
   * place that has none of it. Pages are read as they are asked for.
   */
  list(gitlab: Pick<GitLab, "allowlists" | "client">, place: Place | undefined): AsyncIterable<Listed>;
}

/** One thing that GitLab holds, in the names of the resource's inputs and outputs, without secrets. */
export interface Listed {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What the state says: parsed inputs, the ids behind their addresses, and outputs. */
export interface Recorded<Inputs, AddressName extends string, Outputs> {
  readonly inputs: Inputs;
  readonly ids: Readonly<Record<AddressName, string>>;
  readonly outputs: Outputs;
}

/** The projects and groups behind the addresses, as messages call them. */
interface Placed<AddressName extends string> {
  readonly places: Readonly<Record<AddressName, Place>>;
}

/** What is wanted. */
export type Target<Inputs, AddressName extends string> = Pick<Recorded<Inputs, AddressName, never>, "ids" | "inputs"> &
  Placed<AddressName>;

/** What the state says, and where that is. */
export type Known<Inputs, AddressName extends string, Outputs> = Recorded<Inputs, AddressName, Outputs> &
  Placed<AddressName>;

/** Returns whether this run still declares a thing, by its ids or by the addresses as written. Such a thing stays in GitLab. */
export type IsDeclared = (thing: { readonly byId: Claim; readonly byText: Claim }) => boolean;

/** What check gives to `prefill` about the run. */
interface Filling {
  readonly clock: Clock;
  /** A preview may be saved as a plan that binds later runs. So a value that a later run fills in anew is `UNKNOWN` in a preview. */
  readonly isPreview: boolean;
  say(text: string): void;
}

/** What a run tells `converge` beside what is wanted; `stamps` are the hidden inputs. */
export interface Occasion {
  /** The mark of a thing that is made once. Its attempt belongs to the state, or to this run where it creates the thing. */
  readonly mark: Mark;
  readonly madeOnce: MadeOnce;
  /** Returns whether a state of this run, even that of another resource, names the same thing. The thing is then ours. */
  isMet(): boolean;
  /** Waits. Other resources are registered and compared meanwhile. */
  pause(ms: number): Promise<void>;
  readonly clock: Clock;
  readonly stamps: Properties;
}
