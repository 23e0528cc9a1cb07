import { z } from "zod";
import { type Environment, filled, REQUEST_TIMEOUT_S } from "../domain/environment";
import { parseOrigin } from "../domain/origin";
import { GITLAB_COM, SETTING } from "../domain/settings";
import { refusal, type UserError } from "../domain/user-error";

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

/** This many calls hide the latency of the network and are no load for a GitLab of any size. */
const DEFAULT_CONCURRENCY = 10;
/** As many sockets as the process opens. */
const MAX_CONCURRENCY = 32;

/** The sources of an address that is not the stack's own. */
export const FROM_ENVIRONMENT: readonly string[] = ["GITLAB_BASE_URL", "CI_API_V4_URL"];
/** The source of an address that nobody gave. */
export const BY_DEFAULT = "the default";

export function instanceOf(settings: Settings, env: Environment): Instance {
  const caCert = filled(settings.get(SETTING.caCert));
  const headers = headersOf(settings.get(SETTING.headers));
  return { ...addressOf(settings, env), headers, ...(caCert === undefined ? {} : { caCert }) };
}

/** How many calls of one list run at the same time. */
export function concurrencyOf(settings: Settings, env: Environment): number {
  const text = filled(env.GITLAB_CI_ACCESS_CONCURRENCY) ?? filled(settings.get(SETTING.concurrency));
  if (text === undefined) return DEFAULT_CONCURRENCY;
  const lanes = Number(text);
  if (Number.isInteger(lanes) && lanes >= 1 && lanes <= MAX_CONCURRENCY) return lanes;
  throw wrongSetting(
    `GITLAB_CI_ACCESS_CONCURRENCY and gitlab:concurrency take a whole number from 1 to ${MAX_CONCURRENCY}, and this is "${text}".`,
  );
}

/** How long one request may take, in milliseconds. */
export function requestTimeoutOf({ GITLAB_CI_ACCESS_REQUEST_TIMEOUT: given }: Environment): number {
  const seconds = Number(filled(given) ?? REQUEST_TIMEOUT_S);
  if (seconds > 0 && seconds < 86_400) return seconds * 1_000;
  throw new Error(`GITLAB_CI_ACCESS_REQUEST_TIMEOUT is "${given}", but must be a number of seconds`);
}

function addressOf(settings: Settings, env: Environment): Pick<Instance, "origin" | "source"> {
  const explicit = settings.get(SETTING.explicit) !== undefined;
  const candidates: readonly (readonly [string, string | undefined])[] = explicit
    ? [["the provider's baseUrl", settings.get(SETTING.baseUrl)]]
    : [
        ["GITLAB_BASE_URL", env.GITLAB_BASE_URL],
        ["the configuration gitlab:baseUrl", settings.get(SETTING.baseUrl)],
        ["CI_API_V4_URL", env.CI_API_V4_URL],
        [BY_DEFAULT, GITLAB_COM],
      ];
  for (const [source, value] of candidates) {
    const url = filled(value);
    if (url !== undefined) return { origin: originOf(url, source), source };
  }
  throw wrongSetting(
    'The provider has no baseUrl: give it one, like new gitlab.Provider("acme", { baseUrl: "https://gitlab.acme.example", … }).',
  );
}

/** Returns the instance's address in its normal form, or throws an error that names its source. */
export function originOf(url: string, source: string): string {
  const parsed = parseOrigin(url);
  if ("origin" in parsed) return parsed.origin;
  throw wrongSetting(
    `The address of GitLab from ${source} ${parsed.problem}. Give it like https://gitlab.acme.example (with or without /api/v4).`,
  );
}

function headersOf(json: string | undefined): Record<string, string> {
  const text = filled(json);
  if (text === undefined) return {};
  const parsed = headerSettings.safeParse(text);
  // Without the text itself: headers are secrets.
  if (!parsed.success)
    throw wrongSetting('gitlab:headers must be a JSON object of texts, like {"x-proxy-token": "…"}.');
  const [wrong] = Object.entries(parsed.data).find(([name, value]) => !isSendable(name, value)) ?? [];
  if (wrong !== undefined)
    throw wrongSetting(
      `The header ${JSON.stringify(wrong)} of gitlab:headers can't be sent: a name has letters, digits and hyphens, and a value has no line breaks and no characters beyond Latin-1.`,
    );
  return Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name.toLowerCase(), value]));
}

/** RFC 9110 allows no more. */
function isSendable(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
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

/** Returns the error for a setting of the connection that can't be used. */
export function wrongSetting(message: string): UserError {
  return refusal("connection settings", message);
}
