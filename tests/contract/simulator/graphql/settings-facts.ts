import { enforceJobTokenScope } from "../facts/world";
import { type GraphqlFact, type Team, unavailable } from "./fact";

const update = `mutation update($input: ProjectCiCdSettingsUpdateInput!) {
  projectCiCdSettingsUpdate(input: $input) {
    errors
    ciCdSettings {
      inboundJobTokenScopeEnabled pushRepositoryForJobTokenAllowed crossProjectPushForJobTokenAllowed
      pipelineVariablesMinimumOverrideRole
    }
  }
}`;
const show = `query show($path: ID!) { project(fullPath: $path) { ciCdSettings { pushRepositoryForJobTokenAllowed } } }`;

const source = "app/graphql/mutations/ci/project_ci_cd_settings_update.rb";
const initial = {
  inboundJobTokenScopeEnabled: true,
  pushRepositoryForJobTokenAllowed: false,
  crossProjectPushForJobTokenAllowed: false,
  pipelineVariablesMinimumOverrideRole: "developer",
};

const change = (settings: object, as?: "developer" | "maintainer") => (team: Team) => ({
  variables: { input: { fullPath: team.billing.path_with_namespace, ...settings } },
  ...(as && { as: team[as].token }),
});
const payload = (settings: object, errors: readonly string[] = []) => ({
  data: { projectCiCdSettingsUpdate: { errors, ciCdSettings: { ...initial, ...settings } } },
});

export const settingsFacts: readonly GraphqlFact[] = [
  {
    when: "both switches of pushing are set",
    source,
    query: update,
    asked: change({ pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true }),
    answer: () => payload({ pushRepositoryForJobTokenAllowed: true, crossProjectPushForJobTokenAllowed: true }),
  },
  {
    when: "nothing is set",
    source,
    query: update,
    asked: change({ inboundJobTokenScopeEnabled: null }),
    answer: () => payload({}),
  },
  {
    when: "protection is to end while the instance enforces it",
    source: "app/services/projects/update_service.rb",
    query: update,
    asked: change({ inboundJobTokenScopeEnabled: false, crossProjectPushForJobTokenAllowed: true }),
    answer: () =>
      payload({}, [
        "Job token scope cannot be disabled for this project because it is enforced for the instance. Contact your administrator to modify this setting.",
      ]),
  },
  {
    when: "protection is to end and nothing enforces it",
    source,
    arrange: ({ gitlab }) => enforceJobTokenScope(gitlab, false),
    query: update,
    asked: change({ inboundJobTokenScopeEnabled: false }),
    answer: () => payload({ inboundJobTokenScopeEnabled: false }),
  },
  {
    when: "a maintainer sets a role that owners alone may set",
    source: "app/policies/project_policy.rb",
    note: "The policy names the roles; the text is that of the project's update service.",
    query: update,
    asked: change({ pipelineVariablesMinimumOverrideRole: "no_one_allowed" }, "maintainer"),
    answer: () =>
      payload({}, [
        "Changing the restrict_user_defined_variables or ci_pipeline_variables_minimum_override_role is not allowed",
      ]),
  },
  {
    when: "a developer changes settings",
    source: "lib/gitlab/graphql/authorize/authorize_resource.rb",
    query: update,
    asked: change({ pushRepositoryForJobTokenAllowed: true }, "developer"),
    answer: () => ({ data: { projectCiCdSettingsUpdate: null }, errors: [unavailable("projectCiCdSettingsUpdate")] }),
  },
  {
    when: "a developer looks at settings",
    source: "app/graphql/types/ci/ci_cd_setting_type.rb",
    query: show,
    asked: ({ billing, developer }) => ({
      as: developer.token,
      variables: { path: billing.path_with_namespace },
    }),
    answer: () => ({ data: { project: { ciCdSettings: null } } }),
  },
];
