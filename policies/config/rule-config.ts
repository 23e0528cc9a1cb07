import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import { trimmed } from "../../provider/domain/address";
import { except, namingKeys } from "./waivers";

/** The part of a policy function's arguments that holds the configuration. */
export interface ConfigSource {
  getConfig<T extends object>(): T;
}

/** The schema of one rule's configuration: its own keys and waivers. Each key has a default and a description. */
export function ruleConfig<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...shape, except }, { error: namingKeys([...Object.keys(shape), "except"]) });
}

export type RuleConfig = ReturnType<typeof ruleConfig<Record<never, never>>>;

/** The keys whose globs are for projects of the stack, so that a glob that matches nothing can be reported. */
const PROJECT_LISTS = z.registry<{ readonly of: "projects" }>();

/** A list of globs that projects of the stack match. */
export function projects(description: string) {
  return globs(description).register(PROJECT_LISTS, { of: "projects" });
}

/** The globs of a configuration under its keys for projects. */
export function projectListsOf({ shape }: z.ZodObject, config: Readonly<Record<string, unknown>>) {
  return Object.entries(shape)
    .filter(([, schema]) => PROJECT_LISTS.has(schema))
    .map(([key]) => ({ key, globs: z.array(z.string()).parse(config[key]) }));
}

/** A list of globs, empty unless configured or given a default. */
export function globs(description: string, preset: readonly string[] = []) {
  return z
    .array(z.string().overwrite(trimmed).min(1))
    .default([...preset])
    .describe(`${description} A list of globs: *, ** and ? stand for text.`);
}

/** The JSON schema that the engine checks a configuration against before anything runs. */
export function schemaOf(config: z.ZodObject): PolicyConfigSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(config, { io: "input", override: withoutDatePattern });
  // zod and Pulumi each have a type for JSON schemas.
  return { properties: properties as PolicyConfigSchema["properties"], required };
}

/** Leaves the format. For a wrong date the engine would print the 200 characters of the pattern. */
function withoutDatePattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === "date") delete jsonSchema.pattern;
}

/**
 * The configuration with defaults. The engine accepts keys that a rule doesn't have. Here they are an error, because a misspelt waiver
 * would be ignored.
 */
export function configOf<Config extends z.ZodObject>(config: Config, source: ConfigSource): z.output<Config> {
  const parsed = config.safeParse(source.getConfig());
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`The policy's configuration is wrong. ${z.prettifyError(parsed.error)}`);
}

/** An error whose stack is its message: Pulumi shows the stack, and frames don't help to correct a configuration. */
export class ConfigurationError extends Error {
  override readonly stack = this.message;
}
