import type { IncomingHttpHeaders } from "node:http";
import type { AccessToken } from "../model/access-tokens";
import type { Instance } from "../model/instance";
import type { User } from "../model/users";
import type { Access, Identity } from "./auth";
import { unauthorized } from "./errors";
import { type Params, type RawParams, type Rule, type Values, validate } from "./params";
import type { Reply } from "./reply";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Address = `${Method} /${string}`;

/** A request that has found its route. */
interface Call {
  readonly instance: Instance;
  readonly identity: Identity | undefined;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Absolute, without query. */
  readonly url: string;
  /** The query as it came, with its question mark; empty without one. */
  readonly search: string;
  /** Everything given, from path, query and body together, as GitLab sees it. */
  readonly given: RawParams;
}

/** A call that may come from nobody: `user` says who may see what. */
export interface OpenCall<P = unknown> extends Call {
  readonly params: P;
  readonly user: User | undefined;
}

/** A call with a good credential behind it. */
export interface SignedCall<P = unknown> extends OpenCall<P> {
  readonly user: User;
  readonly token: AccessToken;
}

/** One endpoint: where it is, who may pass, and what it does with validated parameters. */
export interface Route {
  readonly method: Method;
  /** Below `/api/v4`; `:name` is one segment. */
  readonly path: string;
  readonly access: Access;
  /** The parameters that are simulated. */
  readonly simulated: readonly string[];
  /** Parameters of GitLab's that only shape the answer: they are taken, and the answer keeps its usual form. */
  readonly shaping: readonly string[];
  /** GitLab has it, and the simulator only says that it has not. */
  readonly refused?: boolean;
  readonly answer: (call: Call) => Reply;
}

interface Declaration<P extends Params> {
  /** What GitLab asks before it looks at parameters; refuses by throwing. */
  readonly before?: (call: SignedCall) => void;
  readonly params?: P;
  readonly rules?: readonly Rule[];
  /** GitLab's parameters that only shape the answer, and are ignored here. */
  readonly shaping?: readonly string[];
  /** Scopes beside `api` and `read_api` that may call it, or "any". */
  readonly scopes?: Access["scopes"];
  readonly writing?: Access["writing"];
}

/** Declares an endpoint that needs a credential; GitLab asks for it before it looks at parameters. */
export function route<const P extends Params>(
  address: Address,
  declaration: Declaration<P>,
  answer: (call: SignedCall<Values<P>>) => Reply,
): Route {
  return declare(address, declaration, (call) => {
    if (call.identity === undefined) throw unauthorized();
    const signed = { ...call, ...call.identity };
    declaration.before?.({ ...signed, params: undefined });
    return answer({ ...signed, params: valuesOf(declaration, call) });
  });
}

/** Declares an endpoint whose credential is of another kind than a user's; the handler reads it. */
export function selfRoute<const P extends Params>(
  address: Address,
  declaration: Omit<Declaration<P>, "before" | "scopes" | "writing">,
  answer: (call: OpenCall<Values<P>>) => Reply,
): Route {
  const { access, ...rest } = openRoute(address, declaration, answer);
  return { ...rest, access: { ...access, ownCredential: true } };
}

/** Declares an endpoint that also answers callers without a credential. */
export function openRoute<const P extends Params>(
  address: Address,
  declaration: Omit<Declaration<P>, "before">,
  answer: (call: OpenCall<Values<P>>) => Reply,
): Route {
  const declared = declare(address, declaration, (call) =>
    answer({ ...call, user: call.identity?.user, params: valuesOf(declaration, call) }),
  );
  return { ...declared, access: { ...declared.access, anonymous: true } };
}

function valuesOf<P extends Params>({ params, rules = [] }: Declaration<P>, call: Call): Values<P> {
  // Validation returns the declared shape; the compiler can't follow that from a schema held as data.
  return validate(params ?? {}, rules, call.given) as Values<P>;
}

function declare(address: Address, declaration: Declaration<Params>, answer: Route["answer"]): Route {
  const { scopes = [], writing = [], shaping = [], params = {} } = declaration;
  const space = address.indexOf(" ");
  // The address' type says that what precedes the first space is a method.
  const method = address.slice(0, space) as Method;
  const names = { simulated: Object.keys(params), shaping };
  return { method, path: address.slice(space + 1), access: { scopes, writing, anonymous: false }, ...names, answer };
}

interface Node {
  readonly fixed: Map<string, Node>;
  named: Node | undefined;
  readonly routes: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
}

/** What a path leads to: all routes of that path by method, and the decoded values of its named segments. */
export interface Found {
  readonly methods: readonly string[];
  /** The route for the method, or for a wrong verb any of that path, so that its credential rule can be applied. */
  readonly route: Route | undefined;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly access: Access;
}

/** Finds routes by walking their path's segments; a fixed segment wins over a named one. */
export class Router {
  readonly #root = emptyNode();

  constructor(routes: Iterable<Route>) {
    for (const route of routes) this.#add(route);
  }

  #add(route: Route): void {
    const names: string[] = [];
    let node = this.#root;
    for (const segment of route.path.split("/").slice(1)) {
      if (segment.startsWith(":")) names.push(segment.slice(1));
      node = child(node, segment);
    }
    node.routes.set(route.method, { route, names });
  }

  /** `path` is what follows `/api/v4`, still encoded: `%2F` does not separate segments. */
  find(method: string, path: string): Found | undefined {
    // Grape lets every address end with its one format, which a last segment that may hold a dot takes for its own.
    const bare = path.replace(/\.json$/, "");
    const found = bare === path || DOTTED.test(bare) ? undefined : this.#at(method, bare);
    return found ?? (DIGITLESS_USER.test(path) ? undefined : this.#at(method, path));
  }

  #at(method: string, path: string): Found | undefined {
    const values: string[] = [];
    const node = walk(this.#root, path.split("/").slice(1), values);
    const any = node?.routes.values().next().value;
    if (node === undefined || any === undefined) return undefined;
    const match = node.routes.get(method);
    const { names, route } = match ?? any;
    const pathParams = Object.fromEntries(names.map((name, index) => [name, decode(values[index] ?? "")]));
    return { methods: [...node.routes.keys()], route: match?.route, pathParams, access: route.access };
  }
}

/** Where GitLab's own pattern of the last segment is "no slash". */
const DOTTED =
  /^\/(projects|groups|namespaces)\/[^/]+$|\/repository\/(files|branches)\/[^/]+$|^\/groups\/[^/]+\/projects\/[^/]+$/;
/** The addresses of users whose id GitLab's pattern wants to be a number. */
const DIGITLESS_USER = /^\/users\/(?=[^/]*[^/\d])[^/]+(\/(block|unblock|personal_access_tokens))?$/;

function emptyNode(): Node {
  return { fixed: new Map(), named: undefined, routes: new Map() };
}

function child(node: Node, segment: string): Node {
  if (segment.startsWith(":")) {
    node.named ??= emptyNode();
    return node.named;
  }
  const next = node.fixed.get(segment) ?? emptyNode();
  node.fixed.set(segment, next);
  return next;
}

/** Depth first, with the values of named segments pushed on the way; dead ends take theirs back. */
function walk(node: Node, segments: readonly string[], values: string[]): Node | undefined {
  const [segment, ...others] = segments;
  if (segment === undefined) return node.routes.size > 0 ? node : undefined;
  const fixed = node.fixed.get(segment);
  const direct = fixed && walk(fixed, others, values);
  if (direct) return direct;
  if (segment === "" || node.named === undefined) return undefined;
  values.push(segment);
  const found = walk(node.named, others, values);
  if (!found) values.pop();
  return found;
}

export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign is no encoding; GitLab, too, takes the segment as it is.
    return segment;
  }
}
