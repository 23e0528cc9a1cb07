import { z } from "zod";
import { type Environment, filled } from "../domain/environment";
import { parseOrigin } from "../domain/origin";
import { SETTING } from "../domain/settings";
import { isJobToken, isRegistrationToken } from "../domain/token-shapes";
import { UserError } from "../domain/user-error";

/** Pulumi configuration as the provider process gets it: `namespace:key` → text. Of an explicit provider: that provider's own settings. */
export interface Settings {
  get(key: string): string | undefined;
}

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
  const caCert = filled(settings.get(SETTING.caCert));
  const headers = headersOf(settings.get(SETTING.headers));
  return { ...addressOf(settings, env), headers, ...(caCert === undefined ? {} : { caCert }) };
}

/** The credential that is in force, or an error that names every way to give one. Never the credential of another source or instance. */
export function credentialOf(settings: Settings, env: Environment): Credential {
  const isExplicit = settings.get(SETTING.explicit) !== undefined;
  return usable(isExplicit ? explicitCredential(settings, env) : ambientCredential(settings, env), env);
}

/** The credential in one environment variable. */
export function credentialNamed(variable: string, env: Environment): Credential {
  const token = filled(env[variable]);
  if (token === undefined) throw refuse(`The environment variable ${variable} is not set. Set it to a GitLab token.`);
  return usable({ token, source: variable }, env);
}

function usable(found: Credential, env: Environment): Credential {
  if (/\s/.test(found.token)) {
    throw refuse(
      `The token from ${found.source} contains white space: it was not copied whole, or with more than itself. Set it again.`,
    );
  }
  if (isRegistrationToken(found.token)) {
    throw refuse(
      `The token from ${found.source} is a runner registration token. It only fits the legacy POST /runners, which this package does not use: ` +
        "give a personal, group, project or service account token with the api scope (or create_runner, to create runners only) instead.",
    );
  }
  if (isJobToken(found.token) || found.token === filled(env.CI_JOB_TOKEN)) {
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
  const text = filled(env.GITLAB_CI_ACCESS_CONCURRENCY) ?? filled(settings.get(SETTING.concurrency));
  if (text === undefined) return DEFAULT_CONCURRENCY;
  const lanes = Number(text);
  if (Number.isInteger(lanes) && lanes >= 1 && lanes <= MAX_CONCURRENCY) return lanes;
  throw refuse(
    `GITLAB_CI_ACCESS_CONCURRENCY and gitlab:concurrency take a whole number from 1 to ${MAX_CONCURRENCY}, and this is "${text}".`,
  );
}

function addressOf(settings: Settings, env: Environment): Pick<Instance, "origin" | "source"> {
  const explicit = settings.get(SETTING.explicit) !== undefined;
  const candidates: readonly (readonly [string, string | undefined])[] = explicit
    ? [["the provider's baseUrl", settings.get(SETTING.baseUrl)]]
    : [
        ["GITLAB_BASE_URL", env.GITLAB_BASE_URL],
        ["the configuration gitlab:baseUrl", settings.get(SETTING.baseUrl)],
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

/** The instance's address in its normal form, or an error that names where it came from. */
export function originOf(url: string, source: string): string {
  const parsed = parseOrigin(url);
  if ("origin" in parsed) return parsed.origin;
  throw refuse(
    `The address of GitLab from ${source} ${parsed.problem}. Give it like https://gitlab.acme.example (with or without /api/v4).`,
  );
}

function ambientCredential(settings: Settings, env: Environment): Credential {
  const fromEnvironment = filled(env.GITLAB_TOKEN);
  if (fromEnvironment !== undefined) return { token: fromEnvironment, source: "GITLAB_TOKEN" };
  const fromConfig = filled(settings.get(SETTING.token));
  if (fromConfig !== undefined) return { token: fromConfig, source: "the configuration gitlab:token" };
  throw refuse(
    "There is no credential for GitLab. Set the environment variable GITLAB_TOKEN (best in CI), or run `pulumi config set --secret gitlab:token`, " +
      "or pass an explicit provider: new gitlab.Provider(name, { baseUrl, tokenEnvironmentVariable }). " +
      "`pulumi refresh` and `pulumi destroy` run with the configuration of the last `pulumi up`; GITLAB_TOKEN always counts.",
  );
}

function explicitCredential(settings: Settings, env: Environment): Credential {
  const variable = filled(settings.get(SETTING.tokenEnvironmentVariable));
  if (variable === undefined) {
    const token = filled(settings.get(SETTING.token));
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

function refuse(message: string): UserError {
  return new UserError({ summary: "connection settings", message, secrets: [] });
}
