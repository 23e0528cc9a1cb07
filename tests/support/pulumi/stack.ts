import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { providerText } from "../../../provider/domain/provider-text";
import { type Properties, type Provider, StepError, unsealed } from "./provider";

export interface Declaration {
  readonly type: string;
  readonly args: Properties;
}

export type Program = Readonly<Record<string, Declaration>>;

interface Resource {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly failed: boolean;
}

/**
 * A state and the engine's order of calls for it: check, diff, then create, update or replace, and last the deletion of what the
 * program no longer declares. For tests of a provider alone; what the real engine does is tested with the real engine.
 */
export class Stack {
  readonly state = new Map<string, Resource>();

  readonly #provider: Provider;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  /** A further run: the same state, another provider. */
  in(provider: Provider): Stack {
    const next = new Stack(provider);
    for (const [name, resource] of this.state) next.state.set(name, resource);
    return next;
  }

  /** What `pulumi preview` would list. */
  async preview(program: Program): Promise<string[]> {
    const steps: string[] = [];
    for (const [name, declaration] of Object.entries(program)) steps.push((await this.#plan(name, declaration)).verb);
    return steps.filter((verb) => verb !== "same");
  }

  /** Runs the program. Returns the steps; throws the first failure after all steps were tried, as Pulumi does. */
  async up(program: Program, { replace = [] }: { replace?: readonly string[] } = {}): Promise<string[]> {
    const steps: string[] = [];
    const doomed: [string, Resource][] = [];
    for (const [name, declaration] of Object.entries(program)) {
      const verb = await this.#apply(name, declaration, replace.includes(name), doomed);
      if (verb !== "same") steps.push(`${verb} ${name}`);
    }
    for (const [name, resource] of this.state) if (!(name in program)) doomed.push([name, resource]);
    for (const [name, resource] of doomed) {
      await this.#provider.delete(resource.id, resource.outputs);
      steps.push(`delete ${name}`);
      if (this.state.get(name) === resource) this.state.delete(name);
    }
    return steps;
  }

  async refresh(): Promise<string[]> {
    const changes: string[] = [];
    for (const [name, resource] of this.state) {
      const found = await this.#provider.read(resource.id, resource.outputs);
      if (found.id === "") {
        this.state.delete(name);
        changes.push(`gone ${name}`);
        continue;
      }
      if (!isDeepStrictEqual(found.props, resource.outputs)) changes.push(`changed ${name}`);
      this.state.set(name, { ...resource, outputs: found.props, inputs: found.inputs ?? resource.inputs });
    }
    return changes;
  }

  async destroy(): Promise<void> {
    for (const [name, resource] of [...this.state]) {
      await this.#provider.delete(resource.id, resource.outputs);
      this.state.delete(name);
    }
  }

  outputs(name: string): Properties {
    return this.state.get(name)?.outputs ?? {};
  }

  /** The value of an output that must be a secret. */
  secret(name: string, output: string): string {
    const found: unknown[] = [];
    unsealed(this.outputs(name)[output], (secret) => found.push(secret));
    if (typeof found[0] !== "string") throw new Error(`${output} of ${name} is no secret text`);
    return found[0];
  }

  /** All that stands in the state for everyone to read. */
  plainText(): string {
    return JSON.stringify(unsealed([...this.state], () => "[secret]"));
  }

  async #plan(name: string, { type, args }: Declaration) {
    const old = this.state.get(name);
    const { inputs, failures } = await this.#provider.check(old?.inputs ?? {}, { ...args, ...hidden(type, name) });
    if (failures.length > 0) throw new StepError(failures.join("\n"));
    if (old === undefined) return { verb: "create", inputs };
    const { changes, replaces } = await this.#provider.diff(old.id, old.outputs, inputs);
    if (replaces.length > 0) return { verb: "replace", inputs: await this.#checkedAnew(name, { type, args }), old };
    return { verb: changes || old.failed ? "update" : "same", inputs, old };
  }

  /** For a replacement the engine asks without the old inputs: a second time, or with `--replace` this time only. */
  async #checkedAnew(name: string, { type, args }: Declaration): Promise<Properties> {
    return (await this.#provider.check({}, { ...args, ...hidden(type, name) })).inputs;
  }

  async #apply(name: string, declaration: Declaration, forced: boolean, doomed: [string, Resource][]): Promise<string> {
    const old = this.state.get(name);
    if (forced && old !== undefined) {
      const inputs = await this.#checkedAnew(name, declaration);
      doomed.push([name, old]);
      await this.#create(name, declaration.type, inputs);
      return "replace";
    }
    const plan = await this.#plan(name, declaration);
    if (plan.verb === "replace" && old !== undefined) doomed.push([name, old]);
    if (plan.verb === "create" || plan.verb === "replace") await this.#create(name, declaration.type, plan.inputs);
    if (plan.verb === "update" && old !== undefined) await this.#update(name, old, plan.inputs);
    if (plan.verb === "same" && old !== undefined) this.state.set(name, { ...old, inputs: plan.inputs });
    return plan.verb;
  }

  async #create(name: string, type: string, inputs: Properties): Promise<void> {
    await this.#recording(name, { type, inputs }, async () => {
      const { id, outs } = await this.#provider.create(inputs);
      this.state.set(name, { type, id, inputs, outputs: outs, failed: false });
    });
  }

  async #update(name: string, old: Resource, inputs: Properties): Promise<void> {
    await this.#recording(name, { type: old.type, inputs: old.inputs }, async () => {
      const outputs = await this.#provider.update(old.id, old.outputs, inputs);
      this.state.set(name, { ...old, inputs, outputs, failed: false });
    });
  }

  /** A partial failure is recorded: the resource exists, and the next run updates it. */
  async #recording(
    name: string,
    resource: Pick<Resource, "type" | "inputs">,
    step: () => Promise<void>,
  ): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (error instanceof StepError && error.partial !== undefined) {
        const { id, properties } = error.partial;
        this.state.set(name, { ...resource, id, outputs: properties, failed: true });
      }
      throw error;
    }
  }
}

/** What a program's class adds to the inputs. */
export function hidden(type: string, name: string): Properties {
  const key = createHash("sha256").update(`urn:${type}::${name}`).digest("hex").slice(0, 12);
  return { __provider: providerText(type), __key: key, __declaredAs: name };
}
