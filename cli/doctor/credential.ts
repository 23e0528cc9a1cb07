import { z } from "zod";
import { daysBetween } from "../../provider/domain/calendar";
import { UserError } from "../../provider/domain/user-error";
import type { Client } from "../../provider/http/client";
import { isUnauthorized } from "../../provider/http/errors";
import { path } from "../../provider/http/path";
import { type Finding, ok, problem, warning } from "./finding";

const own = z.object({
  name: z.string(),
  scopes: z.array(z.string()),
  expires_at: z.string().nullish(),
});
const user = z.object({
  id: z.number(),
  username: z.string(),
  bot: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
});
const version = z.object({ version: z.string() });

/** An end that is nearer than this is worth a line. */
const SOON_DAYS = 30;
/** An administrator's token may have two dozen. */
const MOST_SCOPES = 4;
/** The majors that the package is tested with. */
const TESTED = [17, 18, 19];

/** Who the credential is, where GitLab told. */
export interface Holder {
  readonly userId: number;
  readonly isBot: boolean;
}

/** What the stack needs of its credential beyond lists and switches. */
export interface Demands {
  readonly makesTokens: boolean;
  readonly runnersOnly: boolean;
  /** Today in UTC. */
  readonly today: string;
}

const reading = (action: string) => ({ action, needs: "a token with the api or read_api scope" });

/** Asks GitLab what the credential is. A refusal ends the questions: every further one would say the same. */
export async function credentialFindings(
  client: Client,
  demands: Demands,
): Promise<{ readonly findings: readonly Finding[]; readonly holder?: Holder }> {
  try {
    const token = await client.send(
      { method: "GET", path: path`/personal_access_tokens/self`, purpose: reading("ask what the token is") },
      own,
    );
    const scopes = scopeFinding(token.scopes, demands);
    const common = [...endFindings(token, demands.today), scopes];
    if (!token.scopes.some((scope) => ["api", "read_api", "read_user"].includes(scope))) return { findings: common };
    const found = await client.send(
      { method: "GET", path: path`/user`, purpose: reading("ask whose token it is") },
      user,
    );
    const holder = { userId: found.id, isBot: found.bot === true };
    return {
      findings: [...holderFindings(token.name, found, demands), ...common, ...(await versionFindings(client))],
      holder,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { findings: [refused(error, client.origin)] };
  }
}

function refused(error: UserError, origin: string): Finding {
  if (isUnauthorized(error))
    return problem(
      "token",
      `${origin} does not accept the token: it has ended, was revoked, or is another GitLab's`,
      `make a new one at ${origin}/-/user_settings/personal_access_tokens with the scope api, and set GITLAB_TOKEN`,
    );
  return problem("gitlab", error.message, "mend the connection, then run doctor again");
}

function holderFindings(name: string, { username, bot }: z.output<typeof user>, { makesTokens }: Demands): Finding[] {
  const group = /^group_\d+_bot/.test(username);
  const kind = /^project_\d+_bot/.test(username)
    ? "a project access token"
    : group
      ? "a group access token"
      : bot
        ? "a service account's token"
        : "a personal access token";
  const text = `the token "${name}" is ${kind}, of user ${username}`;
  const canMake = !bot || /service account/.test(kind);
  return [
    makesTokens && !canMake
      ? problem(
          "kind",
          `${text}, and GitLab lets no such token make or renew other tokens`,
          "give the token of a service account or of a person",
        )
      : ok("kind", text),
  ];
}

function scopeFinding(scopes: readonly string[], { runnersOnly }: Demands): Finding {
  const has = (scope: string) => scopes.includes(scope);
  const said = shortened(scopes);
  if (has("granular"))
    return warning(
      "scopes",
      "it is a fine-grained token: what it may do is in its permissions, which GitLab does not tell here",
      "the first `pulumi up` shows what is missing; permissions of entries and the authentication log take GraphQL, which shows them to tokens with the scope api",
    );
  if (has("api")) return ok("scopes", `its scopes are enough: ${said}`);
  if (runnersOnly && has("create_runner") && has("manage_runner"))
    return ok("scopes", `its scopes are enough for runners: ${said}`);
  if (has("read_api"))
    return warning(
      "scopes",
      `its scopes let it look and change nothing: ${said}`,
      "for `pulumi up` give a token with the scope api; preview and reports are well with this one",
    );
  return problem("scopes", `its scopes are not enough: ${said}`, "make a token with the scope api");
}

function shortened(scopes: readonly string[]): string {
  const shown = scopes.slice(0, MOST_SCOPES).join(", ");
  return scopes.length > MOST_SCOPES ? `${shown}, and ${scopes.length - MOST_SCOPES} more` : shown;
}

function endFindings({ expires_at: end }: z.output<typeof own>, today: string): Finding[] {
  if (!end) return [ok("end", "it has no end")];
  const days = daysBetween(today, end);
  if (days > SOON_DAYS) return [ok("end", `it ends on ${end}, in ${days} days`)];
  return [
    warning(
      "end",
      `it ends on ${end}, in ${days} days`,
      "renew it before: a stack whose credential has ended can't renew its tokens",
    ),
  ];
}

async function versionFindings(client: Client): Promise<Finding[]> {
  const { version: said } = await client.send(
    { method: "GET", path: path`/version`, purpose: reading("ask for GitLab's version") },
    version,
  );
  const major = Number(said.split(".")[0]);
  const about = TESTED.includes(major)
    ? ok("version", `GitLab ${said} at ${client.origin}`)
    : warning(
        "version",
        `GitLab ${said} at ${client.origin} is none of the versions that this package is tested with (17, 18, 19)`,
        "look at docs/versions.md",
      );
  return [about, await graphqlFinding(client)];
}

async function graphqlFinding(client: Client): Promise<Finding> {
  const purpose = reading("ask whether GraphQL answers");
  try {
    const { data, errors } = await client.query(
      { query: "query { currentUser { username } }", repeatable: true, purpose },
      z.object({ currentUser: z.object({ username: z.string() }).nullable() }),
    );
    if (data?.currentUser) return ok("graphql", "GraphQL answers");
    return noGraphql(errors[0]?.message ?? "no user");
  } catch (error) {
    if (error instanceof UserError) return noGraphql(error.message);
    throw error;
  }
}

function noGraphql(why: string): Finding {
  return warning(
    "graphql",
    `GraphQL does not answer this token: ${why.split("\n")[0]}`,
    "lists and switches need none of it; permissions of entries and the authentication log do",
  );
}
