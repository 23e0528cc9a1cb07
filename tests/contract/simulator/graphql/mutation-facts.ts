import { newGroup, newProject } from "../facts/world";
import { type GraphqlFact, letGroupIn, letIn, type Team, UNAVAILABLE, unavailable } from "./fact";

const add = `mutation add($input: CiJobTokenScopeAddGroupOrProjectInput!) {
  ciJobTokenScopeAddGroupOrProject(input: $input) {
    errors clientMutationId ciJobTokenScopeAllowlistEntry { defaultPermissions jobTokenPolicies }
  }
}`;
const update = `mutation update($input: CiJobTokenScopeUpdatePoliciesInput!) {
  ciJobTokenScopeUpdatePolicies(input: $input) {
    errors ciJobTokenScopeAllowlistEntry { defaultPermissions jobTokenPolicies }
  }
}`;
const removeGroup = `mutation remove($input: CiJobTokenScopeRemoveGroupInput!) {
  ciJobTokenScopeRemoveGroup(input: $input) { errors ciJobTokenScopeAllowlistEntry { defaultPermissions } }
}`;
const removeProject = `mutation remove($input: CiJobTokenScopeRemoveProjectInput!) {
  ciJobTokenScopeRemoveProject(input: $input) { errors ciJobTokenScopeAllowlistEntry { defaultPermissions } }
}`;

const services = "app/services/ci/job_token_scope";
const mutations = "app/graphql/mutations/ci/job_token_scope";
const narrow = { defaultPermissions: false, jobTokenPolicies: ["READ_PACKAGES"] };

/** The input of a mutation on the team's project, and of whatever else is said. */
const input = (more: object | ((team: Team) => object), as?: "developer" | "maintainer") => (team: Team) => ({
  variables: {
    input: { projectPath: team.billing.path_with_namespace, ...(typeof more === "function" ? more(team) : more) },
  },
  ...(as && { as: team[as].token }),
});
const onGroup = (more: object) => (team: Team) => ({ targetPath: team.acme.full_path, ...more });
const payload = (mutation: string, errors: readonly string[], entry: unknown = null) => ({
  data: { [mutation]: { errors, ciJobTokenScopeAllowlistEntry: entry } },
});
const listed = ({ gitlab, billing, acme }: Team) => letGroupIn(gitlab, billing.id, acme.id);

export const additionFacts: readonly GraphqlFact[] = [
  {
    when: "a group is added with permissions",
    source: `${mutations}/add_group_or_project.rb`,
    query: add,
    asked: input(onGroup({ ...narrow, clientMutationId: "7" })),
    answer: () => ({
      data: {
        ciJobTokenScopeAddGroupOrProject: { errors: [], clientMutationId: "7", ciJobTokenScopeAllowlistEntry: narrow },
      },
    }),
  },
  ...[
    { when: "a group is added without permissions", more: {}, errors: [], stays: true },
    {
      when: "the target's path leads nowhere",
      more: { targetPath: "no/such" },
      errors: ["The group or project does not exist."],
    },
    {
      when: "the group is listed",
      arrange: listed,
      more: narrow,
      errors: ["This group is already in the job token allowlist."],
    },
    {
      when: "a policy is named twice",
      more: { defaultPermissions: false, jobTokenPolicies: ["READ_JOBS", "READ_JOBS"] },
      errors: ["Validation failed: Job token policies must be a valid json schema"],
      note: "The column's schema asks for unique items; the text is the usual one of GitLab's JSON schema validator.",
    },
  ].map(({ when, arrange, more, errors, stays, note }) => ({
    when,
    source: `${services}/add_group_or_project_service.rb`,
    ...(arrange && { arrange }),
    ...(note !== undefined && { note }),
    query: add,
    asked: input(onGroup(more)),
    answer: () => ({
      data: {
        ciJobTokenScopeAddGroupOrProject: {
          errors,
          clientMutationId: null,
          ciJobTokenScopeAllowlistEntry: stays ? { defaultPermissions: true, jobTokenPolicies: [] } : null,
        },
      },
    }),
  })),
  {
    when: "the target is hidden from the caller",
    source: `${services}/add_project_service.rb`,
    arrange: async ({ gitlab }) => newProject(gitlab, "hidden", { path: "hidden", name: "hidden" }),
    query: add,
    asked: input({ targetPath: "root/hidden" }, "maintainer"),
    answer: () => ({
      data: {
        ciJobTokenScopeAddGroupOrProject: {
          errors: [UNAVAILABLE.replace("resource", "target_project")],
          clientMutationId: null,
          ciJobTokenScopeAllowlistEntry: null,
        },
      },
    }),
  },
  {
    when: "the caller is no maintainer",
    source: "lib/gitlab/graphql/authorize/authorize_resource.rb",
    query: add,
    asked: input(onGroup(narrow), "developer"),
    answer: () => ({
      data: { ciJobTokenScopeAddGroupOrProject: null },
      errors: [unavailable("ciJobTokenScopeAddGroupOrProject")],
    }),
  },
  {
    when: "the release holds permissions back",
    source: `${mutations}/add_group_or_project.rb`,
    version: "18.2",
    query: add,
    asked: input(onGroup(narrow)),
    answer: () => ({
      data: {
        ciJobTokenScopeAddGroupOrProject: {
          errors: [],
          clientMutationId: null,
          ciJobTokenScopeAllowlistEntry: { defaultPermissions: true, jobTokenPolicies: [] },
        },
      },
    }),
  },
];

export const policyFacts: readonly GraphqlFact[] = [
  {
    when: "permissions of an entry change",
    source: `${services}/update_policies_service.rb`,
    arrange: listed,
    query: update,
    asked: input(onGroup(narrow)),
    answer: () => payload("ciJobTokenScopeUpdatePolicies", [], narrow),
  },
  {
    when: "the target is the project itself",
    source: `${services}/update_policies_service.rb`,
    query: update,
    asked: input(({ billing }) => ({ targetPath: billing.path_with_namespace, ...narrow })),
    answer: () => payload("ciJobTokenScopeUpdatePolicies", [], narrow),
  },
  ...[
    { when: "the target's path leads nowhere", path: "no/such", error: "The target does not exist" },
    {
      when: "the target is not listed",
      path: undefined,
      error: "Unable to find a job token scope for the given project & target",
    },
  ].map(({ when, path, error }) => ({
    when,
    source: `${services}/update_policies_service.rb`,
    query: update,
    asked: input(onGroup({ ...narrow, ...(path && { targetPath: path }) })),
    answer: () => payload("ciJobTokenScopeUpdatePolicies", [error]),
  })),
  {
    when: "the target is hidden from the caller",
    source: `${services}/update_policies_service.rb`,
    arrange: async ({ gitlab, billing }) => {
      const hidden = await newProject(gitlab, "hidden", { path: "hidden", name: "hidden" });
      await letIn(gitlab, billing.id, hidden.id);
    },
    query: update,
    asked: input({ targetPath: "root/hidden", ...narrow }, "maintainer"),
    answer: () =>
      payload("ciJobTokenScopeUpdatePolicies", ["You have insufficient permission to update this job token scope"]),
  },
  {
    when: "the release holds permissions back",
    source: `${mutations}/update_job_token_policies.rb`,
    version: "18.2",
    arrange: listed,
    query: update,
    asked: input(onGroup(narrow)),
    answer: () => ({
      data: { ciJobTokenScopeUpdatePolicies: null },
      errors: [
        {
          message: "`add_policies_to_ci_job_token` feature flag is disabled.",
          path: ["ciJobTokenScopeUpdatePolicies"],
        },
      ],
    }),
  },
];

const entry = { defaultPermissions: true };

export const removalFacts: readonly GraphqlFact[] = [
  {
    when: "a group is removed",
    source: `${mutations}/remove_group.rb`,
    arrange: listed,
    query: removeGroup,
    asked: input(({ acme }) => ({ targetGroupPath: acme.full_path })),
    answer: () => payload("ciJobTokenScopeRemoveGroup", [], entry),
  },
  {
    when: "the group is not listed",
    source: `${services}/remove_group_service.rb`,
    arrange: async ({ gitlab }) => newGroup(gitlab, "others"),
    query: removeGroup,
    asked: input(({ acme }) => ({ targetGroupPath: acme.full_path })),
    answer: () => payload("ciJobTokenScopeRemoveGroup", ["Target group is not in the job token scope"]),
  },
  ...(["INBOUND", undefined] as const).map((direction) => ({
    when: direction ? "a project is removed as inbound" : "a project is removed without a direction",
    source: `${mutations}/remove_project.rb`,
    note: "The argument defaults to outbound; 19.2 has the same service, which then finds no link.",
    arrange: async ({ gitlab, billing }: Team) => {
      const deploy = await newProject(gitlab, "deploy", { path: "deploy", name: "deploy" });
      await letIn(gitlab, billing.id, deploy.id);
    },
    query: removeProject,
    asked: input({ targetProjectPath: "root/deploy", ...(direction && { direction }) }),
    answer: () =>
      direction
        ? payload("ciJobTokenScopeRemoveProject", [], entry)
        : payload("ciJobTokenScopeRemoveProject", ["Target project is not in the job token scope"]),
  })),
  {
    when: "the project itself is to be removed",
    source: `${services}/remove_project_service.rb`,
    query: removeProject,
    asked: input(({ billing }) => ({ targetProjectPath: billing.path_with_namespace, direction: "INBOUND" })),
    answer: () =>
      payload("ciJobTokenScopeRemoveProject", ["Source project cannot be removed from the job token scope"]),
  },
];
