import { type DocumentNode, getOperationAST, Kind, parse, visit } from "graphql";
import type { Query } from "./execution";

/** What queries ask for, as far as their text says: for faults and records. */
export interface Inspection {
  /** Such as `query project, metadata` or `mutation ciJobTokenScopeUpdatePolicies`. */
  readonly operation: string | null;
  /** The names of all fields that are asked for anywhere. */
  readonly fields: ReadonlySet<string>;
}

export function inspect(queries: readonly Query[]): Inspection {
  const fields = new Set<string>();
  const operations = queries.flatMap(({ text, operationName }) => {
    const document = parsed(text);
    if (document === undefined) return [];
    visit(document, { Field: ({ name }) => void fields.add(name.value) });
    const operation = getOperationAST(document, operationName);
    const names = operation?.selectionSet.selections.flatMap((each) =>
      each.kind === Kind.FIELD ? each.name.value : [],
    );
    return operation ? [`${operation.operation} ${names?.join(", ")}`] : [];
  });
  return { operation: operations.length > 0 ? operations.join("; ") : null, fields };
}

export function isMutation({ text, operationName }: Query): boolean {
  const document = parsed(text);
  return document !== undefined && getOperationAST(document, operationName)?.operation === "mutation";
}

/** What is no query is refused where it is run. */
function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
