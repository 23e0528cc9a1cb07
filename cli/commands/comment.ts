import { readFileSync } from "node:fs";
import type { Environment } from "../../provider/domain/environment";
import { codeOf } from "../../provider/domain/error-code";
import { type Command, CommandError, exitCodes, misused, optionsOf } from "../command";
import { destinationIn, comment as publish, whyNoDestination } from "../notes/comment";
import { foreignTo } from "../provenance";

const usage = `Usage: gitlab-ci-access comment <file>

Writes or updates one comment of the merge request with a report that an earlier job of the same pipeline has made, so
that no job has both the branch's program and the token. The token is GITLAB_CI_ACCESS_REPORT_TOKEN.

Ends with 0 if the comment is written, 3 if not. A report of another pipeline or commit is refused.`;

export const comment: Command = {
  name: "comment",
  summary: "writes a report that an earlier job has made as a comment",
  usage,
  async run(argv, env) {
    const [file, ...rest] = optionsOf(comment, {}, argv).positionals;
    if (file === undefined || rest.length > 0) throw misused(usage, "comment takes one file.");
    await publishFile(file, env);
    return exitCodes.well;
  },
};

async function publishFile(file: string, env: Environment): Promise<void> {
  const destination = destinationIn(env);
  if (destination === undefined) throw new CommandError(whyNoDestination(env));
  const markdown = textOf(file);
  const problem = foreignTo(env, markdown);
  if (problem !== undefined) throw new CommandError(`${file} ${problem}`);
  console.log(`The comment of merge request ${env.CI_MERGE_REQUEST_IID} was ${await publish(destination, markdown)}.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(
      `There is no report in ${file} (${codeOf(error)}): did the job that makes it end before it was written?`,
    );
  }
}
