import { z } from "zod";
import { EXPLICIT } from "../domain/explicit-provider";
import { UserError } from "../domain/user-error";

/** Pulumi configuration as the provider process gets it: `namespace:key` → text. Of an explicit provider: that provider's own settings. */
export interface Settings {
  get(key: string): string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One GitLab: where it is and how to reach it. */
export interface Instance {
  /** The address without `/api/v4`, without a slash at the end. It identifies the instance in states. */
  readonly origin: string;
  readonly source: string;
  readonly caCert?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Credential {
  readonly token: string;
  /** Where the token came from, in the user's words, for messages. */
  readonly source: string;
}

/** Enough to hide the network, and too little to be felt by a GitLab of any size. */
const DEFAULT_CONCURRENCY = 10;
/** As many sockets as the process opens. */
const MAX_CONCURRENCY = 32;

const GITLAB_COM = "https://gitlab.com";

export function instanceOf(settings: Settings, env: Environment): Instance {
  const caCert = filled(settings.get("gitlab:caCert"));
  const headers = headersOf(settings.get("gitlab:headers"));
  return { ...addressOf(settings, env), headers, ...(caCert === undefined ? {} : { caCert }) };
}

/** The credential that is in force, or an error that names every way to give one. Never the credential of another source or instance. */
export function credentialOf(settings: Settings, env: Environment): Credential {
  const found =
    settings.get(EXPLICIT) === undefined ? ambientCredential(settings, env) : explicitCredential(settings, env);
  if (/\s/.test(found.token)) {
    throw refuse(
      `The token from ${found.source} contains white space: it was not copied whole, or with more than itself. Set it again.`,
    );
  }
  if (found.token.startsWith("GR1348941")) {
    throw refuse(
      `The token from ${found.source} is a runner registration token. It only fits the legacy POST /runners, which this package does not use: ` +
        "give a personal, group, project or service account token with the api scope (or create_runner, to create runners only) instead.",
    );
  }
  if (isJobToken(found.token, env)) {
    throw refuse(
      `The token from ${found.source} is a CI job token. GitLab does not accept job tokens for these endpoints: ` +
        "give a personal, group, project or service account token with the api scope instead.",
    );
  }
  return found;
}

/** A resource that carries a credential of its own can do without one. */
export function hasCredential(settings: Settings, env: Environment): boolean {
  try {
    credentialOf(settings, env);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** How many calls of one list run at the same time. */
export function concurrencyOf(settings: Settings, env: Environment): number {
  const text = filled(env.GITLAB_CI_ACCESS_CONCURRENCY) ?? filled(settings.get("gitlab:concurrency"));
  if (text === undefined) return DEFAULT_CONCURRENCY;
  const lanes = Number(text);
  if (Number.isInteger(lanes) && lanes >= 1 && lanes <= MAX_CONCURRENCY) return lanes;
  throw refuse(
    `GITLAB_CI_ACCESS_CONCURRENCY and gitlab:concurrency take a whole number from 1 to ${MAX_CONCURRENCY}, and this is "${text}".`,
  );
}

function addressOf(settings: Settings, env: Environment): Pick<Instance, "origin" | "source"> {
  const explicit = settings.get(EXPLICIT) !== undefined;
  const candidates: readonly (readonly [string, string | undefined])[] = explicit
    ? [["the provider's baseUrl", settings.get("gitlab:baseUrl")]]
    : [
        ["GITLAB_BASE_URL", env.GITLAB_BASE_URL],
        ["the configuration gitlab:baseUrl", settings.get("gitlab:baseUrl")],
        ["CI_API_V4_URL", env.CI_API_V4_URL],
        ["the default", GITLAB_COM],
      ];
  for (const [source, value] of candidates) {
    const url = filled(value);
    if (url !== undefined) return { origin: originOf(url, source), source };
  }
  throw refuse(
    'The provider has no baseUrl: give it one, like new gitlab.Provider("acme", { baseUrl: "https://gitlab.acme.example", … }).',
  );
}

/** The instance's address in its one form: with and without `/api/v4`, with and without a slash at the end are the same. */
export function originOf(url: string, source: string): string {
  const wrong = (problem: string) =>
    refuse(
      `The address of GitLab from ${source} ${problem}. Give it like https://gitlab.acme.example (with or without /api/v4).`,
    );
  if (!URL.canParse(url)) throw wrong(`is no URL: "${url}"`);
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") throw wrong("must begin with https:// or http://");
  if (parsed.username !== "" || parsed.password !== "")
    throw wrong("contains a user or password; the credential belongs in GITLAB_TOKEN");
  return parsed.origin + parsed.pathname.replace(/\/+$/, "").replace(/\/api\/v4$/, "");
}

function ambientCredential(settings: Settings, env: Environment): Credential {
  const fromEnvironment = filled(env.GITLAB_TOKEN);
  if (fromEnvironment !== undefined) return { token: fromEnvironment, source: "GITLAB_TOKEN" };
  const fromConfig = filled(settings.get("gitlab:token"));
  if (fromConfig !== undefined) return { token: fromConfig, source: "the configuration gitlab:token" };
  throw refuse(
    "There is no credential for GitLab. Set the environment variable GITLAB_TOKEN (best in CI), or run `pulumi config set --secret gitlab:token`, " +
      "or pass an explicit provider: new gitlab.Provider(name, { baseUrl, tokenEnvironmentVariable }). " +
      "`pulumi refresh` and `pulumi destroy` run with the configuration of the last `pulumi up`; GITLAB_TOKEN always counts.",
  );
}

function explicitCredential(settings: Settings, env: Environment): Credential {
  const variable = filled(settings.get("gitlab:tokenEnvironmentVariable"));
  if (variable === undefined) {
    const token = filled(settings.get("gitlab:token"));
    if (token !== undefined) return { token, source: "the provider's token" };
    throw refuse(
      "The explicit provider has an empty token. Give it `token` or `tokenEnvironmentVariable`; no other credential is used in its place.",
    );
  }
  const token = filled(env[variable]);
  if (token !== undefined) return { token, source: variable };
  throw refuse(
    `The environment variable ${variable}, which the explicit provider names, is not set. Set it to a GitLab token; no other credential is used in its place.`,
  );
}

function isJobToken(token: string, env: Environment): boolean {
  return /(^|-)glcbt-/.test(token) || token === filled(env.CI_JOB_TOKEN);
}

function headersOf(json: string | undefined): Record<string, string> {
  const text = filled(json);
  if (text === undefined) return {};
  const parsed = headerSettings.safeParse(text);
  // Without the text itself: headers are secrets.
  if (!parsed.success) throw refuse('gitlab:headers must be a JSON object of texts, like {"x-proxy-token": "…"}.');
  return Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name.toLowerCase(), value]));
}

const headerSettings = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "no JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string()));

/** In CI a variable that is not set often arrives empty. */
function filled(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === "" ? undefined : text;
}

function refuse(message: string): UserError {
  return new UserError({ summary: "connection settings", message, secrets: [] });
}
