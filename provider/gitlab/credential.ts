import { type Environment, filled } from "../domain/environment";
import { SETTING } from "../domain/settings";
import { isJobToken, isRegistrationToken } from "../domain/token-shapes";
import { UserError } from "../domain/user-error";
import { type Settings, wrongSetting } from "./instance";

export interface Credential {
  readonly token: string;
  /** Where the token came from, in the user's words, for messages. */
  readonly source: string;
}

/** The source of a credential that the stack's configuration holds. */
export const FROM_CONFIGURATION = "the configuration gitlab:token";

/** Returns the configured credential, or throws an error that names every way to give one. It is never that of another source or instance. */
export function credentialOf(settings: Settings, env: Environment): Credential {
  const isExplicit = settings.get(SETTING.explicit) !== undefined;
  return usable(isExplicit ? explicitCredential(settings, env) : ambientCredential(settings, env), env);
}

/** Returns the credential in one environment variable. */
export function credentialNamed(variable: string, env: Environment): Credential {
  const token = filled(env[variable]);
  if (token === undefined)
    throw wrongSetting(`The environment variable ${variable} is not set. Set it to a GitLab token.`);
  return usable({ token, source: variable }, env);
}

function usable(found: Credential, env: Environment): Credential {
  if (/\s/.test(found.token)) {
    throw wrongSetting(
      `The token from ${found.source} contains white space: it was not copied whole, or with more than itself. Set it again.`,
    );
  }
  if (/[^\x21-\x7e]/.test(found.token)) {
    throw wrongSetting(
      `The token from ${found.source} contains a character that no header can carry, perhaps one that can't be seen: copy it again, and set it again.`,
    );
  }
  if (isRegistrationToken(found.token)) {
    throw wrongSetting(
      `The token from ${found.source} is a runner registration token. It only fits the legacy POST /runners, which this package does not use: ` +
        "give a personal, group, project or service account token with the api scope (or create_runner, to create runners only) instead.",
    );
  }
  if (isJobToken(found.token) || found.token === filled(env.CI_JOB_TOKEN)) {
    throw wrongSetting(
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

function ambientCredential(settings: Settings, env: Environment): Credential {
  const fromEnvironment = filled(env.GITLAB_TOKEN);
  if (fromEnvironment !== undefined) return { token: fromEnvironment, source: "GITLAB_TOKEN" };
  const fromConfig = filled(settings.get(SETTING.token));
  if (fromConfig !== undefined) return { token: fromConfig, source: FROM_CONFIGURATION };
  throw wrongSetting(
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
    throw wrongSetting(
      "The explicit provider has an empty token. Give it `token` or `tokenEnvironmentVariable`; no other credential is used in its place.",
    );
  }
  const token = filled(env[variable]);
  if (token !== undefined) return { token, source: variable };
  throw wrongSetting(
    `The environment variable ${variable}, which the explicit provider names, is not set. Set it to a GitLab token; no other credential is used in its place.`,
  );
}
