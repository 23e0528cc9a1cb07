import type { Provider, ProviderOptions } from "../pulumi/provider";
import type { Providers } from "../resources/with-resource";
import { startProviderProcess } from "./provider-process";

/**
 * Provider processes outlive a test, because starting one takes longer than most tests. Within one test each run gets a process that this
 * test has not used yet, as each run of Pulumi does; what a process remembers of earlier tests are projects that are gone.
 */
export class ProcessPool implements Providers {
  readonly #idle = new Map<string, Provider[]>();
  readonly #keys = new Map<Provider, string>();

  async take(options: ProviderOptions): Promise<Provider> {
    const key = JSON.stringify(options);
    const provider = this.#idle.get(key)?.pop() ?? (await startProviderProcess(options));
    this.#keys.set(provider, key);
    return provider;
  }

  async giveBack(provider: Provider): Promise<void> {
    const key = this.#keys.get(provider) ?? "";
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), provider]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#keys.keys()].map((provider) => provider.stop()));
  }
}
