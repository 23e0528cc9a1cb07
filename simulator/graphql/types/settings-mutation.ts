import { levelOn } from "../../areas/access";
import { setClosed } from "../../areas/allowlists/operations";
import { badRequest } from "../../grape/errors";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { actIn, adminProjectAt, attempt, type Input } from "../acting";
import type { Context } from "../context";
import { settingOf } from "./ci-cd-settings";

export const SETTINGS_SDL = `
  input ProjectCiCdSettingsUpdateInput {
    clientMutationId: String
    crossProjectPushForJobTokenAllowed: Boolean @since(release: "19.1")
    displayPipelineVariables: Boolean
    fullPath: ID!
    groupRunnersEnabled: Boolean
    inboundJobTokenScopeEnabled: Boolean
    keepLatestArtifact: Boolean
    pipelineVariablesMinimumOverrideRole: String
    pushRepositoryForJobTokenAllowed: Boolean
  }
  type ProjectCiCdSettingsUpdatePayload {
    ciCdSettings: ProjectCiCdSetting!
    clientMutationId: String
    errors: [String!]!
  }`;

interface Settings {
  readonly fullPath: string;
  readonly crossProjectPushForJobTokenAllowed?: boolean | null;
  readonly inboundJobTokenScopeEnabled?: boolean | null;
  readonly pipelineVariablesMinimumOverrideRole?: string | null;
}

const OVERRIDE_ROLE = "ci_pipeline_variables_minimum_override_role";

/** What is a setting of the project, by REST's names for it. */
const NAMES: Readonly<Record<string, string>> = {
  displayPipelineVariables: "ci_display_pipeline_variables",
  groupRunnersEnabled: "group_runners_enabled",
  keepLatestArtifact: "keep_latest_artifact",
  pipelineVariablesMinimumOverrideRole: OVERRIDE_ROLE,
  pushRepositoryForJobTokenAllowed: "ci_push_repository_for_job_token_allowed",
};

/** `null` changes nothing. */
export function changeSettings(_: unknown, { input }: Input<Settings>, context: Context) {
  const act = actIn(context);
  const project = adminProjectAt(act, input.fullPath);
  const payload = attempt(() => {
    requireOverrideRole(project, input.pipelineVariablesMinimumOverrideRole, levelOn(act.instance, act.user, project));
    const { inboundJobTokenScopeEnabled: closed, crossProjectPushForJobTokenAllowed: push } = input;
    if (typeof closed === "boolean") setClosed(act, project, closed);
    if (typeof push === "boolean") project.crossProjectPush = push;
    for (const [name, value] of Object.entries(input)) {
      const setting = NAMES[name];
      if (setting !== undefined && value !== null) project.settings.set(setting, value);
    }
    return {};
  });
  return { ...payload, ciCdSettings: project };
}

const OVERRIDE_ROLES = ["no_one_allowed", "developer", "maintainer", "owner"];

/** The two strictest roles are set, and left again, by owners alone. app/policies/project_policy.rb */
function requireOverrideRole(project: Project, role: string | null | undefined, level: number): void {
  const now = String(settingOf(project, OVERRIDE_ROLE));
  if (role === null || role === undefined || role === now) return;
  if (!OVERRIDE_ROLES.includes(role)) {
    throw badRequest(`'${role}' is not a valid pipeline_variables_minimum_override_role`);
  }
  const privileged = [now, role].some((each) => each === "owner" || each === "no_one_allowed");
  if (privileged && level < AccessLevel.owner) {
    const both = "restrict_user_defined_variables or ci_pipeline_variables_minimum_override_role";
    throw badRequest(`Changing the ${both} is not allowed`);
  }
}
