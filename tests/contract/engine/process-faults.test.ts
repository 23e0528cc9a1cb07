import { ProcessPool } from "../../support/process/process-pool";
import { allowlistEntryRows } from "../../support/resources/allowlist-entry";
import { holdThroughFaults } from "../../support/resources/on-simulator";

// All other resources meet the faults without a process around them: what one does here, they all do.
holdThroughFaults(allowlistEntryRows.slice(0, 1), new ProcessPool());
