import type { RecordedRequest } from "../../../../simulator";
import type { Named } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { type Properties, type Provider, StepError } from "../../../support/pulumi/provider";
import { Stack } from "../../../support/pulumi/stack";
import type { Place, Target } from "./place";
import type { Hand, Mention, Program, Run } from "./script";
import { Watch } from "./watch";

/** How a run of Pulumi ended. */
export interface Ending {
  readonly steps: readonly string[];
  readonly failure: string | undefined;
  /** All that was said: the failure and the lines for the user. */
  readonly said: string;
  readonly requests: readonly RecordedRequest[];
  /** Who could get in before, and can afterwards or is declared, and could not at some time, though nobody's hand did that. */
  readonly interrupted: readonly number[];
  /** The requests that may change something. */
  readonly writes: readonly RecordedRequest[];
  /** What the run asked GitLab to remove. */
  readonly removed: readonly Target[];
  /** What people did while it ran. */
  readonly removedByHand: ReadonlySet<Target>;
  readonly addedByHand: ReadonlySet<Target>;
  readonly toggledByHand: boolean;
}

/** One project's list: a stack that declares it, people who change it by hand, and somebody who watches who gets in. */
export class Theatre {
  private constructor(
    private readonly place: Place,
    readonly billing: Named,
    private readonly callers: readonly number[],
    private stack: Stack,
  ) {}

  static async open(place: Place, before: readonly Target[], closed: boolean): Promise<Theatre> {
    const billing = await place.billing();
    const all = [...place.targets, ...place.strangers];
    const projects = all.filter(({ kind }) => kind === "project").map(({ id }) => id);
    const theatre = new Theatre(
      place,
      billing,
      [...projects, place.outsider.id],
      new Stack(theatreProcess(place, 1, place.maintainer)),
    );
    for (const target of before) await theatre.change("add", target);
    await place.world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: closed });
    return theatre;
  }

  /** What the list holds. */
  async held(): Promise<Target[]> {
    const { world } = this.place;
    const [projects, groups] = [
      await world.allowlist(this.billing, "project"),
      await world.allowlist(this.billing, "group"),
    ];
    const ids = { project: new Set(projects), group: new Set(groups) };
    return this.all.filter(({ kind, id }) => ids[kind].has(id));
  }

  isClosed(): boolean {
    return !this.place.simulator.admits(this.billing.id, this.place.outsider.id);
  }

  get isDeclared(): boolean {
    return this.stack.state.size > 0;
  }

  /** The kinds that the program manages and the state does not. */
  unmanaged({ projects, groups }: Program): Target["kind"][] {
    const state = this.stack.outputs("it");
    return [
      ...(projects !== undefined && state.projects === undefined ? (["project"] as const) : []),
      ...(groups !== undefined && state.groups === undefined ? (["group"] as const) : []),
    ];
  }

  /** The arguments that a program means. */
  args({ projects, groups, enabled, replaceExisting, namesItself }: Program): Properties {
    const list = (kind: Target["kind"], mentions: readonly Mention[]) =>
      mentions.map((mention) => {
        const target = this.meant(kind, mention);
        return target.addresses[mention.form] ?? target.addresses[0];
      });
    const own = namesItself ? [this.billing.path] : [];
    return {
      project: this.billing.id,
      replaceExisting,
      ...(enabled === undefined ? {} : { enabled }),
      ...(projects === undefined ? {} : { projects: [...list("project", projects), ...own] }),
      ...(groups === undefined ? {} : { groups: list("group", groups) }),
    };
  }

  wanted({ projects = [], groups = [] }: Program): Target[] {
    const mentioned = [
      ...projects.map((mention) => this.meant("project", mention)),
      ...groups.map((mention) => this.meant("group", mention)),
    ];
    return [...new Set(mentioned)];
  }

  /** The projects that the program lets in, as far as GitLab says that they exist. */
  private promised(program: Program): number[] {
    const wanted = this.wanted(program).filter(({ reachable }) => reachable);
    const lets = (caller: Target) =>
      wanted.some((it) => it === caller || (it.kind === "group" && caller.path.startsWith(`${it.path}/`)));
    return this.all.filter((target) => target.kind === "project" && lets(target)).map(({ id }) => id);
  }

  /** Anybody may be added or removed by hand. */
  async hand(change: Hand): Promise<Target | undefined> {
    if (change.do === "toggle") {
      await this.tried("PATCH", "", { enabled: !this.isClosed() });
      return undefined;
    }
    const target = this.all[change.what % this.all.length];
    if (target !== undefined) await this.change(change.do, target);
    return target;
  }

  async up(program: Program, { lanes, by, faults, hands }: Omit<Run, "program" | "refreshed">): Promise<Ending> {
    const { simulator } = this.place;
    const provider = theatreProcess(this.place, lanes, this.place[by]);
    const watch = new Watch(() => this.admitted());
    simulator.requests.clear();
    const stop = simulator.watch((request) =>
      watch.afterRequest(
        request,
        (count) => hands.filter(({ after }) => after === count).map(({ change }) => change),
        (change) => this.hand(change),
      ),
    );
    for (const rule of faults) simulator.faults.add(rule);
    const { steps, failure } = await attempt(() => this.next(provider).up(this.declared(program)));
    simulator.faults.clear();
    stop();
    const requests = simulator.requests.all.filter(({ user }) => user !== "root");
    return {
      ...watch.seen(this.promised(program)),
      steps,
      failure,
      said: [failure, ...provider.log.map(({ text }) => text)].join("\n"),
      requests,
      writes: requests.filter(({ method }) => method !== "GET"),
      removed: this.all.filter((target) => requests.some((request) => isRemoval(request, target))),
    };
  }

  refresh(): Promise<string[]> {
    return this.next(theatreProcess(this.place, 1, this.place.maintainer)).refresh();
  }

  destroy(): Promise<void> {
    return this.next(theatreProcess(this.place, 10, this.place.maintainer)).destroy();
  }

  private declared(program: Program) {
    return { it: { type: "JobTokenAllowlist", args: this.args(program) } };
  }

  /** The same state in another process. */
  private next(provider: Provider): Stack {
    this.stack = this.stack.in(provider);
    return this.stack;
  }

  private get all(): Target[] {
    return [...this.place.targets, ...this.place.strangers];
  }

  private meant(kind: Target["kind"], { what, reachable }: Mention): Target {
    const ofKind = this.place.targets.filter((target) => target.kind === kind && target.reachable === reachable);
    const target = ofKind[what % ofKind.length];
    if (target === undefined) throw new Error(`there is no ${kind} to mean`);
    return target;
  }

  private admitted(): Set<number> {
    return new Set(this.callers.filter((caller) => this.place.simulator.admits(this.billing.id, caller)));
  }

  private async change(what: "add" | "remove", { kind, id }: Target): Promise<void> {
    const list = kind === "project" ? "/allowlist" : "/groups_allowlist";
    if (what === "add") await this.tried("POST", list, { [`target_${kind}_id`]: id });
    else await this.tried("DELETE", `${list}/${id}`);
  }

  /** GitLab may refuse it, and a fault that is meant for the run may strike it: what came of it is seen in what GitLab holds. */
  private async tried(method: string, path: string, body?: object): Promise<void> {
    const { api } = this.place.world;
    await api.status(method, `/projects/${this.billing.id}/job_token_scope${path}`, body).catch(() => undefined);
  }
}

function isRemoval({ method, path }: RecordedRequest, { kind, id }: Target): boolean {
  return method === "DELETE" && path.endsWith(`/${kind === "project" ? "allowlist" : "groups_allowlist"}/${id}`);
}

function theatreProcess({ simulator }: Place, lanes: number, token: string) {
  const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: token, GITLAB_CI_ACCESS_CONCURRENCY: String(lanes) };
  return new InProcessProvider({ env });
}

async function attempt(work: () => Promise<string[]>): Promise<Pick<Ending, "failure" | "steps">> {
  try {
    return { steps: await work(), failure: undefined };
  } catch (error) {
    if (error instanceof StepError) return { steps: [], failure: error.message };
    throw error;
  }
}
