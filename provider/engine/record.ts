import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { z } from "zod";
import { typeOfProviderText } from "../domain/provider-text";
import { refusal } from "../domain/user-error";
import type { Form, Recorded } from "./lifecycle";
import { signature } from "./properties";
import { addressNames, textsBy } from "./subject";
import { UNKNOWN } from "./unknowns";

/** The version of the outputs' form. Every later version must be able to read this one. */
const SCHEMA = 1;

/** Stands for the id of an optional address that is left out. */
export const NO_ID = "";

const recordedId = z.string();
const signatureShape = z.looseObject({ __schema: z.number(), __origin: z.string() });

/** Complete outputs: every input, every id and every added output. `update`, `read` and `delete` get only these. */
export function toOuts<Inputs extends object, AddressName extends string, Outputs extends object>(
  form: Form<Inputs, AddressName, Outputs>,
  { inputs, ids, outputs }: Recorded<Inputs, AddressName, Outputs>,
  { key, origin, stamps = {}, paths = {} }: Recording,
): Record<string, unknown> {
  const { addresses, secrets } = form;
  const given = addressNames(form).filter((name) => ids[name] !== NO_ID);
  const idOutputs = given.map((name) => [addresses[name].output, ids[name]]);
  const outs = {
    ...inputs,
    ...shownIn(form, inputs),
    ...stamps,
    ...outputs,
    ...Object.fromEntries(idOutputs),
    ...paths,
    ...signature(key, origin, SCHEMA),
  };
  return sealed(outs, secrets);
}

/** What is recorded beside inputs, ids and outputs. */
interface Recording {
  readonly key: string;
  readonly origin: string;
  readonly stamps?: Readonly<Record<string, unknown>>;
  /** GitLab's own paths of the addresses. */
  readonly paths?: Readonly<Record<string, unknown>>;
}

/**
 * Returns properties for the engine. Secrets carry the mark of Pulumi's wire protocol, so they are encrypted in the state whatever the
 * program says. A single undefined value would make Pulumi lose the answer, and with it the resource.
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

export function recorded<Inputs extends object, AddressName extends string, Outputs extends object>(
  form: Form<Inputs, AddressName, Outputs>,
  properties: Record<string, unknown>,
): Recorded<Inputs, AddressName, Outputs> & { readonly origin: string } {
  mustBeOf(form, properties);
  const signed = signatureShape.safeParse(properties);
  if (!signed.success) {
    throw refusal(
      "no state of ours",
      `A ${form.type} can't be read by its id alone (the option \`id\` and \`import\`): declare it without them. What GitLab already has is taken over.`,
    );
  }
  if (signed.data.__schema > SCHEMA) {
    throw refusal(
      "newer state",
      `The state of this ${form.type} was written by a newer version of pulumi-gitlab-ci-access: update the package to that version.`,
    );
  }
  const inputs = inputsIn({ inputs: fieldsOf(form) }, properties);
  const idOf = (name: AddressName) =>
    name in properties ? recordedId.parse(properties[form.addresses[name].output]) : NO_ID;
  const ids = textsBy(addressNames(form), idOf);
  return { inputs, ids, outputs: form.outputs.parse(properties), origin: signed.data.__origin };
}

/** An alias whose `type` is another class gives a resource the state of that class, and the engine lets it. */
function mustBeOf({ type }: { readonly type: string }, { __provider }: Record<string, unknown>): void {
  const other = typeOfProviderText(__provider);
  if (other === undefined || other === type) return;
  throw refusal(
    "state of another class",
    `This ${type} has the state of a ${other}: an entry of \`aliases\` makes one class another, which can't be done. Nothing was touched. ` +
      `Take that entry out: the ${type} is then created, the ${other} is deleted, and what is still declared stays in GitLab.`,
  );
}

/** Leaves out the rules for the inputs as a whole, like a limit: they bind a program, not what GitLab holds. */
function fieldsOf<Inputs extends object>({ inputs }: Pick<Form<Inputs, never, unknown>, "inputs">) {
  return z.object(inputs.shape) as typeof inputs; // The shape gives the type; only checks are left out.
}

/** Returns the inputs of the lifecycle's own schema among a resource's properties. */
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

/** A value made from unknown inputs is unknown, too. */
export function shownAsUnknown<Inputs>({ shown }: Showing<Inputs>): Record<string, unknown> {
  return shown === undefined ? {} : { [shown.key]: UNKNOWN };
}
