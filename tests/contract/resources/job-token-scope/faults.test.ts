import { jobTokenScopeRows } from "../../../support/resources/job-token-scope";
import { holdThroughFaults } from "../../../support/resources/on-simulator";

holdThroughFaults(jobTokenScopeRows);
