import { pushRows } from "../../../support/resources/job-token-scope";
import { holdPromises } from "../../../support/resources/on-simulator";

holdPromises(pushRows);
