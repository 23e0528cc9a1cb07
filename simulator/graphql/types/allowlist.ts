import { listedGroups, listedProjects } from "../../areas/allowlists/operations";
import type { AllowlistEntry } from "../../model/allowlist-entry";
import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { policiesOf } from "../../model/job-token-policies";
import type { Project } from "../../model/project";
import { connection, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";
import { connectionTypes, PAGING } from "./shared";

/** One stored link of a project, with whom it lets in. */
export interface Link {
  readonly project: Project;
  readonly target: Group | Project;
  readonly entry: AllowlistEntry;
}

/** A whole list fits on one page. */
const MAXIMUM_PAGE = 200;

export function linkTo(project: Project, target: Group | Project): Link | null {
  const entry = (target.kind === "group" ? project.allowedGroups : project.allowedProjects).get(target.id);
  return entry === undefined ? null : { project, target, entry };
}

function links(project: Project, targets: ReadonlyMap<number, Group | Project>, ids: Iterable<number>): Link[] {
  return [...ids].flatMap((id) => {
    const target = targets.get(id);
    return (target && linkTo(project, target)) ?? [];
  });
}

const page = (rows: Link[], args: PageArguments) =>
  connection({ rows, sortedBy: [{ of: ({ target }) => target.id }], maximum: MAXIMUM_PAGE }, args);

const pageOfPlaces = (rows: readonly (Group | Project)[], args: PageArguments) =>
  connection({ rows, sortedBy: [{ of: ({ id }: Group | Project) => id }] }, args);

const ACCESSIBLE = `{
  avatarUrl: String
  fullPath: ID!
  id: ID!
  name: String!
  path: String!
  webUrl: String
}`;

const accessible = (kind: "Group" | "Project") => ({
  id: ({ id }: Group | Project) => globalId(kind, id),
  avatarUrl: () => null,
  webUrl: ({ fullPath }: Group | Project, _: unknown, { instance }: Context) => webUrl(instance, kind, fullPath),
});

function webUrl({ origin }: Instance, kind: "Group" | "Project", fullPath: string): string {
  return kind === "Group" ? `${origin}/groups/${fullPath}` : `${origin}/${fullPath}`;
}

export const allowlists: SchemaPart = {
  sdl: (release) => `
    enum CiJobTokenScopePolicies { ${policiesOf(release).join(" ").toUpperCase()} }
    enum CiJobTokenScopeDirection { INBOUND OUTBOUND }
    type CiJobTokenAccessibleGroup ${ACCESSIBLE}
    type CiJobTokenAccessibleProject ${ACCESSIBLE}
    union CiJobTokenScopeTarget = CiJobTokenAccessibleGroup | CiJobTokenAccessibleProject
    type CiJobTokenScopeAllowlist {
      groupsAllowlist(${PAGING}): CiJobTokenScopeAllowlistEntryConnection
        @page(maximum: ${MAXIMUM_PAGE}) @experiment(milestone: "17.6")
      projectsAllowlist(${PAGING}): CiJobTokenScopeAllowlistEntryConnection
        @page(maximum: ${MAXIMUM_PAGE}) @experiment(milestone: "17.6")
    }
    type CiJobTokenScopeAllowlistEntry {
      addedBy: UserCore
      autopopulated: Boolean @experiment(milestone: "17.9")
      createdAt: Time!
      defaultPermissions: Boolean @experiment(milestone: "17.8")
      direction: String
      jobTokenPolicies: [CiJobTokenScopePolicies!] @experiment(milestone: "17.5")
      sourceProject: Project!
      target: CiJobTokenScopeTarget
    }
    type CiJobTokenScopeType {
      groupAllowlistAutopopulatedIds: [GroupID!]!
      groupsAllowlist(${PAGING}): CiJobTokenAccessibleGroupConnection!
      groupsAllowlistCount: Int!
      inboundAllowlist(${PAGING}): CiJobTokenAccessibleProjectConnection!
      inboundAllowlistAutopopulatedIds: [ProjectID!]!
      inboundAllowlistCount: Int!
      outboundAllowlist(${PAGING}): ProjectConnection!
        @deprecated(reason: "Outbound job token scope is being removed. This field now always returns an empty array. Deprecated in GitLab 18.0.")
      projects(${PAGING}): ProjectConnection!
        @deprecated(reason: "The \`projects\` attribute is being deprecated. Use \`outbound_allowlist\`. Deprecated in GitLab 15.9.")
    }
    ${connectionTypes("CiJobTokenScopeAllowlistEntry")}
    ${connectionTypes("CiJobTokenAccessibleGroup", "")}
    ${connectionTypes("CiJobTokenAccessibleProject", "")}
  `,
  resolvers: {
    CiJobTokenAccessibleGroup: accessible("Group"),
    CiJobTokenAccessibleProject: accessible("Project"),
    CiJobTokenScopeAllowlist: {
      groupsAllowlist: (project: Project, args: PageArguments, { instance }: Context) =>
        page(links(project, instance.namespaces.groups, project.allowedGroups.keys()), args),
      projectsAllowlist: (project: Project, args: PageArguments, { instance }: Context) =>
        page(links(project, instance.namespaces.projects, project.allowedProjects.keys()), args),
    },
    CiJobTokenScopeAllowlistEntry: {
      addedBy: ({ entry }: Link, _: unknown, { instance }: Context) => instance.users.byId(entry.addedById) ?? null,
      autopopulated: () => false,
      createdAt: ({ entry }: Link) => entry.createdAt,
      defaultPermissions: ({ entry }: Link) => entry.defaultPermissions,
      direction: () => "inbound",
      jobTokenPolicies: ({ entry }: Link) => entry.jobTokenPolicies.map((policy) => policy.toUpperCase()),
      sourceProject: ({ project }: Link) => project,
    },
    CiJobTokenScopeType: {
      groupAllowlistAutopopulatedIds: () => [],
      groupsAllowlist: (project: Project, args: PageArguments, { instance }: Context) =>
        pageOfPlaces(listedGroups(instance, project), args),
      groupsAllowlistCount: (project: Project, _: unknown, { instance }: Context) =>
        listedGroups(instance, project).length,
      inboundAllowlist: (project: Project, args: PageArguments, { instance }: Context) =>
        pageOfPlaces(listedProjects(instance, project), args),
      inboundAllowlistAutopopulatedIds: () => [],
      inboundAllowlistCount: (project: Project, _: unknown, { instance }: Context) =>
        listedProjects(instance, project).length,
      outboundAllowlist: (_: Project, args: PageArguments) => pageOfPlaces([], args),
      projects: (_: Project, args: PageArguments) => pageOfPlaces([], args),
    },
  },
  unions: {
    CiJobTokenScopeTarget: ({ kind }) =>
      kind === "group" ? "CiJobTokenAccessibleGroup" : "CiJobTokenAccessibleProject",
  },
};
