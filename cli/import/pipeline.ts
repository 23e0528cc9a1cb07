/** What differs between a program with one stack and one with many. */
interface Stacks {
  /** The names of the stacks. */
  readonly names: readonly string[];
  /** The file of the policy pack's configuration, as a job's script names it. */
  readonly policies: string;
}

/**
 * The pipeline of `examples/ci-pipeline` and `examples/fleet`, for a program that has nothing but an access map. A test compares what it has
 * in common with them.
 */
export function pipelineText({ names, policies }: Stacks): string {
  return `# A merge request is previewed, the default branch is applied, a schedule looks for drift: one job for each stack.
# The README of examples/ci-pipeline in pulumi-gitlab-ci-access says why each line is as it is, and which variables to set.
stages: [preview, comment, up, watch]

workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "schedule"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

# The settings of a job are in its script: a variable that somebody gives to a pipeline takes precedence over one of this file.
.install:
  script:
    # The packages of the programs, from the lock file, without scripts of theirs.
    - npm ci --ignore-scripts --no-audit --no-fund
.policies:
  script:
    # In the image, outside the checkout: a branch can't change them. Put this folder's ${policies} into the image.
    - TOOLS=/opt/gitlab-ci-access
    - POLICIES="--policy-pack $TOOLS/node_modules/pulumi-gitlab-ci-access/policies --policy-pack-config $TOOLS/${policies}"

default:
  image: registry.acme.example/platform/gitlab-ci-access:0.1.0 # Yours: examples/ci-pipeline/image has its Dockerfile.

.stacks:
  parallel:
    matrix:
      - STACK: [${names.map(plainOrQuoted).join(", ")}]

# Of branches of this project only: a fork's program must not meet what the variables of this project open.
.on merge requests:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID

# The branch's program runs here, and no credential of GitLab is with it.
preview:
  extends: [.stacks, .on merge requests]
  stage: preview
  interruptible: true
  script:
    - !reference [.install, script]
    - !reference [.policies, script]
    - gitlab-ci-access report --stack $STACK $POLICIES --fail-on widening --output report-$STACK.md
  # 10 is a finding, which the reviewer judges. Every other exit code fails the pipeline.
  allow_failure:
    exit_codes: 10
  artifacts:
    when: always
    paths: [report-*.md]
    expire_in: 1 week

# The token that writes the comments is here, and no program of the branch: one comment for each stack.
comment:
  extends: .stacks
  stage: comment
  needs: [preview]
  resource_group: comment-$CI_MERGE_REQUEST_IID
  variables:
    GIT_STRATEGY: none
  environment:
    name: report
    action: access
  script:
    - gitlab-ci-access comment report-$STACK.md
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID
      when: always

up:
  extends: .stacks
  stage: up
  resource_group: access-$STACK # A stack is locked while it changes: a second job waits here instead of failing there.
  interruptible: false
  environment: access/prod
  rules:
    - if: $CI_PIPELINE_SOURCE != "schedule" && $CI_PIPELINE_SOURCE != "merge_request_event" && $CI_COMMIT_REF_PROTECTED == "true"
  script:
    - !reference [.install, script]
    - !reference [.policies, script]
    - pulumi up --yes --non-interactive --stack $STACK $POLICIES

drift:
  extends: .stacks
  stage: watch
  resource_group: access-$STACK
  environment:
    name: access/watch
    action: access
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_REF_PROTECTED == "true"
  script:
    - !reference [.install, script]
    - gitlab-ci-access report --stack $STACK --refresh --fail-on drift
`;
}

/** GitLab reads YAML 1.1, in which more words than `true` are switches, and 1.10 is 1.1. */
function plainOrQuoted(name: string): string {
  return /^[a-z_][\w-]*$/i.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
