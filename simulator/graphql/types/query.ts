import { canReadGroup, canReadProject } from "../../areas/access";
import { presentMetadata } from "../../areas/instance/presentation";
import type { Context, SchemaPart } from "../context";
import { allGroups } from "./group";
import { allProjects, PROJECTS_ARGUMENTS } from "./project-lists";
import { RUNNERS, runnersOfInstance } from "./runner-lists";
import { PAGING } from "./shared";
import { INSTANCE_VARIABLES, variablesOfInstance } from "./variable";

const GROUPS_ARGUMENTS = `
  allAvailable: Boolean = true, ids: [ID!], ownedOnly: Boolean = false, search: String, sort: String = "name_asc",
  topLevelOnly: Boolean = false, ${PAGING}`;

export const query: SchemaPart = {
  sdl: `
    type Query {
      ${INSTANCE_VARIABLES}
      currentUser: CurrentUser
      group(fullPath: ID!): Group @resolver
      groups(${GROUPS_ARGUMENTS}): GroupConnection @resolver
      metadata: Metadata @resolver
      project(fullPath: ID!): Project @resolver
      projects(${PROJECTS_ARGUMENTS}): ProjectConnection @resolver
      queryComplexity: QueryComplexity
      ${RUNNERS}
    }
    enum ProjectArchived { EXCLUDE INCLUDE ONLY }
    enum VisibilityLevelsEnum { internal private public }
    type QueryComplexity {
      limit: Int
      score: Int
    }
    type Metadata {
      enterprise: Boolean!
      kas: Kas!
      revision: String!
      version: String!
    }
    type Kas {
      enabled: Boolean!
      externalK8sProxyUrl: String
      externalUrl: String
      version: String
    }
  `,
  resolvers: {
    Query: {
      ciVariables: variablesOfInstance,
      currentUser: (_: unknown, _args: unknown, { user }: Context) => user ?? null,
      // Paths that a project has left are found no more.
      project: (_: unknown, { fullPath }: AtPath, { instance, user }: Context) => {
        const place = instance.namespaces.atPath(fullPath);
        return place?.kind === "project" && canReadProject(instance, user, place) ? place : null;
      },
      projects: allProjects,
      group: (_: unknown, { fullPath }: AtPath, { instance, user }: Context) => {
        const place = instance.namespaces.atPath(fullPath);
        return place?.kind === "group" && canReadGroup(instance, user, place) ? place : null;
      },
      groups: allGroups,
      metadata: (_: unknown, _args: unknown, { instance, user }: Context) => (user ? presentMetadata(instance) : null),
      queryComplexity: (_: unknown, _args: unknown, { complexity }: Context) => complexity,
      runners: runnersOfInstance,
    },
  },
};

interface AtPath {
  readonly fullPath: string;
}
