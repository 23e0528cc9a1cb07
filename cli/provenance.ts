import { type Environment, filled } from "../provider/domain/environment";

/** Where a report comes from, as GitLab's runner tells it. All are undefined outside of a pipeline. */
export interface Provenance {
  readonly commit?: string;
  readonly pipeline?: string;
  readonly jobUrl?: string;
}

const COMMIT = /^[\da-f]{7,64}$/;
const PIPELINE = /^\d{1,20}$/;
/** Nothing in it ends an attribute or a tag. */
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

/** A line of a report that no reader sees, by which `comment` tells this pipeline's report from another one. */
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

/** Says why a report is not of the pipeline that this job runs in; undefined where it is. A file that a branch has committed is not. */
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
