import type { RecordedRequest } from "../../../../simulator";
import type { Named } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { type Properties, type Provider, StepError } from "../../../support/pulumi/provider";
import { Stack } from "../../../support/pulumi/stack";
import { AccessWatch } from "./access-watch";
import type { ManualChange, Mention, Program, Run } from "./list-history";
import type { ListWorld, Target } from "./list-world";

/** How a run of Pulumi ended. */
export interface RunResult {
  readonly steps: readonly string[];
  readonly failure: string | undefined;
  /** All that was said: the failure and the lines for the user. */
  readonly said: string;
  readonly requests: readonly RecordedRequest[];
  /** Who could get in before, and can afterwards or is declared, and could not at some time, though nobody did that by hand. */
  readonly interrupted: readonly number[];
  /** Who got in although neither anybody before nor the program nor a hand let them. */
  readonly intruders: readonly number[];
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
export class WatchedList {
  readonly #gitlab: ListWorld;
  readonly #callers: readonly number[];
  #stack: Stack;

  private constructor(
    gitlab: ListWorld,
    readonly billing: Named,
    callers: readonly number[],
    stack: Stack,
  ) {
    this.#gitlab = gitlab;
    this.#callers = callers;
    this.#stack = stack;
  }

  static async open(gitlab: ListWorld, before: readonly Target[], closed: boolean): Promise<WatchedList> {
    await gitlab.restoreSight();
    const billing = await gitlab.billing();
    const all = [...gitlab.targets, ...gitlab.strangers, ...gitlab.crowd];
    const projects = all.filter(({ kind }) => kind === "project").map(({ id }) => id);
    const list = new WatchedList(
      gitlab,
      billing,
      [...projects, gitlab.outsider.id],
      new Stack(providerFor(gitlab, 1, gitlab.maintainer)),
    );
    for (const target of before) await list.#change("add", target);
    await gitlab.world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: closed });
    return list;
  }

  /** What the list holds. */
  async held(): Promise<Target[]> {
    const { world } = this.#gitlab;
    const [projects, groups] = [
      await world.allowlist(this.billing, "project"),
      await world.allowlist(this.billing, "group"),
    ];
    const ids = { project: new Set(projects), group: new Set(groups) };
    return this.#all.filter(({ kind, id }) => ids[kind].has(id));
  }

  isClosed(): boolean {
    return !this.#gitlab.simulator.admits(this.billing.id, this.#gitlab.outsider.id);
  }

  get isDeclared(): boolean {
    return this.#stack.state.size > 0;
  }

  /** The kinds that the program manages and the state does not. */
  unmanaged({ projects, groups }: Program): Target["kind"][] {
    const state = this.#stack.outputs("it");
    return [
      ...(projects !== undefined && state.projects === undefined ? (["project"] as const) : []),
      ...(groups !== undefined && state.groups === undefined ? (["group"] as const) : []),
    ];
  }

  /** The arguments that a program means. */
  args(program: Program): Properties {
    const { projects, groups, enabled, replaceExisting, namesItself } = program;
    const list = (kind: Target["kind"], mentions: readonly Mention[]) =>
      mentions.map((mention) => {
        const target = this.#meant(kind, mention);
        return target.addresses[mention.form] ?? target.addresses[0];
      });
    const own = [...(namesItself ? [this.billing.path] : []), ...this.#crowdOf(program).map(({ id }) => id)];
    return {
      project: this.billing.id,
      replaceExisting,
      ...(enabled === undefined ? {} : { enabled }),
      ...(projects === undefined ? {} : { projects: [...list("project", projects), ...own] }),
      ...(groups === undefined ? {} : { groups: list("group", groups) }),
    };
  }

  wanted(program: Program): Target[] {
    const { projects = [], groups = [] } = program;
    const mentioned = [
      ...this.#crowdOf(program),
      ...projects.map((mention) => this.#meant("project", mention)),
      ...groups.map((mention) => this.#meant("group", mention)),
    ];
    return [...new Set(mentioned)];
  }

  /** Whether the program names something by an address that leads out of its namespace today. */
  namesMoved({ projects = [] }: Program): boolean {
    return projects.some((mention) => {
      const { moved, addresses } = this.#meant("project", mention);
      return moved !== undefined && addresses[mention.form] === moved;
    });
  }

  /** Whether the entry may have to stay for a target of the program that nobody can find: above it or below it, or its path is unknown. */
  mayStayFor(program: Program, entry: Target): boolean {
    const { projects = [], groups = [] } = program;
    const mentions = [
      ...projects.map((mention) => ({ mention, target: this.#meant("project", mention) })),
      ...groups.map((mention) => ({ mention, target: this.#meant("group", mention) })),
    ].filter(({ target }) => !target.reachable);
    return mentions.some(({ mention, target: { kind, path, addresses } }) => {
      const isBelow = (one: string, other: string) => one.startsWith(`${other}/`);
      if (kind === "project" && entry.kind === "project") return false;
      if (typeof addresses[mention.form] === "number") return true;
      return (entry.kind === "group" && isBelow(path, entry.path)) || (kind === "group" && isBelow(entry.path, path));
    });
  }

  /**
   * The projects that the program lets in. What its user can't see is let in by what covers it, and so keeps its access in a list that is
   * closed already; where the run closes it, nothing can let it in.
   */
  #promised(program: Program, wasClosed: boolean): number[] {
    const wanted = this.wanted(program).filter((target) => target.exists && (wasClosed || this.#gitlab.sees(target)));
    const lets = (caller: Target) =>
      wanted.some((it) => it === caller || (it.kind === "group" && caller.path.startsWith(`${it.path}/`)));
    return this.#all.filter((target) => target.kind === "project" && lets(target)).map(({ id }) => id);
  }

  /** Anybody may be added or removed by hand. */
  async manualChange(change: ManualChange): Promise<Target | undefined> {
    if (change.do === "toggle") {
      await this.#tried("PATCH", "", { enabled: !this.isClosed() });
      return undefined;
    }
    if (change.do === "sight") {
      await this.#gitlab.toggleSight(change.what);
      return undefined;
    }
    const target = this.#all[change.what % this.#all.length];
    if (target !== undefined) await this.#change(change.do, target);
    return target;
  }

  async up(
    program: Program,
    { concurrency, by, faults, manualChanges }: Omit<Run, "program" | "refreshed">,
  ): Promise<RunResult> {
    const { simulator } = this.#gitlab;
    const provider = providerFor(this.#gitlab, concurrency, this.#gitlab[by]);
    const wasClosed = this.isClosed();
    const promised = this.#promised(program, wasClosed);
    const watch = new AccessWatch(() => this.#admitted());
    simulator.requests.clear();
    const stop = simulator.watch((request) =>
      watch.afterRequest(
        request,
        (count) => manualChanges.filter(({ after }) => after === count).map(({ change }) => change),
        (change) => this.manualChange(change),
      ),
    );
    for (const rule of faults) simulator.faults.add(rule);
    const { steps, failure } = await attempt(() => this.#run(provider, (stack) => stack.up(this.#declared(program))));
    simulator.faults.clear();
    stop();
    const requests = simulator.requests.all.filter(({ user }) => user !== "root");
    return {
      ...watch.seen({
        promised,
        invited: this.#promised(program, true),
        wasClosed,
        mayOpen: program.enabled === false,
      }),
      steps,
      failure,
      said: [failure, ...provider.log.map(({ text }) => text)].join("\n"),
      requests,
      writes: requests.filter(({ method }) => method !== "GET"),
      removed: this.#all.filter((target) => requests.some((request) => isRemoval(request, target))),
    };
  }

  /** From now on the users see what they usually see. */
  restoreSight(): Promise<void> {
    return this.#gitlab.restoreSight();
  }

  refresh(): Promise<string[]> {
    return this.#run(providerFor(this.#gitlab, 1, this.#gitlab.maintainer), (stack) => stack.refresh());
  }

  destroy(): Promise<void> {
    return this.#run(providerFor(this.#gitlab, 10, this.#gitlab.maintainer), (stack) => stack.destroy());
  }

  #declared(program: Program) {
    return { it: { type: "JobTokenAllowlist", args: this.args(program) } };
  }

  /** One command: the same state, another provider. */
  async #run<T>(provider: Provider, command: (stack: Stack) => Promise<T>): Promise<T> {
    this.#stack = this.#stack.in(provider);
    try {
      return await command(this.#stack);
    } finally {
      await provider.stop();
    }
  }

  get #all(): Target[] {
    return [...this.#gitlab.targets, ...this.#gitlab.strangers, ...this.#gitlab.crowd];
  }

  #crowdOf({ projects, crowd: { from, count } }: Program): Target[] {
    return projects === undefined ? [] : this.#gitlab.crowd.slice(from, from + count);
  }

  #meant(kind: Target["kind"], { what, reachable }: Mention): Target {
    const ofKind = this.#gitlab.targets.filter((target) => target.kind === kind && target.reachable === reachable);
    const target = ofKind[what % ofKind.length];
    if (target === undefined) throw new Error(`there is no ${kind} to mean`);
    return target;
  }

  #admitted(): Set<number> {
    return new Set(this.#callers.filter((caller) => this.#gitlab.simulator.admits(this.billing.id, caller)));
  }

  async #change(what: "add" | "remove", { kind, id }: Target): Promise<void> {
    const list = kind === "project" ? "/allowlist" : "/groups_allowlist";
    if (what === "add") await this.#tried("POST", list, { [`target_${kind}_id`]: id });
    else await this.#tried("DELETE", `${list}/${id}`);
  }

  /** GitLab may refuse it, and a fault that is meant for the run may strike it: what came of it is seen in what GitLab holds. */
  async #tried(method: string, path: string, body?: object): Promise<void> {
    const { api } = this.#gitlab.world;
    await api.status(method, `/projects/${this.billing.id}/job_token_scope${path}`, body).catch(() => undefined);
  }
}

function isRemoval({ method, path }: RecordedRequest, { kind, id }: Target): boolean {
  return method === "DELETE" && path.endsWith(`/${kind === "project" ? "allowlist" : "groups_allowlist"}/${id}`);
}

function providerFor({ simulator }: ListWorld, concurrency: number, token: string) {
  const env = {
    GITLAB_BASE_URL: simulator.url,
    GITLAB_TOKEN: token,
    GITLAB_CI_ACCESS_CONCURRENCY: String(concurrency),
  };
  return new InProcessProvider({ env });
}

async function attempt(work: () => Promise<string[]>): Promise<Pick<RunResult, "failure" | "steps">> {
  try {
    return { steps: await work(), failure: undefined };
  } catch (error) {
    if (error instanceof StepError) return { steps: [], failure: error.message };
    throw error;
  }
}
