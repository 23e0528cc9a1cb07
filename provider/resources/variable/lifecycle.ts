import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { refusal, type UserError } from "../../domain/user-error";
import { onlyAddress } from "../../engine/address-input";
import type { Claim } from "../../engine/declared/claims";
import type { Lifecycle, Occasion } from "../../engine/lifecycle";
import type { GitLab } from "../../gitlab/connection";
import { type Place, writtenAs } from "../../gitlab/place";
import {
  inWords,
  type ListedVariable,
  readVariable,
  removeVariable,
  type Variable,
  type VariableName,
  variablesIn,
} from "../../gitlab/variables";
import { differences, VariableEdit } from "./edit";
import { groupVariableInputs, projectVariableInputs, type VariableInputs } from "./inputs";

/** Resources are registered in any order: the resource that has held a variable so far may be registered a moment later. */
const LATER_MS = 1_000;

const outputs = z.object({});

export const projectVariable = variable({ type: "ProjectVariable", kind: "project", inputs: projectVariableInputs });
export const groupVariable = variable({ type: "GroupVariable", kind: "group", inputs: groupVariableInputs });

interface VariableForm<Own extends VariableInputs> {
  readonly type: string;
  readonly kind: AddressKind;
  readonly inputs: z.ZodObject & z.ZodType<Own>;
}

/** A CI/CD variable. Variables of projects and of groups differ in names, and in what GitLab's tiers do with a scope. */
function variable<Own extends VariableInputs>({
  type,
  kind,
  inputs,
}: VariableForm<Own>): Lifecycle<Own, AddressKind, z.output<typeof outputs>> {
  const nameOf = (
    { key, environmentScope: scope }: VariableInputs,
    places: Readonly<Record<AddressKind, Place>>,
  ): VariableName => ({ place: places[kind], key, scope });
  const claimOf = (owner: string, key: string, scope: string): Claim => ({
    about: "variable",
    kind,
    owner,
    key,
    scope,
  });

  return {
    type,
    inputs,
    outputs,
    addresses: onlyAddress(kind),
    replaceOn: ["key", "environmentScope"],
    uncompared: ["replaceExisting"],
    secrets: ["value"],
    claim: (at, { key, environmentScope }) => claimOf(at[kind], key, environmentScope),
    /** Two declarations of one variable would overwrite each other in every run. */
    claims: (at, { key, environmentScope }) => [claimOf(at[kind], String(key), String(environmentScope))],
    id: ({ ids, inputs: { key, environmentScope } }) => `${ids[kind]}:${key}:${environmentScope}`,

    async observe({ client }, { inputs, places }) {
      const found = await readVariable(client, nameOf(inputs, places));
      return { inputs: { ...inputs, ...seenIn(found, inputs) }, outputs: {} };
    },

    async converge(gitlab, { inputs, places }, state, occasion) {
      const name = nameOf(inputs, places);
      const edit = new VariableEdit(gitlab.client, name, inputs);
      const known = state === undefined ? undefined : await edit.find();
      const found = known ?? (await edit.make());
      if (found === undefined) return {};
      if (state === undefined) await takeOver({ gitlab, name, inputs, occasion, edit, found });
      else await edit.change(found, state.inputs.value);
      return {};
    },

    async *list({ client }, place) {
      if (place?.kind !== kind) return;
      for await (const found of variablesIn(client, place)) yield { inputs: listed(place, found), outputs: {} };
    },

    async remove({ client }, { inputs, ids, places }, isDeclared) {
      const { key, environmentScope } = inputs;
      const written: Readonly<Partial<Record<string, unknown>>> = { ...inputs };
      const claims = {
        byId: claimOf(ids[kind], key, environmentScope),
        byText: claimOf(String(written[kind]), key, environmentScope),
      };
      if (!isDeclared(claims)) await removeVariable(client, nameOf(inputs, places));
    },
  };
}

/** Returns what GitLab shows of the variable. It shows no hidden value. A description that is not declared is left out. */
function seenIn(found: Variable, { value, description }: VariableInputs): Partial<VariableInputs> {
  return {
    value: found.value ?? value,
    masked: found.masked,
    raw: found.raw,
    protected: found.protected,
    hidden: found.hidden ?? false,
    variableType: found.variable_type,
    ...(description === undefined ? {} : { description: found.description || undefined }),
  };
}

function listed(place: Place, found: ListedVariable) {
  return {
    [place.kind]: writtenAs(place),
    key: found.key,
    environmentScope: found.environment_scope,
    protected: found.protected,
    masked: found.masked,
    hidden: found.hidden ?? false,
    raw: found.raw,
    variableType: found.variable_type,
    ...(found.description ? { description: found.description } : {}),
  };
}

interface Taking {
  readonly gitlab: GitLab;
  readonly name: VariableName;
  readonly inputs: VariableInputs;
  readonly occasion: Occasion;
  readonly edit: VariableEdit;
  readonly found: Variable;
}

/** Takes over an existing variable. One that differs is only changed where it is ours or where the program allows replacing it. */
async function takeOver({ gitlab, name, inputs, occasion, edit, found }: Taking): Promise<void> {
  const differing = differences(found, inputs);
  if (differing.length === 0) return;
  if (!(await isOurs(occasion))) {
    if (!inputs.replaceExisting) throw isAnothers(name, found, differing);
    gitlab.warn(`Replaced: ${inWords(name)} was there already and differed in ${differing.join(", ")}.`);
  }
  await edit.change(found);
}

async function isOurs({ isMet, pause }: Occasion): Promise<boolean> {
  if (isMet()) return true;
  await pause(LATER_MS);
  return isMet();
}

function isAnothers(name: VariableName, found: Variable, differing: readonly string[]): UserError {
  const what = found.hidden
    ? `It is hidden, so nobody can compare its value${differing.length > 1 ? `; it differs in ${differing.filter((key) => key !== "value").join(", ")} as well` : ""}.`
    : `It differs from the declaration in ${differing.join(", ")}.`;
  return refusal(
    "a variable that is there already",
    `${inWords(name)} is there already, and no state that this run has read speaks of it. ${what} Nothing was touched. ` +
      "If it may be overwritten, set replaceExisting: true. If another resource of this stack has held it so far, give this one the option `aliases`, or run `pulumi up --refresh`. " +
      "Otherwise leave it to whoever made it.",
  );
}
