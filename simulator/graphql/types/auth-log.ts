import type { Authorization } from "../../model/auth-log";
import type { Project } from "../../model/project";
import { connection, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { connectionTypes } from "./shared";

/** The lines of a project's log, the latest first. */
export function authLogOf(project: Project, args: PageArguments, { instance }: Context) {
  const sortedBy = [
    { of: ({ lastAuthorizedAt }: Authorization) => lastAuthorizedAt.getTime(), descending: true },
    { of: ({ originId }: Authorization) => originId, descending: true },
  ];
  return connection({ rows: instance.authLog.of(project.id), sortedBy }, args);
}

export const authLogs: SchemaPart = {
  sdl: `
    type CiJobTokenAuthLog {
      lastAuthorizedAt: Time!
      originProject: CiJobTokenAccessibleProject!
    }
    ${connectionTypes("CiJobTokenAuthLog")}
  `,
  resolvers: {
    CiJobTokenAuthLog: {
      originProject: ({ originId }: Authorization, _: unknown, { instance }: Context) =>
        instance.namespaces.projects.get(originId),
    },
  },
};
