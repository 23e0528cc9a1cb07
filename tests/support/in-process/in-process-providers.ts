import type { Provider, ProviderOptions } from "../pulumi/provider";
import type { Providers } from "../resources/with-resource";
import { InProcessProvider } from "./in-process-provider";

/** A new session for each run, within the test's own process. */
export class InProcessProviders implements Providers {
  async take(options: ProviderOptions): Promise<Provider> {
    return new InProcessProvider(options);
  }

  giveBack(provider: Provider): Promise<void> {
    return provider.stop();
  }

  async stop(): Promise<void> {}
}
