import { type Environment, filled } from "../provider/domain/environment";

/** Where a report comes from, in the variables that GitLab sets for a job. Outside of a pipeline all are undefined. */
export interface Provenance {
  readonly commit?: string;
  readonly pipeline?: string;
  readonly jobUrl?: string;
}

const COMMIT = /^[\da-f]{7,64}$/;
const PIPELINE = /^\d{1,20}$/;
/** An address in which nothing ends an attribute or a tag. */
const URL_TEXT = /^https?:\/\/[^\s<>"'`]+$/;
const HEADER = /^<!-- made by pipeline (?<pipeline>\S+) of commit (?<commit>\S+) -->$/m;
const UNKNOWN = "unknown";
const SHORT_COMMIT = 8;

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
export function provenanceIn(env: Environment): Provenance {
  const commit = matching(COMMIT, env.CI_COMMIT_SHA) ?? matching(COMMIT, env.CI_COMMIT_SHORT_SHA);
  const pipeline = matching(PIPELINE, env.CI_PIPELINE_ID);
  const jobUrl = matching(URL_TEXT, env.CI_JOB_URL);
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(jobUrl === undefined ? {} : { jobUrl }),
  };
}

/** A line that readers don't see. By it `comment` knows a report of its own pipeline. */
export function headerOf({ commit = UNKNOWN, pipeline = UNKNOWN }: Provenance): readonly string[] {
  return commit === UNKNOWN && pipeline === UNKNOWN
    ? []
    : [`<!-- made by pipeline ${pipeline} of commit ${commit} -->`];
}

/** The last line of a report, for its readers. */
export function footerOf({ commit, pipeline, jobUrl }: Provenance, stack: string): readonly string[] {
  if (commit === undefined) return [];
  const by = jobUrl === undefined ? "" : ` by <a href="${jobUrl}">this job</a>`;
  const inPipeline = pipeline === undefined ? "" : `, pipeline ${pipeline}`;
  return [`<sub>Preview of ${commit.slice(0, SHORT_COMMIT)}${by}${inPipeline}, stack ${stack}</sub>`];
}

/** Says why a report is not of this job's pipeline, such as one that a branch has committed. Undefined if it is. */
export function foreignTo(env: Environment, markdown: string): string | undefined {
  const here = provenanceIn(env);
  const [made = {}] = [HEADER.exec(markdown)?.groups];
  const differs = (what: "commit" | "pipeline") => here[what] !== undefined && made[what] !== here[what];
  if (differs("pipeline"))
    return `is a report of ${named("pipeline", made.pipeline)}, and this is pipeline ${here.pipeline}.`;
  if (differs("commit")) return `is a report of ${named("commit", made.commit)}, and this is commit ${here.commit}.`;
  return undefined;
}

function named(what: string, name: string | undefined): string {
  return name === undefined || name === UNKNOWN ? `no ${what} that it names` : `${what} ${name}`;
}

function matching(pattern: RegExp, value: string | undefined): string | undefined {
  const text = filled(value);
  return text !== undefined && pattern.test(text) ? text : undefined;
}
