import { jobTokenAllowlistRows } from "../../../support/resources/job-token-allowlist";
import { holdThroughFaults } from "../../../support/resources/on-simulator";

holdThroughFaults(jobTokenAllowlistRows);
