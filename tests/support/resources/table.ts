import { allowlistEntryRows } from "./allowlist-entry";
import { jobTokenAllowlistRows } from "./job-token-allowlist";
import { jobTokenScopeRows } from "./job-token-scope";
import { rotatingTokenRows } from "./rotating-token";
import type { Row } from "./row";
import { userRunnerRows } from "./user-runner";
import { variableRows } from "./variable";

/** All resources. A row that is missing here is held against no promise: a test compares this with the classes of the package. */
export const rows: readonly Row[] = [
  ...jobTokenScopeRows,
  ...allowlistEntryRows,
  ...jobTokenAllowlistRows,
  ...rotatingTokenRows,
  ...userRunnerRows,
  ...variableRows,
];
