import type { GraphQLError, GraphQLFormattedError } from "graphql";

interface Wording {
  /** What the JavaScript engine says. */
  readonly pattern: RegExp;
  /** What GitLab's Ruby engine says of the same mistake. */
  readonly say: (...parts: string[]) => { readonly message: string; readonly extensions?: Record<string, unknown> };
}

/** graphql-ruby: lib/graphql/static_validation/rules */
const WORDINGS: readonly Wording[] = [
  {
    pattern: /^Cannot query field "(\w+)" on type "(\w+)"/,
    say: (field = "", type = "") => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      extensions: { code: "undefinedField", typeName: type, fieldName: field },
    }),
  },
  {
    pattern: /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/,
    say: (argument = "", field = "") => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      extensions: { code: "argumentNotAccepted", name: field, typeName: "Field", argumentName: argument },
    }),
  },
  {
    pattern: /^Field "(\w+)" argument "(\w+)" of type "[^"]+" is required/,
    say: (field = "", argument = "") => ({
      message: `Field '${field}' is missing required arguments: ${argument}`,
      extensions: { code: "missingRequiredArguments", className: "Field", name: field, arguments: argument },
    }),
  },
  {
    pattern: /^Field "(\w+)" of type "([^"]+)" must have a selection of subfields/,
    say: (field = "", type = "") => ({
      message: `Field must have selections (field '${field}' returns ${type.replace(/[[\]!]/g, "")} but has no selections. Did you mean '${field} { ... }'?)`,
      extensions: { code: "selectionMismatch", nodeName: `field '${field}'`, typeName: type.replace(/[[\]!]/g, "") },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is not defined/,
    say: (name = "") => ({
      message: `Variable $${name} is used but not declared`,
      extensions: { code: "variableNotDefined", variableName: name },
    }),
  },
  {
    pattern: /^Variable "\$(\w+)" is never used/,
    say: (name = "") => ({
      message: `Variable $${name} is declared but not used`,
      extensions: { code: "variableNotUsed", variableName: name },
    }),
  },
];

/** A mistake in a query, in the words of GitLab's engine where they are known. */
export function worded(error: GraphQLError): GraphQLFormattedError {
  for (const { pattern, say } of WORDINGS) {
    const parts = pattern.exec(error.message);
    if (parts) return { ...say(...parts.slice(1)), locations: error.toJSON().locations ?? [] };
  }
  return error.toJSON();
}
