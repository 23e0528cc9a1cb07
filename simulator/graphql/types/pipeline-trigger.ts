import { canAdminProject, isReadOnly } from "../../areas/access";
import type { Project } from "../../model/project";
import { connection, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { connectionTypes, PAGING } from "./shared";

export const PIPELINE_TRIGGERS = `pipelineTriggers(${PAGING}): PipelineTriggerConnection
  @resolver @experiment(milestone: "16.3")`;

/** The list that REST shows: nothing can be put into it. app/graphql/resolvers/ci/pipeline_triggers_resolver.rb */
export function triggersOf(project: Project, args: PageArguments, { instance, user }: Context) {
  if (!canAdminProject(instance, user, project) || isReadOnly(instance, project)) return null;
  return connection({ rows: [], sortedBy: [] }, args);
}

export const pipelineTriggers: SchemaPart = {
  sdl: `
    type PipelineTrigger {
      canAccessProject: Boolean!
      description: String
      hasTokenExposed: Boolean!
      id: ID!
      lastUsed: Time
      owner: UserCore!
      token: String!
    }
    ${connectionTypes("PipelineTrigger")}
  `,
};
