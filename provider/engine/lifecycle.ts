import type { z } from "zod";
import type { AddressKind } from "../domain/address";
import type { Clock } from "../domain/clock";
import type { GitLab } from "../gitlab/connection";
import type { Place } from "../gitlab/place";
import type { Claim } from "./declared/claims";
import type { MadeOnce } from "./made-once";
import type { Mark } from "./owner-mark";
import type { Properties } from "./properties";

/** The parts of a lifecycle that the form of a state follows from. */
export interface Form<Inputs, AddressName extends string, Outputs> {
  readonly type: string;
  /** Inputs as a program gives them, with defaults and normal forms. */
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  /** What GitLab or we add to the inputs, ids of addresses aside. */
  readonly outputs: z.ZodType<Outputs>;
  /** The inputs that are addresses, and the output that holds the id of each. Another id is another resource: it is replaced. */
  readonly addresses: Readonly<Record<AddressName, { readonly kind: AddressKind; readonly output: string }>>;
  /** What is secret whatever the program says. */
  readonly secrets?: readonly string[];
  /** An input that check makes of the others, for people to see in a preview. It is never compared. */
  readonly shown?: { readonly key: string; of(inputs: Inputs): unknown };
}

/** A resource in four verbs, `observe`, `converge`, `remove` and `list`, and what the engine derives the rest from. */
export interface Lifecycle<Inputs extends object, AddressName extends string, Outputs extends object>
  extends Form<Inputs, AddressName, Outputs> {
  /** Inputs beside addresses whose change makes it another resource. */
  readonly replaceOn?: readonly string[];
  /** Inputs that are compared in a way of their own. */
  readonly same?: Readonly<Record<string, (before: unknown, wanted: unknown) => boolean>>;
  /** Inputs that only say how a run goes about its work: they are no difference. */
  readonly uncompared?: readonly string[];
  /** Names the one GitLab object that a declaration speaks of. Without it every declaration makes an object of its own. */
  claim?(at: Readonly<Record<AddressName, string>>, inputs: Inputs): Claim;
  /**
   * All that a declaration speaks of, where that is more than its claim: no other declaration may stand beside it then, and `remove`
   * itself decides what may go.
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
  /** Takes it away. What is gone already is done. `isDeclared` is for those with `claims`. */
  remove(gitlab: GitLab, state: Known<Inputs, AddressName, Outputs>, isDeclared: IsDeclared): Promise<void>;
  /**
   * Everything of its kind that the credential can see in a project, in a group or, without a place, in the whole instance; nothing in a
   * place that has none of it. Pages are read as they are asked for.
   */
  list(gitlab: Pick<GitLab, "allowlists" | "client">, place: Place | undefined): AsyncIterable<Listed>;
}

/** One thing that GitLab holds, told in the names of the resource's inputs and outputs, less all secrets. */
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

/** Returns whether this run still declares a thing, by its ids or by the addresses as written. Then it stays. */
export type IsDeclared = (thing: { readonly byId: Claim; readonly byText: Claim }) => boolean;

/** What check tells `prefill` of the run. */
interface Filling {
  readonly clock: Clock;
  /** A preview may be saved as a plan, which later runs are held to: what a later run fills in anew is `UNKNOWN` in it. */
  readonly isPreview: boolean;
  say(text: string): void;
}

/** What a run tells `converge` beside what is wanted; `stamps` are the hidden inputs. */
export interface Occasion {
  /** For what is made once. Its attempt belongs to the state, or to this very run where it creates. */
  readonly mark: Mark;
  readonly madeOnce: MadeOnce;
  /** Returns whether a state of this run speaks of the same thing, be it by another resource: then it is ours. */
  isMet(): boolean;
  /** Waits. Other resources are registered and compared meanwhile. */
  pause(ms: number): Promise<void>;
  readonly clock: Clock;
  readonly stamps: Properties;
}
