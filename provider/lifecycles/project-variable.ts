import { z } from "zod";
import { address } from "../gitlab/address";
import { isRefusal, isUnsettled } from "../gitlab/errors";
import {
  createVariable,
  deleteVariable,
  getVariable,
  updateVariable,
  type VariableName,
  type VariableSettings,
} from "../gitlab/variables";
import { claimOf } from "../runtime/claims";
import type { Lifecycle } from "../runtime/lifecycle";

/** A lost answer is settled by looking, and asked again at most this often. */
const MAX_ATTEMPTS = 3;

const fields = z.strictObject({
  project: address("project"),
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
});
const inputs = fields.refine(({ hidden, masked }) => masked || !hidden, {
  message: "hidden is true and masked is not: GitLab hides masked variables only, so set masked to true as well",
});
const outputs = z.object({});

type Inputs = z.output<typeof fields>;

export const projectVariable: Lifecycle<Inputs, "project", z.output<typeof outputs>> = {
  type: "ProjectVariable",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  replaceOn: ["key", "environmentScope"],
  secrets: ["value"],
  claim: ({ project }, { key, environmentScope }) => claimOf.variable(project, key, environmentScope),
  id: ({ ids, inputs: { key, environmentScope } }) => `${ids.project}:${key}:${environmentScope}`,

  async observe({ client }, { inputs, ids }) {
    const found = await getVariable(client, nameOf(inputs, ids));
    if (found === undefined) return undefined;
    const { masked, raw } = found;
    const seen = { masked, raw, protected: found.protected, hidden: found.hidden ?? false };
    return {
      inputs: { ...inputs, ...seen, value: found.value ?? inputs.value, variableType: found.variable_type },
      outputs: {},
    };
  },

  async converge({ client, warn }, { inputs, ids }, state) {
    const name = nameOf(inputs, ids);
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
        await createVariable(client, name, settings, inputs.hidden);
        return {};
      } catch (error) {
        const isThere = isRefusal(error) && (await getVariable(client, name)) !== undefined;
        if ((!isThere && !isUnsettled(error)) || attempt === MAX_ATTEMPTS) throw error;
        if (isThere && state === undefined && attempt === 1)
          warn(
            `Variable ${name.key} (${name.scope}) of project ${name.projectId} was there already: its value is replaced, and destroying this resource will remove it.`,
          );
      }
    }
  },

  async remove({ client }, { inputs, ids }) {
    await deleteVariable(client, nameOf(inputs, ids));
  },
};

function nameOf({ key, environmentScope: scope }: Inputs, ids: { readonly project: string }): VariableName {
  return { projectId: ids.project, key, scope };
}

function settingsOf({ value, masked, raw, variableType, ...inputs }: Inputs): VariableSettings {
  return { value, masked, raw, protected: inputs.protected, variable_type: variableType };
}
