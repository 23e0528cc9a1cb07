import { holdPromises } from "../../../support/resources/on-simulator";
import { userRunnerRows } from "../../../support/resources/user-runner";

holdPromises(userRunnerRows);
