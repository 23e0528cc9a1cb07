import { holdPromises } from "../../../support/resources/on-simulator";
import { rotatingTokenRows } from "../../../support/resources/rotating-token";

holdPromises(rotatingTokenRows);
