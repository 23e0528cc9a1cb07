import { permittedEntryRows } from "../../../support/resources/allowlist-entry";
import { holdPromises } from "../../../support/resources/on-simulator";

holdPromises(permittedEntryRows);
