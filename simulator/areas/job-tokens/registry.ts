import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { NotSimulated, Refusal } from "../../grape/errors";
import { ok, type Reply } from "../../grape/reply";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import { type Caller, decideImage } from "./decision";
import { callerOf, type Knock } from "./door";
import { accessDenied } from "./texts";

/** Where the container registry sends its clients for a token. */
export const REGISTRY_PATH = "/jwt/auth";

const SERVICE = "container_registry";
const KNOWN_SERVICES = [SERVICE, "dependency_proxy"];
/** Minutes. `container_registry_token_expire_delay` */
const LIFETIME = 5;

interface Access {
  readonly type: "repository";
  readonly name: string;
  readonly actions: readonly string[];
  readonly meta: object;
}

/**
 * The token that says what a job may do with images: whoever asks for too much gets one that allows less, and the
 * registry then refuses. app/controllers/jwt_controller.rb, app/services/auth/container_registry_authentication_service.rb
 */
export function answerRegistry({ instance, method, given, credential }: Knock, query: URLSearchParams): Reply {
  const service = String(given.service ?? "");
  if (method !== "GET" || !KNOWN_SERVICES.includes(service)) throw new Refusal({ status: 404, text: "" });
  if (credential.kind !== "job" || service !== SERVICE) throw new NotSimulated(`${REGISTRY_PATH} for others than jobs`);
  if (credential.job === undefined) {
    const denied = { code: "UNAUTHORIZED", message: accessDenied(instance) };
    throw new Refusal({ status: 401, body: { errors: [denied] } });
  }
  const caller = callerOf(instance, credential.job);
  const scopes = query.getAll("scope").flatMap((scope) => scope.split(" "));
  return ok({
    token: tokenFor(
      instance,
      caller,
      scopes.flatMap((scope) => accessTo(instance, caller, scope)),
    ),
  });
}

/** What is granted of `repository:acme/billing/web:pull,push`. */
function accessTo(instance: Instance, caller: Caller, scope: string): Access[] {
  const [type, name = "", actions = ""] = scope.split(":");
  const project = type === "repository" ? projectOf(instance, name) : undefined;
  if (project === undefined) return [];
  const decisions = actions.split(",").map((action) => ({ action, ...decideImage(instance, caller, project, action) }));
  const granted = decisions.filter(({ allowed }) => allowed).map(({ action }) => action);
  if (granted.length === 0) return [];
  if (decisions.some((each) => each.allowed && each.logged)) instance.authLog.capture(project.id, caller.origin.id);
  const root = instance.namespaces.topOf(project)?.id ?? project.namespaceId;
  const meta = { project_path: project.fullPath.toLowerCase(), project_id: project.id, root_namespace_id: root };
  return [{ type: "repository", name, actions: granted, meta }];
}

/** An image's name begins with the path of its project. */
function projectOf({ namespaces }: Instance, name: string): Project | undefined {
  const segments = name.split("/");
  for (let length = segments.length; length > 1; length -= 1) {
    const place = namespaces.atPath(segments.slice(0, length).join("/"));
    if (place?.kind === "project") return place;
  }
  return undefined;
}

function tokenFor({ clock, mint }: Instance, { user }: Caller, access: readonly Access[]): string {
  const now = Math.floor(clock.now().getTime() / 1000);
  const times = { iat: now, nbf: now - 5, exp: now + LIFETIME * 60, jti: randomUUID() };
  const about = { token_type: "build", username: user.username, user_id: user.id };
  const info = signed({ ...times, user_info: about });
  const who = { iss: "gitlab-issuer", aud: SERVICE, sub: user.username, auth_type: "build" };
  return mint.adopt(signed({ ...who, ...times, access, user: info }));
}

let key: ReturnType<typeof newKey> | undefined;

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

function signed(payload: object): string {
  key ??= newKey();
  const content = `${encoded({ typ: "JWT", alg: "RS256" })}.${encoded(payload)}`;
  return `${content}.${sign("RSA-SHA256", Buffer.from(content), key).toString("base64url")}`;
}
