import { holdPromises } from "../../../support/resources/on-simulator";
import { variableRows } from "../../../support/resources/variable";

holdPromises(variableRows);
