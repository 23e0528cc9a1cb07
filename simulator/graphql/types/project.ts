import { canAdminProject, isArchived, levelOn } from "../../areas/access";
import { isMarked } from "../../areas/namespaces/group-operations";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import type { PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";
import { unavailable } from "../refusals";
import { authLogOf } from "./auth-log";
import { PIPELINE_TRIGGERS, triggersOf } from "./pipeline-trigger";
import { RUNNERS, runnersOfProject } from "./runner-lists";
import { connectionTypes, PAGING } from "./shared";
import { inheritedVariablesOf, PROJECT_VARIABLES, variablesOfProject } from "./variable";

/** Answers with the project for types that are about it; null with an error where the caller may not administer it. */
function forAdmin(project: Project, _: unknown, { instance, user }: Context): Project {
  if (!canAdminProject(instance, user, project)) throw unavailable();
  return project;
}

export function isInMarked({ namespaces }: Instance, project: Project): boolean {
  return isMarked(project) || [...namespaces.lineage(namespaces.groupOf(project))].some(isMarked);
}

export const projects: SchemaPart = {
  sdl: `
    type Project {
      archived: Boolean
      avatarUrl: String
      ciCdSettings: ProjectCiCdSetting
      ciJobTokenAuthLogs(${PAGING}): CiJobTokenAuthLogConnection @resolver @experiment(milestone: "17.6")
      ciJobTokenScope: CiJobTokenScopeType @resolver
      ciJobTokenScopeAllowlist: CiJobTokenScopeAllowlist @resolver @experiment(milestone: "17.6")
      ${PROJECT_VARIABLES}
      createdAt: Time
      description: String
      fullPath: ID!
      group: Group @resolver
      id: ID!
      lastActivityAt: Time
      markedForDeletion: Boolean
      markedForDeletionOn: Time
      maxAccessLevel: AccessLevel!
      name: String!
      nameWithNamespace: String!
      path: String!
      ${PIPELINE_TRIGGERS}
      ${RUNNERS}
      topics: [String!]
      updatedAt: Time
      visibility: String
      webUrl: String
    }
    type AccessLevel {
      integerValue: Int
      stringValue: AccessLevelEnum
    }
    enum AccessLevelEnum { NO_ACCESS MINIMAL_ACCESS GUEST PLANNER REPORTER SECURITY_MANAGER DEVELOPER MAINTAINER OWNER }
    ${connectionTypes("Project")}
  `,
  resolvers: {
    Project: {
      id: ({ id }: Project) => globalId("Project", id),
      archived: (project: Project, _: unknown, { instance }: Context) => isArchived(instance, project),
      avatarUrl: () => null,
      // Looking at the settings takes a maintainer; everybody else gets null and no error.
      ciCdSettings: (project: Project, _: unknown, { instance, user }: Context) =>
        canAdminProject(instance, user, project) ? project : null,
      ciJobTokenAuthLogs: (project: Project, args: PageArguments, context: Context) =>
        authLogOf(forAdmin(project, args, context), args, context),
      ciJobTokenScope: forAdmin,
      ciJobTokenScopeAllowlist: forAdmin,
      ciVariables: variablesOfProject,
      group: (project: Project, _: unknown, { instance }: Context) => instance.namespaces.groupOf(project) ?? null,
      inheritedCiVariables: inheritedVariablesOf,
      lastActivityAt: ({ updatedAt }: Project) => updatedAt,
      markedForDeletion: (project: Project, _: unknown, { instance }: Context) => isInMarked(instance, project),
      maxAccessLevel: (project: Project, _: unknown, { instance, user }: Context) => levelOn(instance, user, project),
      nameWithNamespace: ({ fullName }: Project) => fullName,
      pipelineTriggers: triggersOf,
      runners: runnersOfProject,
      webUrl: ({ fullPath }: Project, _: unknown, { instance }: Context) => `${instance.origin}/${fullPath}`,
    },
    AccessLevel: {
      integerValue: (level: number) => level,
      stringValue: (level: number) => LEVELS[level],
    },
  },
};

const LEVELS: Readonly<Record<number, string>> = {
  0: "NO_ACCESS",
  5: "MINIMAL_ACCESS",
  10: "GUEST",
  15: "PLANNER",
  20: "REPORTER",
  25: "SECURITY_MANAGER",
  30: "DEVELOPER",
  40: "MAINTAINER",
  50: "OWNER",
};

/** The number of a level's name; nothing for none. */
export function levelNamed(name: string | null | undefined): number {
  const found = Object.entries(LEVELS).find(([, each]) => each === name);
  return Number(found?.[0] ?? 0);
}
