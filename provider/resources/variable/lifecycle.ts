import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { refusal } from "../../domain/user-error";
import { address, onlyAddress } from "../../engine/address-input";
import type { Lifecycle } from "../../engine/lifecycle";
import type { Place } from "../../gitlab/place";
import {
  createVariable,
  deleteVariable,
  getVariable,
  inWords,
  updateVariable,
  type VariableName,
  type VariableSettings,
} from "../../gitlab/variables";
import type { Client } from "../../http/client";
import { isRefusal, isUnsettled } from "../../http/errors";

/** A lost answer is settled by looking, and asked again at most this often. */
const MAX_ATTEMPTS = 3;

const fields = {
  key: z
    .string()
    .max(255, "must not be longer than 255 characters")
    .regex(/^\w+$/, "must consist of letters, digits and _"),
  value: z.string(),
  environmentScope: z.string().min(1, 'must not be empty: "*" is every environment').default("*"),
  protected: z.boolean().default(false),
  masked: z.boolean().default(false),
  hidden: z.boolean().default(false),
  raw: z.boolean().default(false),
  variableType: z.enum(["env_var", "file"]).default("env_var"),
};
const shared = z.object(fields);
const outputs = z.object({});

type Inputs = z.output<typeof shared>;

export const projectVariable = variable({
  type: "ProjectVariable",
  kind: "project",
  inputs: z
    .strictObject({ project: address("project"), ...fields })
    .superRefine((inputs, context) => report(inputs, context)),
});
export const groupVariable = variable({
  type: "GroupVariable",
  kind: "group",
  inputs: z
    .strictObject({ group: address("group"), ...fields })
    .superRefine((inputs, context) => report(inputs, context)),
});

interface VariableForm<Own extends Inputs> {
  readonly type: string;
  readonly kind: AddressKind;
  readonly inputs: z.ZodObject & z.ZodType<Own>;
}

/** A CI/CD variable. Those of projects and of groups differ in names, and in what GitLab's tiers do to a scope. */
function variable<Own extends Inputs>({
  type,
  kind,
  inputs,
}: VariableForm<Own>): Lifecycle<Own, AddressKind, z.output<typeof outputs>> {
  const nameOf = (
    { key, environmentScope: scope }: Inputs,
    places: Readonly<Record<AddressKind, Place>>,
  ): VariableName => ({ place: places[kind], key, scope });

  return {
    type,
    inputs,
    outputs,
    addresses: onlyAddress(kind),
    replaceOn: ["key", "environmentScope"],
    secrets: ["value"],
    claim: (at, { key, environmentScope: scope }) => ({ about: "variable", kind, owner: at[kind], key, scope }),
    id: ({ ids, inputs: { key, environmentScope } }) => `${ids[kind]}:${key}:${environmentScope}`,

    async observe({ client }, { inputs, places }) {
      const found = await getVariable(client, nameOf(inputs, places));
      if (found === undefined) return undefined;
      const { masked, raw } = found;
      const seen = { masked, raw, protected: found.protected, hidden: found.hidden ?? false };
      return {
        inputs: { ...inputs, ...seen, value: found.value ?? inputs.value, variableType: found.variable_type },
        outputs: {},
      };
    },

    async converge({ client, warn }, { inputs, places }, state) {
      const name = nameOf(inputs, places);
      const settings = settingsOf(inputs);
      for (let attempt = 1; ; attempt += 1) {
        const found = state === undefined && attempt === 1 ? undefined : await getVariable(client, name);
        const isRightKind = found !== undefined && (found.hidden ?? false) === inputs.hidden;
        if (isRightKind) {
          await updateVariable(client, name, settings);
          return {};
        }
        // Sync. Whether it is hidden can't be changed: the variable is made anew.
        if (found !== undefined) await deleteVariable(client, name);
        try {
          await mustHaveScope(client, name, await createVariable(client, name, settings, inputs.hidden));
          return {};
        } catch (error) {
          const isThere = isRefusal(error) && (await getVariable(client, name)) !== undefined;
          if ((!isThere && !isUnsettled(error)) || attempt === MAX_ATTEMPTS) throw error;
          if (isThere && state === undefined && attempt === 1)
            warn(
              `Taken over: ${inWords(name)} was there already. Its value is replaced, and destroying this resource will remove it.`,
            );
        }
      }
    },

    async remove({ client }, { inputs, places }) {
      await deleteVariable(client, nameOf(inputs, places));
    },
  };
}

/** Below Premium a group's variable is made for all environments, whatever was asked: its value would be where it must not be. */
async function mustHaveScope(client: Client, name: VariableName, scope: string): Promise<void> {
  if (scope === name.scope) return;
  await deleteVariable(client, { ...name, scope });
  throw refusal(
    "environment scope",
    `GitLab made ${inWords(name)} for environment ${scope} instead, so it was removed at once: environment scopes of group variables need GitLab Premium. ` +
      "Leave environmentScope out where every environment may see the value, or declare a ProjectVariable in each project that needs it: those have scopes in every tier.",
  );
}

function settingsOf({ value, masked, raw, variableType, ...inputs }: Inputs): VariableSettings {
  return { value, masked, raw, protected: inputs.protected, variable_type: variableType };
}

function report({ hidden, masked }: Inputs, context: z.RefinementCtx): void {
  if (!hidden || masked) return;
  const message = "hidden is true and masked is not: GitLab hides masked variables only, so set masked to true as well";
  context.addIssue({ code: "custom", message });
}
