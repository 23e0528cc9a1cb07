import { jobTokenScopeRows } from "../../../support/resources/job-token-scope";
import { holdPromises } from "../../../support/resources/on-simulator";

holdPromises(jobTokenScopeRows);
