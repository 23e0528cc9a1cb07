import type { Permissions } from "../../../../provider/domain/permissions";
import type { RecordedRequest } from "../../../../simulator";
import { isWrite } from "../../../support/gitlab/is-write";
import { giftsIn, permit, pushSettingsOf, setPushSettings } from "../../../support/gitlab/permissions";
import type { Named } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { type Provider, StepError } from "../../../support/pulumi/provider";
import { Stack } from "../../../support/pulumi/stack";
import { AccessWatch } from "./access-watch";
import type { ListHistory, ManualChange, Program, Run } from "./list-history";
import { type Found, ListProgram } from "./list-program";
import type { ListWorld, Target } from "./list-world";
import { bitsOf, type Reach } from "./reach";

/** How a run of Pulumi ended. */
export interface RunResult {
  readonly steps: readonly string[];
  readonly failure: string | undefined;
  /** All that was said: the failure and the lines for the user. */
  readonly said: string;
  readonly requests: readonly RecordedRequest[];
  /** What jobs could do before, and can do afterwards or are declared to, and could not at some time, though nobody did that by hand. */
  readonly interrupted: readonly string[];
  /** What jobs could do at some time although neither what was before nor the program nor a hand let them. */
  readonly intruders: readonly string[];
  /** What was changed after the run had turned pushes on, or before it turned them off. */
  readonly untimelyPush: readonly string[];
  /** The requests that may change something. */
  readonly writes: readonly RecordedRequest[];
  /** What the run asked GitLab to remove. */
  readonly removed: readonly Target[];
  /** What people did while it ran. */
  readonly removedByHand: ReadonlySet<Target>;
  readonly addedByHand: ReadonlySet<Target>;
  readonly permittedByHand: ReadonlySet<Target>;
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

  static async open(gitlab: ListWorld, { before, closed, push }: ListHistory): Promise<WatchedList> {
    await gitlab.restoreSight();
    const billing = await gitlab.billing();
    const projects = gitlab.all.filter(({ kind }) => kind === "project").map(({ id }) => id);
    const list = new WatchedList(
      gitlab,
      billing,
      [...projects, gitlab.outsider.id],
      new Stack(providerFor(gitlab, 1, gitlab.maintainer)),
    );
    for (const { what, gift } of before) {
      await list.manualChange({ do: "add", what });
      await list.manualChange({ do: "permit", what, gift });
    }
    await setPushSettings(gitlab.world, billing.path, push);
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
    return this.#gitlab.all.filter(({ kind, id }) => ids[kind].has(id));
  }

  isClosed(): boolean {
    return !this.#gitlab.simulator.admits(this.billing.id, this.#gitlab.outsider.id);
  }

  /** What the entries give, by the paths of their targets. */
  gifts(): Promise<Record<string, Permissions>> {
    return giftsIn(this.#gitlab.world, this.billing);
  }

  async pushes(): Promise<readonly [boolean, boolean]> {
    const [own = false, cross = false] = await pushSettingsOf(this.#gitlab.world, this.billing);
    return [own, cross];
  }

  of(program: Program): ListProgram {
    return new ListProgram(this.#gitlab, this.billing, program);
  }

  get isDeclared(): boolean {
    return this.#stack.state.size > 0;
  }

  /** The kinds that the program manages and the state does not. */
  unmanaged(program: Program): Target["kind"][] {
    const [meant, state] = [this.of(program), this.#stack.outputs("it")];
    return (["project", "group"] as const).filter((kind) => meant.manages(kind) && state[`${kind}s`] === undefined);
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
    const target = this.#gitlab.all[change.what % this.#gitlab.all.length];
    if (target === undefined) return undefined;
    if (change.do === "permit") await this.#permit(target, change.gift);
    else await this.#change(change.do, target);
    return target;
  }

  async up(
    program: Program,
    { concurrency, by, faults, manualChanges }: Omit<Run, "program" | "refreshed">,
  ): Promise<RunResult> {
    const { simulator } = this.#gitlab;
    const provider = providerFor(this.#gitlab, concurrency, this.#gitlab[by]);
    const found = await this.#found(program);
    const meant = this.of(program);
    const watch = new AccessWatch(() => this.#reach(), this.#gitlab.all);
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
        promised: meant.promisedIn(found),
        invited: meant.invitedIn(found),
        wasClosed: found.wasClosed,
        mayOpen: program.enabled === false,
      }),
      steps,
      failure,
      said: [failure, ...provider.log.map(({ text }) => text)].join("\n"),
      requests,
      writes: requests.filter(isWrite),
      removed: this.#gitlab.all.filter((target) => requests.some((request) => isRemoval(request, target))),
    };
  }

  async #found(program: Program): Promise<Found> {
    const held = await this.held();
    const { projectIds = [], groupIds = [], __strays = {} } = this.#stack.outputs("it");
    const ids = { project: projectIds, group: groupIds } as Record<Target["kind"], readonly string[]>; // As the resource's outputs are.
    const unmanaged = this.unmanaged(program);
    const mayGo = ({ kind, id }: Target) =>
      unmanaged.includes(kind)
        ? program.replaceExisting
        : ids[kind].includes(String(id)) || Object.hasOwn(__strays as object, `${kind}:${id}`);
    const meant = this.of(program);
    const staying = held.filter((target) => !meant.manages(target.kind) || !mayGo(target));
    return { gifts: await this.gifts(), push: await this.pushes(), wasClosed: this.isClosed(), staying };
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
    return { it: { type: "JobTokenAllowlist", args: this.of(program).args } };
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

  #reach(): Reach {
    const { simulator } = this.#gitlab;
    return new Map(this.#callers.map((caller) => [caller, bitsOf(simulator.jobTokenAccess(this.billing.id, caller))]));
  }

  async #change(what: "add" | "remove", { kind, id }: Target): Promise<void> {
    const list = kind === "project" ? "/allowlist" : "/groups_allowlist";
    if (what === "add") await this.#tried("POST", list, { [`target_${kind}_id`]: id });
    else await this.#tried("DELETE", `${list}/${id}`);
  }

  async #permit({ path: target }: Target, gift: Permissions): Promise<void> {
    const { world } = this.#gitlab;
    await permit(world, { project: this.billing.path, target }, gift, "update").catch(() => undefined);
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
