import {
  coerceInputValue,
  type GraphQLFormattedError,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from "graphql";

interface Problem {
  readonly path: readonly (number | string)[];
  readonly explanation: string;
}

interface Coerced {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLFormattedError[];
}

type Given = Readonly<Record<string, unknown>>;

/** The values of an operation's variables, or what GitLab says of those that don't fit their types. */
export function coerceVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Given): Coerced {
  const values: Record<string, unknown> = {};
  const errors: GraphQLFormattedError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    // Validation has refused what is no type of inputs.
    if (!isInputType(type)) continue;
    if (!(name in given)) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) errors.push(refusedValue(definition, null, [missing()]));
      continue;
    }
    const problems = problemsOf(given[name], type);
    if (problems.length > 0) errors.push(refusedValue(definition, given[name], problems));
    else values[name] = coerceInputValue(given[name], type);
  }
  return { values, errors };
}

const missing = (path: Problem["path"] = []): Problem => ({ path, explanation: "Expected value to not be null" });

/** graphql-ruby: lib/graphql/query/variable_validation_error.rb */
function refusedValue(
  definition: VariableDefinitionNode,
  value: unknown,
  problems: readonly Problem[],
): GraphQLFormattedError {
  const start = definition.loc?.startToken;
  const about = problems.filter(({ path }) => path.length > 0);
  const detail = about.map(({ path, explanation }) => `${path.join(".")} (${explanation})`).join(", ");
  const what = `Variable $${definition.variable.name.value} of type ${print(definition.type)} was provided invalid value`;
  return {
    message: detail === "" ? what : `${what} for ${detail}`,
    locations: start ? [{ line: start.line, column: start.column }] : [],
    extensions: { value, problems },
  };
}

function problemsOf(value: unknown, type: GraphQLInputType, path: Problem["path"] = []): Problem[] {
  if (isNonNullType(type)) {
    return value === null || value === undefined ? [missing(path)] : problemsOf(value, type.ofType, path);
  }
  if (value === null || value === undefined) return [];
  if (isListType(type)) {
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item, index) => problemsOf(item, type.ofType, [...path, index]));
  }
  if (isInputObjectType(type)) return problemsOfObject(value, type.getFields(), path);
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    const fits = typeof value === "string" && names.includes(value);
    return fits ? [] : [{ path, explanation: `Expected ${JSON.stringify(value)} to be one of: ${names.join(", ")}` }];
  }
  return isCoercible(value, type)
    ? []
    : [{ path, explanation: `Could not coerce value ${JSON.stringify(value)} to ${type}` }];
}

function problemsOfObject(
  value: unknown,
  fields: Readonly<Record<string, { readonly type: GraphQLInputType; readonly defaultValue?: unknown }>>,
  path: Problem["path"],
): Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be an object` }];
  }
  const given: Given = { ...value };
  const unknown = Object.keys(given).filter((name) => !(name in fields));
  return [
    ...unknown.map((name) => ({ path: [...path, name], explanation: "Field is not defined on the input type" })),
    ...Object.entries(fields).flatMap(([name, { type, defaultValue }]) =>
      !(name in given) && defaultValue !== undefined ? [] : problemsOf(given[name], type, [...path, name]),
    ),
  ];
}

function isCoercible(value: unknown, type: GraphQLInputType): boolean {
  let coercible = true;
  coerceInputValue(value, type, () => {
    coercible = false;
  });
  return coercible;
}
