import {
  type DocumentNode,
  executeSync,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import type { Instance } from "../model/instance";
import type { Caller } from "./caller";
import { Complexity } from "./complexity";
import type { Context } from "./context";
import type { Troubles } from "./troubles";
import { coerceVariables } from "./variables";
import { worded } from "./wording";

/** One query as it came. */
export interface Query {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

export interface Result {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A query that may run, and what it costs. */
interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly score: number;
  readonly depth: number;
}

interface Around {
  readonly instance: Instance;
  readonly caller: Caller;
  readonly schema: GraphQLSchema;
  readonly troubles: Troubles;
}

/** https://docs.gitlab.com/api/graphql/#limits, app/graphql/gitlab_schema.rb */
const LIMITS = {
  anonymous: { complexity: 200, depth: 15 },
  user: { complexity: 250, depth: 20 },
  admin: { complexity: 300, depth: 20 },
};

/** Runs queries that came together: what they cost is added up. */
export function run(around: Around, queries: readonly Query[]): Result[] {
  const { user } = around.caller;
  const limits = user === undefined ? LIMITS.anonymous : user.admin ? LIMITS.admin : LIMITS.user;
  const prepared = queries.map((query) => prepare(around.schema, query));
  const total = prepared.reduce((sum, each) => sum + ("score" in each ? each.score : 0), 0);
  const { fault } = around.troubles;
  const score = fault?.kind === "tooComplex" ? (fault.score ?? Math.max(total, limits.complexity + 1)) : total;
  return prepared.map((each) => {
    if (!("score" in each)) return each;
    const excesses = [
      ...exceeded("complexity", score, limits.complexity),
      ...exceeded("depth", each.depth, limits.depth),
    ];
    return excesses.length > 0 ? { errors: excesses } : execute(around, each, limits.complexity);
  });
}

function exceeded(what: string, value: number, limit: number): GraphQLFormattedError[] {
  return value <= limit ? [] : [{ message: `Query has ${what} of ${value}, which exceeds max ${what} of ${limit}` }];
}

function prepare(schema: GraphQLSchema, query: Query): Prepared | Result {
  if (query.text.trim() === "") return { errors: [{ message: "No query string was present" }] };
  const checked = checkedOnce(schema, query.text);
  if ("errors" in checked) return checked;
  const { document } = checked;
  const operation = getOperationAST(document, query.operationName);
  if (!operation) return { errors: [{ message: noOperation(query.operationName) }] };
  const { values: variables, errors } = coerceVariables(schema, operation, query.variables);
  if (errors.length > 0) return { errors };
  const complexity = new Complexity({ schema, document, operation, variables });
  return { document, operation, variables, score: complexity.score(), depth: complexity.depth() };
}

function noOperation(name: string | undefined): string {
  return name === undefined ? "An operation name is required" : `No operation named "${name}"`;
}

/** What each schema said of the texts that it was asked: clients send the same few again and again. */
const known = new WeakMap<GraphQLSchema, Map<string, Checked>>();
/** More texts than any client has; who sends more is forgotten, and checked again. */
const KNOWN_TEXTS = 100;

type Checked = Pick<Prepared, "document"> | Required<Pick<Result, "errors">>;

function checkedOnce(schema: GraphQLSchema, text: string): Checked {
  const texts = known.get(schema) ?? new Map<string, Checked>();
  known.set(schema, texts);
  const before = texts.get(text);
  if (before) return before;
  if (texts.size >= KNOWN_TEXTS) texts.clear();
  const checked = check(schema, text);
  texts.set(text, checked);
  return checked;
}

function check(schema: GraphQLSchema, text: string): Checked {
  const document = parsed(text);
  if (document instanceof GraphQLError) return { errors: [document.toJSON()] };
  const mistakes = validate(schema, document);
  return mistakes.length > 0 ? { errors: mistakes.map(worded) } : { document };
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function execute(around: Around, prepared: Prepared, limit: number): Result {
  const { instance, caller, schema, troubles } = around;
  const complexity = { score: prepared.score, limit };
  const contextValue: Context = { instance, ...caller, complexity, troubles };
  const { data, errors } = executeSync({
    schema,
    document: prepared.document,
    operationName: prepared.operation.name?.value ?? null,
    variableValues: prepared.variables,
    contextValue,
  });
  for (const { originalError } of errors ?? [])
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  return { data, ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}) };
}
