import { conflict, invalid } from "../../grape/errors";
import { boolean, hash, text } from "../../grape/param-types";
import { optional, type Values } from "../../grape/params";
import type { Variable, VariableDetails, VariableOwner, Variables } from "../../model/variables";

const TYPES = ["env_var", "file"] as const;

/** What can be set on a variable beside its key. */
export const variableParams = {
  protected: optional(boolean),
  masked: optional(boolean),
  raw: optional(boolean),
  variable_type: optional(text, { values: TYPES }),
  description: optional(text),
};
/** The same, where there are environments. */
export const scopedParams = { ...variableParams, environment_scope: optional(text) };
export const filterParam = { filter: optional(hash) };

export type Given = Values<typeof scopedParams> & { readonly value?: string | null };
type Filter = Values<typeof filterParam>;

/** The one variable that is meant; several environments with that key need a filter to tell them apart. */
export function findVariable(
  variables: Variables,
  owner: VariableOwner,
  { key, filter }: Filter & { readonly key: string | null },
): Variable | undefined {
  const scope = filter?.environment_scope;
  const found = variables
    .withKey(owner, key ?? "")
    .filter((variable) => typeof scope !== "string" || variable.environmentScope === scope);
  if (found.length <= 1) return found[0];
  throw conflict("There are multiple variables with provided parameters. Please use 'filter[environment_scope]'");
}

export function newVariable(
  key: string,
  given: Given & { readonly masked_and_hidden?: boolean | null },
  now: Date,
): VariableDetails {
  const hidden = given.masked_and_hidden ?? false;
  const blank: VariableDetails = {
    key,
    value: "",
    variableType: "env_var",
    protected: false,
    masked: hidden,
    hidden,
    raw: false,
    environmentScope: "*",
    description: null,
    updatedAt: now,
  };
  return { ...changed(blank, given), ...(hidden ? { masked: true } : {}) };
}

/** The variable with what was given; what was not given stays as it is. */
export function changed(variable: VariableDetails, given: Given): VariableDetails {
  return {
    ...variable,
    value: given.value === undefined ? variable.value : (given.value ?? ""),
    variableType: given.variable_type ?? variable.variableType,
    protected: given.protected ?? variable.protected,
    masked: given.masked ?? variable.masked,
    raw: given.raw ?? variable.raw,
    environmentScope: given.environment_scope?.trim() ?? variable.environmentScope,
    description: given.description === undefined ? variable.description : given.description,
  };
}

/** https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable */
const MASKABLE = /^[a-zA-Z0-9_+=/@:.~-]{8,}$/;
const MASKABLE_RAW = /^\S{8,}$/;

/** Gitlab::Regex.environment_scope_regex */
const ENVIRONMENT_SCOPE = /^[a-zA-Z0-9_/${}. *-]+$/;
const ENVIRONMENT_SCOPE_RULE = "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', '*' and spaces";
const MAXIMUM_VALUE = 10_000;

/** How many variables a place takes. https://docs.gitlab.com/administration/instance_limits/#cicd-limits */
export const LIMITS = {
  project: { count: 8000, name: "project ci variables" },
  group: { count: 30_000, name: "group ci variables" },
  instance: { count: 25, name: "ci instance level variables" },
};

function kindOf(owner: VariableOwner): keyof typeof LIMITS {
  if (owner === "instance") return owner;
  return owner.startsWith("group") ? "group" : "project";
}

function tooLong(owner: VariableOwner): string {
  if (owner !== "instance") return `is too long (maximum is ${MAXIMUM_VALUE} characters)`;
  return `The value of the provided variable exceeds the ${MAXIMUM_VALUE} character limit`;
}

/** Refuses what GitLab's models refuse; `before` is the variable as it was, when one is changed. */
export function requireValid(
  variables: Variables,
  { owner, variable }: { readonly owner: VariableOwner; readonly variable: VariableDetails },
  before?: Variable,
): void {
  const errors: Record<string, string[]> = {};
  const { key, value, masked, hidden, raw, environmentScope, description } = variable;
  const twins = variables.withKey(owner, key).filter((other) => other.environmentScope === environmentScope);
  if (twins.some((twin) => twin !== before)) errors.key = [`(${key}) has already been taken`];
  if (!/^[a-zA-Z0-9_]+$/.test(key)) errors.key = ["can contain only letters, digits and '_'."];
  if (key.trim() === "") errors.key = ["can't be blank", "can contain only letters, digits and '_'."];
  if (key.length > 255) errors.key = ["is too long (maximum is 255 characters)"];
  if (value.length > MAXIMUM_VALUE) errors.value = [tooLong(owner)];
  const { count, name } = LIMITS[kindOf(owner)];
  if (before === undefined && variables.of(owner).length >= count) {
    errors.base = [`Maximum number of ${name} (${count}) exceeded`];
  }
  if (!ENVIRONMENT_SCOPE.test(environmentScope)) errors.environment_scope = [ENVIRONMENT_SCOPE_RULE];
  if (environmentScope.trim() === "") errors.environment_scope = ["can't be blank", ENVIRONMENT_SCOPE_RULE];
  if (environmentScope.length > 255) errors.environment_scope = ["is too long (maximum is 255 characters)"];
  if (description !== null && description.length > 255)
    errors.description = ["is too long (maximum is 255 characters)"];
  if (masked && !(raw ? MASKABLE_RAW : MASKABLE).test(value)) errors.value = ["is invalid"];
  if (hidden && before?.masked === true && !masked) {
    errors.base = ["The visibility setting cannot be changed for masked and hidden variables."];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
