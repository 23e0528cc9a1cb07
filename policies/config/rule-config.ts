import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import { trimmed } from "../../provider/domain/address";
import { except, namingKeys } from "./waivers";

/** What every policy function is given, for one resource or the whole stack. */
export interface ConfigSource {
  getConfig<T extends object>(): T;
}

/** The configuration of one rule: its own keys and waivers. Each key has a default and says what it is. */
export function ruleConfig<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...shape, except }, { error: namingKeys([...Object.keys(shape), "except"]) });
}

export type RuleConfig = ReturnType<typeof ruleConfig<Record<never, never>>>;

/** Which keys of configurations name projects, so that one that matches nothing can be said. */
const PROJECT_LISTS = z.registry<{ readonly of: "projects" }>();

/** A list of globs that projects of the stack match. */
export function projects(description: string) {
  return globs(description).register(PROJECT_LISTS, { of: "projects" });
}

/** What a configuration says under its keys for projects. */
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
  // zod's type of a JSON schema and Pulumi's are two descriptions of the same thing, made apart.
  return { properties: properties as PolicyConfigSchema["properties"], required };
}

/** The format says it as well, and the engine would print the pattern's 200 characters when a date is wrong. */
function withoutDatePattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === "date") delete jsonSchema.pattern;
}

/**
 * The configuration in force, with defaults: the engine fills them in, other callers don't. The engine lets keys pass that no rule has;
 * here they are an error, or a misspelt waiver would be a waiver that nobody has.
 */
export function configOf<Config extends z.ZodObject>(config: Config, source: ConfigSource): z.output<Config> {
  const parsed = config.safeParse(source.getConfig());
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`The policy's configuration is wrong. ${z.prettifyError(parsed.error)}`);
}

/** Pulumi shows an error's stack, which helps nobody who has to mend a configuration. */
export class ConfigurationError extends Error {
  override readonly stack = this.message;
}
