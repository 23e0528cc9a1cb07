/** What one field of an answer may hold; `problems` says in words what is wrong with a value. */
export interface Field {
  readonly optional: boolean;
  readonly problems: (value: unknown, at: string) => string[];
}

/** The fields that GitLab knows for one kind of object. Anything else in an answer is an invention. */
export type Entity = Readonly<Record<string, Field>>;

const required = (problems: Field["problems"]): Field => ({ optional: false, problems });

const scalar = (name: string, fits: (value: unknown) => boolean): Field =>
  required((value, at) => (fits(value) ? [] : [`${at} should be ${name}, is ${JSON.stringify(value)}`]));

const textLike = (name: string, form: RegExp): Field =>
  scalar(name, (value) => typeof value === "string" && form.test(value));

export const integer = scalar("an integer", Number.isInteger);
export const boolean = scalar("a boolean", (value) => typeof value === "boolean");
export const string = scalar("a string", (value) => typeof value === "string");
export const datetime = textLike("a date and time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
export const date = textLike("a date (YYYY-MM-DD)", /^\d{4}-\d\d-\d\d$/);
export const url = textLike("an absolute URL", /^https?:\/\/\S+$/);
export const anything = required(() => []);

export const nullable = (field: Field): Field => ({
  ...field,
  problems: (value, at) => (value === null ? [] : field.problems(value, at)),
});

export const optional = (field: Field): Field => ({ ...field, optional: true });

export const object = (entity: Entity): Field => required((value, at) => entityProblems(entity, value, at));

export const listOf = (field: Field): Field =>
  required((value, at) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => field.problems(item, `${at}[${index}]`))
      : [`${at} should be a list, is ${JSON.stringify(value)}`],
  );

/** Several optional fields of one type: GitLab sends them, no client of ours counts on them. */
export const known = (field: Field, ...names: string[]): Entity =>
  Object.fromEntries(names.map((name) => [name, optional(field)]));

export function entityProblems(entity: Entity, value: unknown, at: string): string[] {
  if (!isObject(value)) return [`${at} should be an object, is ${JSON.stringify(value)}`];
  const invented = Object.keys(value).filter((name) => !Object.hasOwn(entity, name));
  const declared = Object.entries(entity).flatMap(([name, field]) => {
    if (Object.hasOwn(value, name)) return field.problems(value[name], `${at}.${name}`);
    return field.optional ? [] : [`${at}.${name} is missing`];
  });
  return [...declared, ...invented.map((name) => `${at}.${name} is not a field that GitLab has here`)];
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
