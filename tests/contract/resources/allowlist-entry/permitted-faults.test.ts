import { permittedEntryRows } from "../../../support/resources/allowlist-entry";
import { holdThroughFaults } from "../../../support/resources/on-simulator";

holdThroughFaults(permittedEntryRows);
