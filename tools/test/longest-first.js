// @ts-check
const TestSequencer = require("@jest/test-sequencer").default;

/**
 * The files that take longest. Jest itself knows how long a file took in an earlier run on this machine; a fresh clone has had none, and
 * goes by the size of files. A long file that begins last keeps one core busy and the others idle.
 */
const LONGEST = [
  "engine/examples",
  "engine/ci-pipeline-example",
  "engine/identity",
  "engine/connection",
  "engine/policies/remediation",
  "engine/packed",
  "engine/demo",
  "contract/simulator/facts/facts",
  "contract/resources/job-token-allowlist/worlds",
  "contract/engine/process-faults",
  "contract/cost/requests",
  "contract/resources/allowlist-entry/promises",
  "contract/resources/variable/promises",
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
