import { holdThroughFaults } from "../../../support/resources/on-simulator";
import { variableRows } from "../../../support/resources/variable";

holdThroughFaults(variableRows);
