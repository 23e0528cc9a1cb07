import type { GraphQLResolveInfo } from "graphql";
import { addGroup, addProject, changePermissions, removeGroup, removeProject } from "../../areas/allowlists/operations";
import { DEFAULT_PERMISSIONS, type EntryPermissions } from "../../model/allowlist-entry";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { enforcesPolicies } from "../../model/job-token-policies";
import type { Project } from "../../model/project";
import { actIn, adminProjectAt, attempt, type Input } from "../acting";
import type { Context, Resolvers, SchemaPart } from "../context";
import { unavailable } from "../refusals";
import { linkTo } from "./allowlist";
import { changeSettings, SETTINGS_SDL } from "./settings-mutation";

interface Paths {
  readonly projectPath: string;
  readonly targetPath: string;
}

interface Permissions {
  readonly defaultPermissions: boolean | null;
  readonly jobTokenPolicies: readonly string[] | null;
}

/** Looks for a group before a project, and also finds what the caller may not see. */
function placeAt({ namespaces }: Instance, path: string): Group | Project | undefined {
  const place = namespaces.atPath(path);
  return place?.kind === "user" ? undefined : place;
}

function permissionsIn({ defaultPermissions, jobTokenPolicies }: Permissions): EntryPermissions {
  return {
    defaultPermissions: defaultPermissions ?? true,
    jobTokenPolicies: (jobTokenPolicies ?? []).map((policy) => policy.toLowerCase()),
  };
}

function add(_: unknown, { input }: Input<Paths & Permissions>, context: Context) {
  const act = actIn(context);
  const project = adminProjectAt(act, input.projectPath);
  const target = placeAt(act.instance, input.targetPath);
  if (target === undefined) return { errors: ["The group or project does not exist."] };
  // Before they were generally available a flag dropped them without a word.
  const permissions = enforcesPolicies(act.instance.release) ? permissionsIn(input) : DEFAULT_PERMISSIONS;
  return attempt(() => {
    if (target.kind === "group") addGroup(act, { project, target, permissions });
    else addProject(act, { project, target, permissions });
    return { ciJobTokenScope: project, ciJobTokenScopeAllowlistEntry: linkTo(project, target) };
  });
}

function updatePolicies(_: unknown, { input }: Input<Paths & Permissions>, context: Context) {
  const act = actIn(context);
  const project = adminProjectAt(act, input.projectPath);
  const target = placeAt(act.instance, input.targetPath);
  if (!enforcesPolicies(act.instance.release)) {
    throw unavailable("`add_policies_to_ci_job_token` feature flag is disabled.");
  }
  if (target === undefined) return { errors: ["The target does not exist"] };
  return attempt(() => {
    changePermissions(act, { project, target }, permissionsIn(input));
    return { ciJobTokenScopeAllowlistEntry: linkTo(project, target) };
  });
}

interface GroupRemoval {
  readonly projectPath: string;
  readonly targetGroupPath: string;
}

function dropGroup(_: unknown, { input }: Input<GroupRemoval>, context: Context) {
  const act = actIn(context);
  const project = adminProjectAt(act, input.projectPath);
  const target = placeAt(act.instance, input.targetGroupPath);
  if (target?.kind !== "group") return { errors: ["Target group is not in the job token scope"] };
  const ciJobTokenScopeAllowlistEntry = linkTo(project, target);
  return attempt(() => {
    removeGroup(act, { project, target });
    return { ciJobTokenScope: project, ciJobTokenScopeAllowlistEntry };
  });
}

interface ProjectRemoval {
  readonly projectPath: string;
  readonly targetProjectPath: string;
  readonly direction?: "INBOUND" | "OUTBOUND" | null;
}

function dropProject(_: unknown, { input }: Input<ProjectRemoval>, context: Context) {
  const act = actIn(context);
  const project = adminProjectAt(act, input.projectPath);
  const target = placeAt(act.instance, input.targetProjectPath);
  // Without a direction GitLab looks among the outbound links, which no longer exist.
  const inbound = input.direction === "INBOUND";
  if (target?.kind !== "project" || (!inbound && target !== project)) {
    return { errors: ["Target project is not in the job token scope"] };
  }
  const ciJobTokenScopeAllowlistEntry = linkTo(project, target);
  return attempt(() => {
    removeProject(act, { project, target });
    return { ciJobTokenScope: project, ciJobTokenScopeAllowlistEntry };
  });
}

/** Every payload repeats what the client sent to tell its mutations apart. */
function withClientId(resolvers: Resolvers[string]): Resolvers[string] {
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, resolve]) => [
      name,
      (source: never, args: never, context: Context, info: GraphQLResolveInfo) => {
        const { input }: Input<object> = args;
        return { ...Object(resolve(source, args, context, info)), clientMutationId: input.clientMutationId ?? null };
      },
    ]),
  );
}

const PAYLOAD = "clientMutationId: String errors: [String!]!";
const ENTRY = `ciJobTokenScopeAllowlistEntry: CiJobTokenScopeAllowlistEntry @experiment(milestone: "17.6")`;
const SCOPE = "ciJobTokenScope: CiJobTokenScopeType";

export const mutations: SchemaPart = {
  sdl: `
    type Mutation {
      ciJobTokenScopeAddGroupOrProject(input: CiJobTokenScopeAddGroupOrProjectInput!): CiJobTokenScopeAddGroupOrProjectPayload
      ciJobTokenScopeRemoveGroup(input: CiJobTokenScopeRemoveGroupInput!): CiJobTokenScopeRemoveGroupPayload
      ciJobTokenScopeRemoveProject(input: CiJobTokenScopeRemoveProjectInput!): CiJobTokenScopeRemoveProjectPayload
      ciJobTokenScopeUpdatePolicies(input: CiJobTokenScopeUpdatePoliciesInput!): CiJobTokenScopeUpdatePoliciesPayload
        @experiment(milestone: "17.6")
      projectCiCdSettingsUpdate(input: ProjectCiCdSettingsUpdateInput!): ProjectCiCdSettingsUpdatePayload
    }
    input CiJobTokenScopeAddGroupOrProjectInput {
      clientMutationId: String
      defaultPermissions: Boolean = true
      jobTokenPolicies: [CiJobTokenScopePolicies!] = []
      projectPath: ID!
      targetPath: ID!
    }
    type CiJobTokenScopeAddGroupOrProjectPayload { ${PAYLOAD} ${SCOPE} ${ENTRY} }
    input CiJobTokenScopeUpdatePoliciesInput {
      clientMutationId: String
      defaultPermissions: Boolean!
      jobTokenPolicies: [CiJobTokenScopePolicies!]!
      projectPath: ID!
      targetPath: ID!
    }
    type CiJobTokenScopeUpdatePoliciesPayload { ${PAYLOAD} ${ENTRY} }
    input CiJobTokenScopeRemoveGroupInput { clientMutationId: String projectPath: ID! targetGroupPath: ID! }
    type CiJobTokenScopeRemoveGroupPayload { ${PAYLOAD} ${SCOPE} ${ENTRY} }
    input CiJobTokenScopeRemoveProjectInput {
      clientMutationId: String
      direction: CiJobTokenScopeDirection
        @deprecated(reason: "Outbound job token scope is being removed. This field can now only be set to INBOUND. Deprecated in GitLab 16.9.")
      projectPath: ID!
      targetProjectPath: ID!
    }
    type CiJobTokenScopeRemoveProjectPayload { ${PAYLOAD} ${SCOPE} ${ENTRY} }
    ${SETTINGS_SDL}
  `,
  resolvers: {
    Mutation: withClientId({
      ciJobTokenScopeAddGroupOrProject: add,
      ciJobTokenScopeRemoveGroup: dropGroup,
      ciJobTokenScopeRemoveProject: dropProject,
      ciJobTokenScopeUpdatePolicies: updatePolicies,
      projectCiCdSettingsUpdate: changeSettings,
    }),
  },
};
