import { z } from "zod";
import type { Call, Client } from "../http/client";
import { isNotFound, type Purpose } from "../http/errors";
import { path } from "../http/path";
import { managerOf, type Place, placeName } from "./place";

/** https://docs.gitlab.com/api/project_level_variables/, https://docs.gitlab.com/api/group_level_variables/ */

const variable = z.object({
  /** Null where the variable is hidden: GitLab never shows its value again. */
  value: z.string().nullish(),
  variable_type: z.enum(["env_var", "file"]),
  protected: z.boolean(),
  masked: z.boolean(),
  /** GitLab before 17.4 does not return it. */
  hidden: z.boolean().nullish(),
  raw: z.boolean(),
  /** GitLab before 16.2 does not return it. */
  description: z.string().nullish(),
});
const row = variable.extend({ key: z.string(), environment_scope: z.string() });
const made = z.object({ environment_scope: z.string() });

export type Variable = z.output<typeof variable>;
export type ListedVariable = z.output<typeof row>;

/** A key may have one variable per environment scope, so key and scope together name a variable. */
export interface VariableName {
  readonly place: Place;
  readonly key: string;
  readonly scope: string;
}

export interface VariableSettings {
  readonly value: string;
  readonly variable_type: Variable["variable_type"];
  readonly protected: boolean;
  readonly masked: boolean;
  readonly raw: boolean;
  /** If it is left out, it is not sent, and GitLab keeps its value. */
  readonly description?: string;
}

/** Returns what GitLab holds. A 404 is an error: the caller has to find out whether the variable is gone or its project hidden. */
export function readVariable(client: Client, name: VariableName): Promise<Variable> {
  return client.send({ method: "GET", ...oneOf(name), purpose: to("read", name) }, variable);
}

/** Returns what GitLab holds, if the variable is there. */
export async function getVariable(client: Client, name: VariableName): Promise<Variable | undefined> {
  try {
    return await readVariable(client, name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Yields all variables of a place, page by page. */
export function variablesIn(client: Client, place: Place): AsyncIterable<ListedVariable> {
  const needs = `a token with the api scope whose user has ${managerOf(place)}`;
  const call: Call = {
    method: "GET",
    path: path`/${place.kind}s/${place.id}/variables`,
    purpose: { action: `list the variables of ${placeName(place)}`, needs },
  };
  return client.rows(call, z.array(row));
}

/**
 * Makes a variable. `hidden` can't be changed later. Returns the scope that GitLab gave the variable: below Premium, GitLab drops the scope of
 * a group's variable.
 */
export async function createVariable(
  client: Client,
  name: VariableName,
  { masked, ...settings }: VariableSettings,
  hidden: boolean,
): Promise<string> {
  const { place, key, scope } = name;
  const call: Call = {
    method: "POST",
    path: path`/${place.kind}s/${place.id}/variables`,
    body: {
      ...settings,
      key,
      environment_scope: scope,
      ...(hidden ? { masked_and_hidden: true } : { masked }),
    },
    secrets: [settings.value],
    purpose: to("create", name),
  };
  return (await client.send(call, made)).environment_scope;
}

export async function updateVariable(client: Client, name: VariableName, settings: VariableSettings): Promise<void> {
  await client.sendOnly({
    method: "PUT",
    ...oneOf(name),
    body: { ...settings },
    secrets: [settings.value],
    purpose: to("update", name),
  });
}

/** A 404 is an error, as in `readVariable`. */
export function removeVariable(client: Client, name: VariableName): Promise<void> {
  return client.sendOnly({ method: "DELETE", ...oneOf(name), purpose: to("delete", name) });
}

/** Deletes a variable. One that is not there is no error. */
export async function deleteVariable(client: Client, name: VariableName): Promise<void> {
  try {
    await removeVariable(client, name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Returns where it is, in words. */
export function inWords({ place, key, scope }: VariableName): string {
  return `the variable ${key}${scope === "*" ? "" : ` for environment ${scope}`} of ${placeName(place)}`;
}

function oneOf({ place, key, scope }: VariableName) {
  return { path: path`/${place.kind}s/${place.id}/variables/${key}`, query: { "filter[environment_scope]": scope } };
}

function to(verb: string, name: VariableName): Purpose {
  const needs = `a token with the api scope whose user has ${managerOf(name.place)}`;
  return {
    action: `${verb} ${inWords(name)}`,
    needs,
    advice: {
      400: `GitLab names above what it refuses: a masked value needs at least 8 characters without white space (and without special characters unless \`raw\` is true). ${taken(name)}This needs ${needs}.`,
    },
  };
}

function taken({ place, key, scope }: VariableName): string {
  if (place.kind === "project" || scope === "*") return "";
  return `"already been taken" means that this GitLab has no environment scopes for groups (they need Premium) and that ${key} is there for all environments: leave environmentScope out. `;
}
