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

/**
 * Holds the rows against all promises, the first variant of each through the real provider process. How other inputs come out, and what
 * GitLab refuses or does not show, is no business of a process: that runs within this one.
 */
export function holdPromises(rows: readonly Row[]): void {
  const { simulator, setting } = simulated();
  forEachResource(rows, setting(new ProcessPool()), describePromises, "first variant");
  forEachResource(rows, setting(new InProcessProviders()), describePromises, "other variants");
  forEachResource(rows, setting(new InProcessProviders()), describeRefusals);
  forEachResource(rows, setting(new InProcessProviders()), describeAbsence(simulator), "first variant");
}

/** Holds the first variant of each row against all faults, which don't depend on the inputs. */
export function holdThroughFaults(rows: readonly Row[], providers: Providers = new InProcessProviders()): void {
  const { simulator, setting } = simulated();
  forEachResource(rows, setting(providers), describeFaults(simulator), "first variant");
}

function simulated() {
  const simulator = useSimulator();
  const makeWorld = () => World.create(simulator().url, simulator().token);
  return { simulator, setting: (providers: Providers) => ({ target: simulator, makeWorld, providers }) };
}
