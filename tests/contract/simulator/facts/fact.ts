import type { Call, GitLabApi } from "../../../support/gitlab/gitlab-api";
import type { Entity } from "./entity";

export type Endpoint = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

/** An exact value; a regular expression stands for a text that only its form is known of. */
export type Expected = null | boolean | number | string | RegExp | readonly Expected[] | ExpectedFields;
export interface ExpectedFields {
  readonly [field: string]: Expected;
}

export type Body =
  | "empty"
  | { readonly exactly: Expected }
  | { readonly text: RegExp }
  /** One object with these fields and, where given, these values. */
  | { readonly one: Entity; readonly where?: ExpectedFields }
  /** A list of such objects; `where` names every item in order, `some` items that must be among them. */
  | { readonly list: Entity; readonly where?: readonly ExpectedFields[]; readonly some?: readonly ExpectedFields[] };

/** A header's exact value or form; null: GitLab does not send it. */
export type ExpectedHeaders = Readonly<Record<string, string | RegExp | null>>;

export interface Expectation {
  readonly status: number;
  readonly headers: ExpectedHeaders;
  readonly body: Body;
}

interface About {
  readonly endpoint: Endpoint;
  /** Completes "<endpoint> answers <status> when …". */
  readonly when: string;
  readonly status: number;
  /** GitLab's own file, its documentation page, or "OpenAPI 19.5". */
  readonly source: string;
  /** The edition that the fact is about. Default: free. */
  readonly edition?: "premium";
  /** Who runs the GitLab that the fact is about. Default: its users themselves. */
  readonly offering?: "gitlab.com";
  /** Where sources differ or are silent: which one counts, and why. */
  readonly note?: string;
}

export interface Fact extends About {
  /** Brings the situation about with GitLab's own REST calls. */
  readonly arrange: (gitlab: GitLabApi) => Promise<{ call: Call; expected: Expectation }>;
}

interface Definition<World, Made> extends Partial<Pick<About, "source" | "edition" | "offering" | "note">> {
  readonly arrange?: (world: World) => Promise<Made>;
  readonly call: (given: World & Made) => Call;
  readonly headers?: ExpectedHeaders | ((given: World & Made) => ExpectedHeaders);
  readonly body: Body | ((given: World & Made) => Body);
}

/** Facts that share a world, which `build` makes afresh for each of them, and the source where a fact names none. */
export function factsIn<World>(
  build: (gitlab: GitLabApi) => Promise<World>,
  usualSource = "",
  usual: Pick<About, "edition" | "offering"> = {},
) {
  return <Made>(
    endpoint: Endpoint,
    answer: `${number} when ${string}`,
    { arrange, call, headers = {}, body, source = usualSource, ...more }: Definition<World, Made>,
  ): Fact => {
    const [, status = "", when = ""] = /^(\d+) when (.*)$/.exec(answer) ?? [];
    return {
      ...{ endpoint, status: Number(status), when, source, ...usual, ...more },
      arrange: async (gitlab) => {
        const world = await build(gitlab);
        // Without `arrange` nothing was inferred for Made but `unknown`, so that the world alone is all that is given.
        const given = { ...world, ...(await arrange?.(world)) } as World & Made;
        const expected = {
          status: Number(status),
          headers: typeof headers === "function" ? headers(given) : headers,
          body: typeof body === "function" ? body(given) : body,
        };
        return { call: call(given), expected };
      },
    };
  };
}

export const message = (text: Expected): Body => ({ exactly: { message: text } });
export const error = (text: Expected): Body => ({ exactly: { error: text } });
export const badRequest = (reason: string): Body => message(`400 Bad request - ${reason}`);
/** A parameter that must be there and must not be blank fails both checks when it is missing. */
export const missingOrEmpty = (name: string): Body => error(`${name} is missing, ${name} is empty`);
export const unauthorized = message("401 Unauthorized");
export const forbidden = message("403 Forbidden");
export const notFound = (what: string): Body => message(`404 ${what} Not Found`);
export const accepted = message("202 Accepted");
/** `scope`: all that the endpoint's class and the API as a whole accept for any of their requests. */
export const insufficientScope = (scope: string): Body => ({
  exactly: {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
    scope,
  },
});
