import { permittedListRows } from "../../../support/resources/job-token-allowlist";
import { holdPromises } from "../../../support/resources/on-simulator";

holdPromises(permittedListRows);
