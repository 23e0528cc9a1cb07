// @ts-check
const TestSequencer = require("@jest/test-sequencer").default;

/**
 * The files that take longest. Jest itself knows how long a file took in an earlier run on this machine; a fresh clone has had none, and
 * goes by the size of files. A long file that begins last keeps one core busy and the others idle.
 */
const LONGEST = [
  "engine/examples",
  "engine/import",
  "engine/identity",
  "engine/connection",
  "engine/demo",
  "engine/rotation",
  "engine/access-map",
  "engine/permissions",
  "engine/resources",
  "engine/policies/remediation",
  "engine/packed",
  "contract/resources/job-token-allowlist/worlds",
  "contract/simulator/facts/facts",
  "contract/cli/inventory/limits",
  "contract/resources/access-map/same-steps",
  "contract/resources/rotating-token/promises",
  "contract/engine/provider-process",
  "contract/resources/job-token-allowlist/limit",
  "contract/cost/requests",
  "contract/resources/job-token-allowlist/permitted-faults",
].map((name) => `tests/${name}.test.ts`);

class LongestFirst extends TestSequencer {
  static files = LONGEST;

  /**
   * @override
   * @param {Parameters<import("@jest/test-sequencer").default["sort"]>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const first = LONGEST.flatMap((name) => sorted.filter(({ path }) => path.endsWith(`/${name}`)));
    return [...first, ...sorted.filter((test) => !first.includes(test))];
  }
}

module.exports = LongestFirst;
