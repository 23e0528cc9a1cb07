import { canAdminProject } from "../../areas/access";
import { isClosed } from "../../model/allowlist";
import { ALL_PROJECT_DEFAULTS, type Project } from "../../model/project";
import type { Context, SchemaPart } from "../context";

/** Switches about job tokens are shown to those alone who may change them. */
const forAdmin =
  (show: (project: Project, context: Context) => unknown) => (project: Project, _: unknown, context: Context) =>
    canAdminProject(context.instance, context.user, project) ? show(project, context) : null;

export function settingOf({ settings }: Project, name: string): unknown {
  return settings.has(name) ? settings.get(name) : ALL_PROJECT_DEFAULTS[name];
}

const setting = (name: string) => (project: Project) => settingOf(project, name);

export const ciCdSettings: SchemaPart = {
  sdl: `
    type ProjectCiCdSetting {
      crossProjectPushForJobTokenAllowed: Boolean @since(release: "19.1")
      displayPipelineVariables: Boolean
      groupRunnersEnabled: Boolean
      inboundJobTokenScopeEnabled: Boolean
      jobTokenScopeEnabled: Boolean
        @deprecated(reason: "Outbound job token scope is being removed. This field can now only be set to false. Deprecated in GitLab 16.0.")
      keepLatestArtifact: Boolean
      pipelineVariablesMinimumOverrideRole: String!
      project: Project
      pushRepositoryForJobTokenAllowed: Boolean
    }
  `,
  resolvers: {
    ProjectCiCdSetting: {
      crossProjectPushForJobTokenAllowed: forAdmin(({ crossProjectPush }) => crossProjectPush),
      displayPipelineVariables: setting("ci_display_pipeline_variables"),
      groupRunnersEnabled: setting("group_runners_enabled"),
      inboundJobTokenScopeEnabled: forAdmin((project, { instance }) => isClosed(instance, project)),
      jobTokenScopeEnabled: forAdmin(() => false),
      keepLatestArtifact: setting("keep_latest_artifact"),
      pipelineVariablesMinimumOverrideRole: setting("ci_pipeline_variables_minimum_override_role"),
      project: (project: Project) => project,
      pushRepositoryForJobTokenAllowed: forAdmin(
        (project) => settingOf(project, "ci_push_repository_for_job_token_allowed") === true,
      ),
    },
  },
};
