import type { Environment } from "../../provider/domain/environment";
import { kindOf } from "../../provider/domain/kinds";
import { SETTING } from "../../provider/domain/settings";
import { UserError } from "../../provider/domain/user-error";
import type { Connection } from "../../provider/gitlab/connection";
import { credentialOf } from "../../provider/gitlab/credential";
import type { Settings } from "../../provider/gitlab/instance";
import { withoutReportToken } from "../environment";
import { connectionTo } from "../gitlab-client";
import { type Change, type Preview, SECRET } from "../preview/events";
import type { Instances } from "../report/declared";
import { judge } from "../report/judged";

/** The GitLabs that a report can ask, by their addresses, and why it does not ask the others. */
export interface Connections {
  readonly open: ReadonlyMap<string, Connection>;
  readonly notes: readonly string[];
}

/**
 * A connection to each GitLab whose resources the run touches, with the credential that its provider names. A token that a provider or the
 * configuration holds arrives as a secret, so it can't be used. A merge request's job has no credential at all, and asks nobody.
 */
export function connectionsOf(preview: Preview, instances: Instances, environment: Environment): Connections {
  // The previewed program chooses both the variable and the address, so it must not get the token of the comment this way either.
  const env = withoutReportToken(environment);
  const open = new Map<string, Connection>();
  const notes = new Set<string>();
  const providers = new Map(preview.changes.map((change) => [change.urn, change]));
  for (const change of judge(preview).changes.filter(isWanted)) {
    const { key, isAddressKnown } = instances.of(change, "after");
    if (!isAddressKnown || open.has(key)) continue;
    const settings = settingsOf(providers.get(change.provider), preview);
    const connection = connect(settings, env);
    if (connection?.instance.origin === key) open.set(key, connection);
    else if (connection === undefined && settings.get(SETTING.token) === SECRET) notes.add(secretToken(key));
  }
  return { open, notes: [...notes] };
}

function isWanted({ type, operation, after }: Change): boolean {
  return kindOf(type) !== undefined && operation !== "same" && after !== undefined;
}

function secretToken(origin: string): string {
  return `The GitLab at ${origin} was not asked what it holds, because its token arrives as a secret. Give the token in GITLAB_TOKEN, or by tokenEnvironmentVariable.`;
}

/** The settings of an explicit provider, or the stack's configuration. */
export function settingsOf(provider: Change | undefined, { config }: Pick<Preview, "config">): Settings {
  const own = (provider?.after ?? provider?.before)?.inputs;
  const values = own !== undefined && SETTING.explicit in own ? own : config;
  return {
    get(key) {
      const value = values[key];
      return typeof value === "string" ? value : undefined;
    },
  };
}

/** Undefined if there is no usable credential. */
function connect(settings: Settings, env: Environment): Connection | undefined {
  const known: Settings = { get: (key) => (settings.get(key) === SECRET ? undefined : settings.get(key)) };
  try {
    credentialOf(known, env);
    return connectionTo(known, env, { tell: (text) => console.error(text) });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
