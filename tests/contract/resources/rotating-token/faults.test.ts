import { holdThroughFaults } from "../../../support/resources/on-simulator";
import { rotatingTokenRows } from "../../../support/resources/rotating-token";

holdThroughFaults(rotatingTokenRows);
