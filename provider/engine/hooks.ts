import { create, update } from "./apply";
import { check } from "./check";
import { diff } from "./diff";
import { presentable } from "./failures";
import type { Lifecycle } from "./lifecycle";
import type { Properties } from "./properties";
import { read } from "./read";
import { remove } from "./remove";
import type { Session } from "./session";

/** The methods that Pulumi's dynamic provider calls. */
export interface Hooks {
  configure(request: { readonly config: { get(key: string): string | undefined } }): void;
  check(
    oldInputs: Properties,
    newInputs: Properties,
  ): Promise<{ inputs: Properties; failures: readonly { property: string; reason: string }[] }>;
  diff(id: string, oldOutputs: Properties, newInputs: Properties): Promise<{ changes: boolean; replaces: string[] }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  update(id: string, oldOutputs: Properties, newInputs: Properties): Promise<{ outs: Properties }>;
  read(id: string, oldOutputs: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  delete(id: string, oldOutputs: Properties): Promise<void>;
}

type Checked = Awaited<ReturnType<Hooks["check"]>>;
type Checking = (run: () => Checked, news: Properties) => Promise<Checked>;

export function hooksOf<Inputs extends object, AddressName extends string, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, AddressName, Outputs>,
  session: Session,
): Hooks {
  const subject = { lifecycle, session };

  /** Makes every error that leaves a hook one that the engine can carry. */
  const guarded = async <T>(verb: string, run: () => T | Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw presentable(error, `${verb} of ${lifecycle.type}`);
    }
  };

  /** The SDK prints a line of its own beside every error of check, and none beside a failure. */
  const checked: Checking = async (run, news) => {
    try {
      return await guarded("check", run);
    } catch (error) {
      return { inputs: news, failures: [{ property: "", reason: presentable(error, "check").message }] };
    }
  };

  return {
    configure: ({ config }) => session.configure(config),
    check: (olds, news) => checked(() => check(subject, olds, news), news),
    diff: (_id, olds, news) => guarded("diff", () => diff(subject, olds, news)),
    create: (news) => guarded("create", () => create(subject, news)),
    update: (_id, olds, news) => guarded("update", () => update(subject, olds, news)),
    read: (id, props) => guarded("read", () => read(subject, id, props)),
    delete: (_id, props) => guarded("delete", () => remove(subject, props)),
  };
}
