import { jobTokenAllowlistRows } from "../../../support/resources/job-token-allowlist";
import { holdPromises } from "../../../support/resources/on-simulator";

holdPromises(jobTokenAllowlistRows);
