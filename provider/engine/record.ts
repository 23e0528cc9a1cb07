import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { z } from "zod";
import type { AddressKind } from "../domain/address";
import { refusal } from "../domain/user-error";
import { UNKNOWN } from "./unknowns";

/** What is wanted: parsed inputs, and the ids behind their addresses. */
export interface Target<Inputs, Place extends string> {
  readonly inputs: Inputs;
  readonly ids: Readonly<Record<Place, string>>;
}

/** What the state says. */
export interface Recorded<Inputs, Place extends string, Outputs> extends Target<Inputs, Place> {
  readonly outputs: Outputs;
}

/** The parts of a lifecycle that a state's form follows from. */
interface Form<Inputs, Place extends string, Outputs> {
  readonly type: string;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  readonly outputs: z.ZodType<Outputs>;
  readonly addresses: Readonly<Record<Place, { readonly kind: AddressKind; readonly output: string }>>;
  readonly secrets?: readonly string[];
  readonly shown?: { readonly key: string; of(inputs: Inputs): unknown };
}

/** The version of the outputs' form. A later one must be able to read every earlier one. */
const SCHEMA = 1;

/** Keys that begin with `__` never show in a diff. */
const PROVIDER = "__provider";
const KEY = "__key";
const NAME = "__declaredAs";
const ORIGIN = "__origin";
const VERSION = "__schema";

/** The id behind an address that may be left out and is. */
export const NO_ID = "";

const recordedId = z.string();
const marks = z.looseObject({ __schema: z.number(), __origin: z.string() });

export const hidden = {
  without: (properties: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__"))),
  nameOf: (properties: Record<string, unknown>) =>
    properties[NAME] === undefined ? {} : { name: String(properties[NAME]) },
  keyOf: (properties: Record<string, unknown>) => String(properties[KEY]),
  key: (properties: Record<string, unknown>) => ({ [KEY]: properties[KEY] }),
  /** What check has put beside the visible inputs. */
  stamps: (properties: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(properties).filter(
        ([key]) => key.startsWith("__") && ![PROVIDER, KEY, NAME, ORIGIN, VERSION].includes(key),
      ),
    ),
  /** The SDK puts the text back into every answer but that of a partial failure; without it the resource could not be deleted. */
  withProvider: (outs: Record<string, unknown>, news: Record<string, unknown>) => ({
    ...outs,
    [PROVIDER]: news[PROVIDER],
  }),
};

/** Complete outputs: every input, every id, all that was added. `update`, `read` and `delete` are given nothing else. */
export function toOuts<Inputs extends object, Place extends string, Outputs extends object>(
  form: Form<Inputs, Place, Outputs>,
  { inputs, ids, outputs }: Recorded<Inputs, Place, Outputs>,
  { key, origin, stamps = {} }: Marks,
): Record<string, unknown> {
  const { addresses, secrets } = form;
  const given = placesOf(addresses).filter((place) => ids[place] !== NO_ID);
  const idOutputs = given.map((place) => [addresses[place].output, ids[place]]);
  const outs = {
    ...inputs,
    ...shownIn(form, inputs),
    ...stamps,
    ...outputs,
    ...Object.fromEntries(idOutputs),
    [KEY]: key,
    [ORIGIN]: origin,
    [VERSION]: SCHEMA,
  };
  return sealed(outs, secrets);
}

interface Marks {
  readonly key: string;
  readonly origin: string;
  readonly stamps?: Readonly<Record<string, unknown>>;
}

/**
 * Properties for the engine. Secrets stand as Pulumi's wire protocol marks them: what arrives so is encrypted in the state, whatever the
 * program says. An undefined anywhere in here would make Pulumi lose the answer, and with it the resource.
 */
export function sealed(
  properties: Record<string, unknown>,
  secrets: readonly string[] | undefined,
): Record<string, unknown> {
  const seal = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
  const plain: Record<string, unknown> = JSON.parse(JSON.stringify(properties));
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [key, secrets?.includes(key) ? seal(value) : value]),
  );
}

export function recorded<Inputs extends object, Place extends string, Outputs extends object>(
  form: Form<Inputs, Place, Outputs>,
  properties: Record<string, unknown>,
): Recorded<Inputs, Place, Outputs> & { readonly origin: string } {
  const marked = marks.safeParse(properties);
  if (!marked.success) {
    throw refusal(
      "no state of ours",
      `A ${form.type} can't be read by its id alone (the option \`id\` and \`import\`): declare it without them. What GitLab already has is taken over.`,
    );
  }
  if (marked.data.__schema > SCHEMA) {
    throw refusal(
      "newer state",
      `The state of this ${form.type} was written by a newer version of pulumi-gitlab-ci-access: update the package to that version.`,
    );
  }
  const visible = hidden.without(properties);
  const inputs = inputsIn(form, visible);
  const places = placesOf(form.addresses).map((place) => [
    place,
    place in visible ? recordedId.parse(visible[form.addresses[place].output]) : NO_ID,
  ]);
  // Object.fromEntries forgets the type of the keys.
  const ids = Object.fromEntries(places) as Record<Place, string>;
  return { inputs, ids, outputs: form.outputs.parse(properties), origin: marked.data.__origin };
}

/** The inputs of the lifecycle's own schema among a resource's properties. */
export function inputsIn<Inputs>(
  { inputs }: { readonly inputs: z.ZodObject & z.ZodType<Inputs> },
  properties: Record<string, unknown>,
): Inputs {
  const keys = Object.keys(inputs.shape).filter((key) => key in properties);
  return inputs.parse(Object.fromEntries(keys.map((key) => [key, properties[key]])));
}

type Showing<Inputs> = Pick<Form<Inputs, never, unknown>, "shown">;

export function shownIn<Inputs>({ shown }: Showing<Inputs>, inputs: Inputs): Record<string, unknown> {
  return shown === undefined ? {} : { [shown.key]: shown.of(inputs) };
}

/** What is made of inputs that are not known yet is not known either. */
export function shownAsUnknown<Inputs>({ shown }: Showing<Inputs>): Record<string, unknown> {
  return shown === undefined ? {} : { [shown.key]: UNKNOWN };
}

function placesOf<Place extends string>(addresses: Readonly<Record<Place, unknown>>): Place[] {
  return Object.keys(addresses) as Place[]; // Object.keys forgets the type of the keys.
}
