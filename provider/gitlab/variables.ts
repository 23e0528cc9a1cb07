import { z } from "zod";
import type { Client } from "./client";
import { isNotFound, type Purpose } from "./errors";
import { path } from "./path";

/** https://docs.gitlab.com/api/project_level_variables/ */

const variable = z.object({
  /** Null when the variable is hidden: GitLab never shows its value again. */
  value: z.string().nullish(),
  variable_type: z.enum(["env_var", "file"]),
  protected: z.boolean(),
  masked: z.boolean(),
  /** GitLab before 17.4 has none. */
  hidden: z.boolean().nullish(),
  raw: z.boolean(),
});

export type Variable = z.output<typeof variable>;

/** A key may have a variable per environment scope: both name it. */
export interface VariableName {
  readonly projectId: string;
  readonly key: string;
  readonly scope: string;
}

export interface VariableSettings {
  readonly value: string;
  readonly variable_type: Variable["variable_type"];
  readonly protected: boolean;
  readonly masked: boolean;
  readonly raw: boolean;
}

export async function getVariable(client: Client, name: VariableName): Promise<Variable | undefined> {
  try {
    return await client.send({ method: "GET", ...oneOf(name), purpose: to("read", name) }, variable);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Hiding is decided here for good. */
export async function createVariable(
  client: Client,
  name: VariableName,
  { masked, ...settings }: VariableSettings,
  hidden: boolean,
): Promise<void> {
  await client.sendOnly({
    method: "POST",
    path: path`/projects/${name.projectId}/variables`,
    body: {
      ...settings,
      key: name.key,
      environment_scope: name.scope,
      ...(hidden ? { masked_and_hidden: true } : { masked }),
    },
    purpose: to("create", name),
  });
}

export async function updateVariable(client: Client, name: VariableName, settings: VariableSettings): Promise<void> {
  await client.sendOnly({ method: "PUT", ...oneOf(name), body: { ...settings }, purpose: to("update", name) });
}

/** Gone is done. */
export async function deleteVariable(client: Client, name: VariableName): Promise<void> {
  try {
    await client.sendOnly({ method: "DELETE", ...oneOf(name), purpose: to("delete", name) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function oneOf({ projectId, key, scope }: VariableName) {
  return { path: path`/projects/${projectId}/variables/${key}`, query: { "filter[environment_scope]": scope } };
}

function to(verb: string, { projectId, key, scope }: VariableName): Purpose {
  const where = scope === "*" ? "" : ` for environment ${scope}`;
  const needs = `a token with the api scope whose user has at least the Maintainer role in project ${projectId}`;
  return {
    action: `${verb} the variable ${key}${where} of project ${projectId}`,
    needs,
    advice: {
      400: `GitLab names above what it refuses: a masked value needs at least 8 characters without white space (and without special characters unless \`raw\` is true). This needs ${needs}.`,
    },
  };
}
