import { permittedListRows } from "../../../support/resources/job-token-allowlist";
import { holdThroughFaults } from "../../../support/resources/on-simulator";

holdThroughFaults(permittedListRows);
