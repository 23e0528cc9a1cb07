import type { Simulator } from "../../../../simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { Stack } from "../../../support/pulumi/stack";

type Kind = "group" | "project";

/** The list of the project billing, and a stack that declares it: one command of Pulumi after the other, each with a session of its own. */
export class ListSetup {
  #provider = new InProcessProvider({});
  #stack = new Stack(this.#provider);
  #token: string;

  private constructor(
    readonly simulator: Simulator,
    readonly world: World,
    readonly billing: Named,
    readonly deploy: Named,
    readonly reports: Named,
    readonly platform: Named,
  ) {
    this.#token = simulator.token;
  }

  static async start(simulator: Simulator): Promise<ListSetup> {
    simulator.faults.clear();
    const world = await World.create(simulator.url, simulator.token);
    const project = (name: string) => world.project(name);
    const [billing, deploy, reports] = [await project("billing"), await project("deploy"), await project("reports")];
    return new ListSetup(simulator, world, billing, deploy, reports, await world.subgroup("platform"));
  }

  /** From now on with the rights of another user. */
  actAs(token: string): void {
    this.#token = token;
  }

  up(args: object): Promise<string[]> {
    return this.#command((stack) => stack.up(this.#declared(args)));
  }

  /** With a state of its own. */
  upFresh(args: object): Promise<string[]> {
    this.#stack = new Stack(this.#provider);
    return this.up(args);
  }

  preview(args: object): Promise<string[]> {
    return this.#command((stack) => stack.preview(this.#declared(args)));
  }

  refresh(): Promise<string[]> {
    return this.#command((stack) => stack.refresh());
  }

  destroy(): Promise<void> {
    return this.#command((stack) => stack.destroy());
  }

  outputs() {
    return this.#stack.outputs("it");
  }

  /** What the last command told the user. */
  get log(): string[] {
    return this.#provider.log.filter(({ ephemeral }) => !ephemeral).map(({ text }) => text);
  }

  /** What the last command asked GitLab to change, like `POST allowlist`. */
  changes(): string[] {
    const changes = this.simulator.requests.all.filter(({ method }) => method !== "GET");
    return changes.map(({ method, path }) => `${method} ${path.split("/").slice(5).join("/")}`);
  }

  async byHand(what: "add" | "remove", kind: Kind, { id }: Named): Promise<void> {
    const list = kind === "project" ? "allowlist" : "groups_allowlist";
    const path = `/projects/${this.billing.id}/job_token_scope/${list}`;
    if (what === "add") await this.world.api.post(path, { [`target_${kind}_id`]: id });
    else await this.world.api.delete(`${path}/${id}`);
  }

  open(): Promise<void> {
    return this.world.api.patch(`/projects/${this.billing.id}/job_token_scope`, { enabled: false });
  }

  isClosed(): Promise<boolean> {
    return this.world.isClosed(this.billing);
  }

  holds(kind: Kind): Promise<number[]> {
    return this.world.allowlist(this.billing, kind);
  }

  #declared(args: object) {
    return { it: { type: "JobTokenAllowlist", args: { project: this.billing.path, ...args } } };
  }

  async #command<T>(run: (stack: Stack) => Promise<T>): Promise<T> {
    const { GITLAB_CI_ACCESS_CONCURRENCY = "" } = process.env;
    const env = { GITLAB_BASE_URL: this.simulator.url, GITLAB_TOKEN: this.#token, GITLAB_CI_ACCESS_CONCURRENCY };
    this.#provider = new InProcessProvider({ env });
    this.#stack = this.#stack.in(this.#provider);
    this.simulator.requests.clear();
    try {
      return await run(this.#stack);
    } finally {
      await this.#provider.stop();
    }
  }
}
