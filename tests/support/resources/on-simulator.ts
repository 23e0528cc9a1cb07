import { useSimulator } from "../gitlab/use-simulator";
import { World } from "../gitlab/world";
import { InProcessProviders } from "../in-process/in-process-providers";
import { ProcessPool } from "../process/process-pool";
import { describeAbsence } from "./absence";
import { describeFaults } from "./faults";
import { describePromises } from "./promises";
import { describeRefusals } from "./refusals";
import type { Row } from "./row";
import { forEachResource, type Providers } from "./with-resource";

/** Holds the rows against all promises, through the real provider process; what GitLab refuses or does not show, within this one. */
export function holdPromises(rows: readonly Row[]): void {
  const { simulator, setting } = simulated();
  forEachResource(rows, setting(new ProcessPool()), describePromises);
  forEachResource(rows, setting(new InProcessProviders()), describeRefusals);
  forEachResource(rows, setting(new InProcessProviders()), describeAbsence(simulator), { firstVariantOnly: true });
}

/** Holds the first variant of each row against all faults, which don't depend on the inputs. */
export function holdThroughFaults(rows: readonly Row[], providers: Providers = new InProcessProviders()): void {
  const { simulator, setting } = simulated();
  forEachResource(rows, setting(providers), describeFaults(simulator), { firstVariantOnly: true });
}

function simulated() {
  const simulator = useSimulator();
  const makeWorld = () => World.create(simulator().url, simulator().token);
  return { simulator, setting: (providers: Providers) => ({ target: simulator, makeWorld, providers }) };
}
