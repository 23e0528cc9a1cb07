import type { GraphQLSchema } from "graphql";
import type { Credential } from "../grape/auth";
import type { RawParams } from "../grape/params";
import { ok, type Reply } from "../grape/reply";
import type { Instance } from "../model/instance";
import type { Release } from "../model/release";
import { callerOf } from "./caller";
import { type Query, run } from "./execution";
import type { GraphqlFault } from "./fault";
import { type Inspection, inspect, isMutation } from "./inspection";
import { refusal } from "./refusals";
import { buildSchema } from "./schema";
import { Troubles } from "./troubles";

/** A request to `/api/graphql`, read and with its parameters put together. */
export interface GraphqlRequest {
  readonly method: string;
  readonly given: RawParams;
  readonly credential: Credential;
  /** What is to go wrong inside of it. */
  readonly fault: GraphqlFault | undefined;
}

/** Schemas hold nothing of an instance: all that a process simulates share them. */
const schemas = new Map<string, GraphQLSchema>();

/** In characters, of all queries together. app/controllers/graphql_controller.rb */
const MAXIMUM_QUERY = 10_000;

/** `/api/graphql`: GitLab's operations for those who ask in GraphQL. */
export class GraphqlEndpoint {
  constructor(readonly instance: Instance) {}

  /** What a request asks for; throws where it can't be read. */
  inspect(given: RawParams): Inspection {
    return inspect(queriesIn(given));
  }

  answer({ method, given, credential, fault }: GraphqlRequest): Reply {
    const caller = callerOf(this.instance, credential);
    const queries = queriesIn(given);
    const size = queries.reduce((sum, { text }) => sum + text.length, 0);
    if (size > MAXIMUM_QUERY) throw refusal(422, "Query too large");
    if (method !== "POST" && queries.some(isMutation))
      throw refusal(422, `Mutations are forbidden in ${method} requests`);
    const withoutDeprecated = ["true", "1", true].some((yes) => yes === given.remove_deprecated);
    const around = { instance: this.instance, caller, schema: schemaOf(this.instance.release, withoutDeprecated) };
    const failsWhole = fault?.kind === "graphqlErrors";
    const results = failsWhole && !fault.acts ? [] : run({ ...around, troubles: new Troubles(fault) }, queries);
    if (failsWhole)
      return ok({ errors: (fault.messages ?? ["Internal server error"]).map((message) => ({ message })) });
    return ok(isMultiplex(given) ? results : results[0]);
  }
}

function schemaOf(release: Release, withoutDeprecated: boolean): GraphQLSchema {
  const name = `${release}${withoutDeprecated ? " without what is deprecated" : ""}`;
  const schema = schemas.get(name) ?? buildSchema({ release, withoutDeprecated });
  schemas.set(name, schema);
  return schema;
}

function isMultiplex({ _json }: RawParams): boolean {
  return Array.isArray(_json);
}

/** The queries of a request: one, or all that come as a list. */
function queriesIn(given: RawParams): Query[] {
  const { _json: several } = given;
  return (Array.isArray(several) ? several : [given]).map((each) => {
    const { query, variables, operationName }: RawParams = Object(each);
    return {
      text: typeof query === "string" ? query : "",
      variables: variablesIn(variables),
      operationName: typeof operationName === "string" && operationName !== "" ? operationName : undefined,
    };
  });
}

/** An object, or a text of JSON that holds one. lib/gitlab/graphql/variables.rb */
function variablesIn(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null || given === "") return {};
  const value: unknown = typeof given === "string" ? parsed(given) : given;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refusal(422, `Unexpected parameter: ${JSON.stringify(given)}`);
  }
  return { ...value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(422, String(error));
  }
}
