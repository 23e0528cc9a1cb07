import { pushRows } from "../../../support/resources/job-token-scope";
import { holdThroughFaults } from "../../../support/resources/on-simulator";

holdThroughFaults(pushRows);
