import type { z } from "zod";
import type { AddressKind } from "../domain/address";
import type { Clock } from "../domain/clock";
import type { Owner } from "./owner-mark";
import type { Recorded, Target } from "./record";
import type { GitLab } from "./session";

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
  /** The resource's id, where it is not the claim. */
  id?(made: Recorded<Inputs, Place, Outputs>, key: string): string;
  /** Is what it makes marked with the declaration that made it? */
  readonly owned?: true;
  /** Inputs that the clock decides, hidden ones (`__…`) among them. It sees the old inputs and the parsed new ones. */
  prefill?(olds: Properties, news: Properties, clock: Clock, say: (text: string) => void): Properties;
  /** Why it must be updated although no input has changed; pure. */
  drift?(state: Recorded<Inputs, Place, Outputs>, stamps: Properties): string | undefined;
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
    occasion: Occasion,
  ): Promise<Outputs>;
  /** Takes it away. What is gone already is done. `isDeclared` is for those with `claims`. */
  remove(gitlab: GitLab, state: Recorded<Inputs, Place, Outputs>, isDeclared: IsDeclared): Promise<void>;
}

/** Does this run still declare it, by its ids or by the addresses as written? Then it stays. */
export type IsDeclared = (claim: { readonly byId: string; readonly byText: string }) => boolean;

export type Properties = Record<string, unknown>;

/** What a run tells `converge` beside what is wanted; `stamps` are the hidden inputs. */
export interface Occasion {
  readonly owner: Owner;
  readonly clock: Clock;
  readonly stamps: Properties;
}
