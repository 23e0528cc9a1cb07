import { holdThroughFaults } from "../../../support/resources/on-simulator";
import { userRunnerRows } from "../../../support/resources/user-runner";

holdThroughFaults(userRunnerRows);
