import { type GraphqlFault, isGraphqlFault } from "../graphql/fault";
import { type PathPattern, pathMatcher } from "./path-pattern";

/**
 * What can go wrong with a request. Where a fault can strike before or after GitLab has acted, `acts` says which;
 * before is the default.
 */
export type Fault =
  /** The connection is reset as soon as it is known to be for this request; its body is never read, save GraphQL's. */
  | { readonly kind: "refuse" }
  /** The whole request is read, then the connection is reset; GitLab has not acted. */
  | { readonly kind: "resetBefore" }
  /** GitLab has acted, and the connection is reset instead of an answer. */
  | { readonly kind: "resetAfter" }
  /** No answer ever comes. */
  | { readonly kind: "hang"; readonly acts?: boolean }
  /** The right answer, but late. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /**
   * Throttled; GitLab never acts. `text` is the answer of GitLab's request throttles, with `RateLimit-*` headers and,
   * unless left out, `Retry-After`; `json` is that of its per-endpoint limits, which carries no header of its own.
   */
  | { readonly kind: "status429"; readonly retryAfter?: number; readonly form?: "text" | "json" }
  /** Any status, with GitLab's body for it unless another is given. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly acts?: boolean;
    }
  /** A web page where JSON belongs: a proxy's error page, a log-in form. */
  | { readonly kind: "html"; readonly status?: number; readonly html?: string; readonly acts?: boolean }
  /** GitLab has acted; its answer stops in the middle and the connection is closed. An empty answer never begins. */
  | { readonly kind: "truncatedJson" }
  /** GitLab has not acted; the answer points elsewhere. */
  | { readonly kind: "redirect"; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** GitLab has acted; the status is right and the body is missing. */
  | { readonly kind: "emptyBody" }
  /** What strikes inside of GraphQL; on other requests it is never played. */
  | GraphqlFault;

/** Which requests a fault strikes. */
export interface FaultRule {
  /** Default: every method. */
  readonly method?: string;
  /** Default: every path. */
  readonly path?: PathPattern;
  /** A field that a GraphQL query asks for anywhere, such as `ciJobTokenScopeUpdatePolicies`; default: every request. */
  readonly field?: string;
  /** How many requests it strikes; default: all. */
  readonly times?: number;
  /** How many matching requests pass before the first is struck; default: none. */
  readonly after?: number;
  readonly fault: Fault;
}

/** A fault that was added. */
export interface FaultHandle {
  /** How many requests it has struck. */
  readonly hits: number;
  remove(): void;
}

/** The parts of a request that rules look at. */
interface Candidate {
  readonly method: string;
  readonly path: string;
  /** The fields that it asks GraphQL for; nothing where it asks something else. */
  readonly fields?: ReadonlySet<string> | undefined;
}

interface Entry {
  readonly rule: FaultRule;
  readonly matches: (request: Candidate) => boolean;
  passed: number;
  hits: number;
}

/** The faults that wait for requests. Where several match, the one added first strikes. */
export class Faults {
  #entries: Entry[] = [];

  add(rule: FaultRule): FaultHandle {
    const fits = rule.path === undefined ? () => true : pathMatcher(rule.path);
    const inGraphql = rule.field !== undefined || isGraphqlFault(rule.fault);
    const matches = ({ method, path, fields }: Candidate) =>
      (rule.method === undefined || rule.method.toUpperCase() === method) &&
      fits(path) &&
      (!inGraphql || (fields !== undefined && (rule.field === undefined || fields.has(rule.field))));
    const entry: Entry = { rule, matches, passed: 0, hits: 0 };
    this.#entries.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
      },
    };
  }

  clear(): void {
    this.#entries = [];
  }

  /** @internal The fault for this request, which is thereby used up. */
  take(request: Candidate): Fault | undefined {
    for (const entry of this.#entries) {
      const { times = Number.POSITIVE_INFINITY, after = 0, fault } = entry.rule;
      if (entry.hits >= times || !entry.matches(request)) continue;
      if (entry.passed < after) {
        entry.passed += 1;
        continue;
      }
      entry.hits += 1;
      return fault;
    }
    return undefined;
  }
}
