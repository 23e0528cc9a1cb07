import { todayIn } from "../../provider/domain/clock";
import type { Environment } from "../../provider/domain/environment";
import { SETTING } from "../../provider/domain/settings";
import { UserError } from "../../provider/domain/user-error";
import type { Connection } from "../../provider/gitlab/connection";
import { credentialOf } from "../../provider/gitlab/credential";
import { hasPermissions } from "../../provider/gitlab/entry-permissions";
import type { Settings } from "../../provider/gitlab/instance";
import { CommandError } from "../command";
import { settingsOf } from "../comparison/connections";
import { withoutReportToken } from "../environment";
import { connectionTo } from "../gitlab-client";
import { type Preview, SECRET } from "../preview/events";
import { preview } from "../preview/preview";
import { runPulumi, type Surroundings } from "../preview/run";
import { ambientAddress, Instances } from "../report/declared";
import { credentialFindings } from "./credential";
import { type Asked, askedBy, byProvider } from "./demands";
import { type Deployment, deploymentOf } from "./deployment";
import { type Finding, ok, problem } from "./finding";
import { type Leftover, lookForLeftovers, pendingFindings } from "./leftovers";
import { machineFindings } from "./machine";
import { roleFindings } from "./roles";

/** All that was found, and what a person may let go. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly leftovers: readonly Leftover[];
  readonly hasPreviewFailed: boolean;
}

/** One GitLab with one credential, as the program uses it. */
interface Access {
  readonly settings: Settings;
  readonly provider: string;
  readonly asked: Asked;
}

const NOTHING_ASKED: Asked = {
  places: [],
  targets: [],
  makesTokens: false,
  runnersOnly: false,
  setsPermissions: false,
};

/** Looks, and changes nothing: every request only reads, and so does every command of Pulumi's. */
export class Doctor {
  readonly #env: Environment;
  readonly #where: Surroundings;
  readonly #stack: readonly string[];
  readonly #open: Connection[] = [];

  constructor({ cwd, stack }: { readonly cwd: string; readonly stack: string | undefined }, env: Environment) {
    this.#env = env;
    this.#where = { cwd, env: withoutReportToken(env) };
    this.#stack = stack === undefined ? [] : ["--stack", stack];
  }

  async examine(): Promise<Examination> {
    const cli = await this.#cliVersion();
    const machine = machineFindings(this.#where.cwd, { node: process.versions.node, cli: cli ?? "0" });
    if (cli === undefined)
      return { findings: [...machine.slice(0, -1), noCli()], leftovers: [], hasPreviewFailed: false };
    const { deployment, findings: backend } = await deploymentOf(this.#stack, this.#where);
    const seen = deployment === undefined ? undefined : await preview(this.#stack, this.#where.cwd, this.#where.env);
    const program = seen === undefined ? [] : [programFinding(seen)];
    const access = await Promise.all(this.#accesses(seen).map((one) => this.#examine(one, deployment)));
    const leftovers = access.flatMap((one) => one.leftovers);
    const pending = deployment === undefined ? [] : pendingFindings(deployment.pending, leftovers);
    return {
      findings: [...machine, ...backend, ...program, ...access.flatMap(({ findings }) => findings), ...pending],
      leftovers,
      hasPreviewFailed: seen !== undefined && seen.result !== "succeeded",
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((connection) => connection.close()));
  }

  async #cliVersion(): Promise<string | undefined> {
    const lines: string[] = [];
    try {
      await runPulumi(["version"], this.#where, (line) => lines.push(line));
    } catch (error) {
      if (error instanceof CommandError) return undefined;
      throw error;
    }
    return lines[0];
  }

  /** The GitLabs of the program, each with its credential; the one of the environment where the program has nothing yet. */
  #accesses(seen: Preview | undefined): Access[] {
    if (seen === undefined)
      return [{ settings: settingsOf(undefined, { config: {} }), provider: "", asked: NOTHING_ASKED }];
    const instances = new Instances(seen.changes, ambientAddress(this.#env, seen));
    const providers = new Map(seen.changes.map((change) => [change.urn, change]));
    const used = [...byProvider(seen)].map(([provider, changes]) => ({
      settings: settingsOf(providers.get(provider), seen),
      provider,
      asked: askedBy(changes, instances),
    }));
    return used.length > 0 ? used : [{ settings: settingsOf(undefined, seen), provider: "", asked: NOTHING_ASKED }];
  }

  async #examine({ settings, provider, asked }: Access, deployment: Deployment | undefined) {
    const nothing: readonly Leftover[] = [];
    const unusable = whyUnusable(settings, this.#env);
    if (unusable !== undefined) return { findings: [unusable], leftovers: nothing };
    const { gitlab } = this.#connected(settings);
    const demands = { ...asked, today: todayIn(this.#env) };
    const { findings, holder } = await credentialFindings(gitlab.client, demands);
    if (holder === undefined) return { findings, leftovers: nothing };
    const tooOld = asked.setsPermissions && !(await hasPermissions(gitlab.version)) ? [noPermissions()] : [];
    const roles = [...tooOld, ...(await roleFindings(gitlab, asked, holder))];
    const left = deployment === undefined ? nothing : await lookForLeftovers(gitlab, ofProvider(deployment, provider));
    if (left instanceof UserError) return { findings: [...findings, ...roles, unlooked(left)], leftovers: nothing };
    return { findings: [...findings, ...roles], leftovers: left };
  }

  #connected(settings: Settings): Connection {
    const connection = connectionTo(settings, this.#env, { tell: (text) => console.error(text) });
    this.#open.push(connection);
    return connection;
  }
}

/** Only the process that Pulumi starts can read a token that the state or the configuration keeps secret. */
function whyUnusable(settings: Settings, env: Environment): Finding | undefined {
  try {
    const { token, source } = credentialOf(settings, env);
    if (token !== SECRET) return undefined;
    return {
      level: "warning",
      check: "token",
      text: `${source} is a secret that only Pulumi can read, so it was not tried`,
      next: `give it in GITLAB_TOKEN as well for this run${settings.get(SETTING.explicit) ? ", without the explicit provider" : ""}`,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return problem("token", error.message, "set GITLAB_TOKEN, then run doctor again");
  }
}

function noPermissions(): Finding {
  return problem(
    "permissions",
    "the program sets permissions of entries, and this GitLab has none",
    "update GitLab to 18.3 or later, or take the permissions out: its entries give everything that the job's user may do",
  );
}

function noCli(): Finding {
  return problem(
    "cli",
    "the Pulumi CLI is not on PATH",
    "install it: https://www.pulumi.com/docs/iac/download-install/",
  );
}

function programFinding({ result, errors, changes }: Preview): Finding {
  if (result === "succeeded")
    return ok(
      "program",
      `the program runs, and declares ${changes.length} ${changes.length === 1 ? "resource" : "resources"}`,
    );
  const [first = "it said nothing"] = errors;
  return problem(
    "program",
    `the program's preview fails: ${first.split("\n").slice(0, 3).join(" ")}`,
    "mend it, or see all of it with `pulumi preview`",
  );
}

function unlooked(error: UserError): Finding {
  return problem(
    "leftover",
    `nobody can tell what an interrupted run left: ${error.message}`,
    "give a credential that may list tokens and runners there",
  );
}

/** What is pending for one provider. The state names a provider by its URN and its id. */
function ofProvider({ resources, pending }: Deployment, provider: string): Deployment {
  const isIts = (reference: string | null | undefined) => (reference ?? "").replace(/::[^:]*$/, "") === provider;
  return { resources, pending: pending.filter(({ resource }) => provider === "" || isIts(resource.provider)) };
}
