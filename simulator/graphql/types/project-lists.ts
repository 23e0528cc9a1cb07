import { GraphQLError } from "graphql";
import { canReadProject } from "../../areas/access";
import { includesText } from "../../areas/lists";
import { projectMatches } from "../../areas/namespaces/project-filters";
import type { Group } from "../../model/group";
import type { Project } from "../../model/project";
import { connection, orderNamed, type PageArguments } from "../connections";
import type { Context } from "../context";
import { numberIn } from "../global-id";
import { isInMarked, levelNamed } from "./project";
import { PAGING } from "./shared";

type Maybe<T> = T | null | undefined;
type Archived = "EXCLUDE" | "INCLUDE" | "ONLY";

interface ProjectsArguments extends PageArguments {
  readonly active?: Maybe<boolean>;
  readonly aimedForDeletion?: Maybe<boolean>;
  readonly archived?: Maybe<Archived>;
  readonly fullPaths?: Maybe<readonly string[]>;
  readonly ids?: Maybe<readonly string[]>;
  readonly membership?: Maybe<boolean>;
  readonly minAccessLevel?: Maybe<string>;
  readonly namespacePath?: Maybe<string>;
  readonly notAimedForDeletion?: Maybe<boolean>;
  readonly personal?: Maybe<boolean>;
  readonly search?: Maybe<string>;
  readonly searchNamespaces?: Maybe<boolean>;
  readonly sort?: Maybe<string>;
  readonly topics?: Maybe<readonly string[]>;
  readonly visibilityLevel?: Maybe<"private" | "internal" | "public">;
}

export const PROJECTS_ARGUMENTS = `
  active: Boolean, aimedForDeletion: Boolean, archived: ProjectArchived, fullPaths: [String!], ids: [ID!],
  membership: Boolean, minAccessLevel: AccessLevelEnum, namespacePath: ID, notAimedForDeletion: Boolean,
  personal: Boolean, search: String, searchNamespaces: Boolean, sort: String = null, topics: [String!],
  visibilityLevel: VisibilityLevelsEnum, ${PAGING}`;

const MAXIMUM_PATHS = 50;

export function allProjects(_: unknown, args: ProjectsArguments, context: Context) {
  const paths = args.fullPaths?.map((path) => path.toLowerCase());
  if (paths && paths.length > MAXIMUM_PATHS) {
    throw new GraphQLError(`fullPaths is too long (maximum is ${MAXIMUM_PATHS})`);
  }
  const ids = args.ids?.map((id) => numberIn(id, "Project"));
  const { namespaces } = context.instance;
  const candidates = ids
    ? new Set(ids.flatMap((id) => namespaces.projects.get(id) ?? []))
    : namespaces.projects.values();
  const rows = [...candidates].filter(
    (project) =>
      (!paths || paths.includes(project.fullPath.toLowerCase())) &&
      canReadProject(context.instance, context.user, project) &&
      isWanted(context, project, args),
  );
  return connection({ rows, sortedBy: orderNamed(args.sort ?? "id_desc", KEYS) }, args);
}

function isWanted(context: Context, project: Project, args: ProjectsArguments): boolean {
  const { namespaces } = context.instance;
  const archived = project.settings.get("archived") === true;
  if (args.archived === "EXCLUDE" ? archived : args.archived === "ONLY" && !archived) return false;
  const marked = isInMarked(context.instance, project);
  if ((args.aimedForDeletion && !marked) || (args.notAimedForDeletion && marked)) return false;
  if (typeof args.active === "boolean" && args.active === (archived || marked)) return false;
  const holder = namespaces.namespace(project.namespaceId);
  if (args.namespacePath && holder?.fullPath.toLowerCase() !== args.namespacePath.toLowerCase()) return false;
  if (args.personal && project.namespaceId !== context.user?.namespaceId) return false;
  return projectMatches(context, project, filtersOf(args));
}

/** The same filters as those of REST's lists. */
function filtersOf(args: ProjectsArguments) {
  const off = { owned: false, starred: false, imported: false, with_issues_enabled: false } as const;
  return {
    ...{ ...off, with_merge_requests_enabled: false, simple: false, order_by: "id", sort: "desc" as const },
    membership: args.membership ?? false,
    min_access_level: levelNamed(args.minAccessLevel),
    search: args.search ?? null,
    search_namespaces: args.searchNamespaces ?? null,
    topic: args.topics ? [...args.topics] : null,
    visibility: args.visibilityLevel ?? null,
  };
}

const KEYS: Readonly<Record<string, (project: Project) => number | string>> = {
  id: ({ id }) => id,
  created: ({ id }) => id,
  created_at: ({ id }) => id,
  name: ({ name }) => name.toLowerCase(),
  path: ({ path }) => path.toLowerCase(),
  full_path: ({ fullPath }) => fullPath.toLowerCase(),
  updated: ({ updatedAt }) => updatedAt.getTime(),
  latest_activity: ({ updatedAt }) => updatedAt.getTime(),
  activity: ({ updatedAt }) => updatedAt.getTime(),
};

interface OfGroup extends PageArguments {
  readonly archivedOnly?: Maybe<boolean>;
  readonly ids?: Maybe<readonly string[]>;
  readonly includeArchived?: Maybe<boolean>;
  readonly includeSubgroups?: Maybe<boolean>;
  readonly notAimedForDeletion?: Maybe<boolean>;
  readonly search?: Maybe<string>;
  readonly sort?: Maybe<string>;
}

export const GROUP_PROJECTS_ARGUMENTS = `
  archivedOnly: Boolean, ids: [ID!] = null, includeArchived: Boolean = true, includeSubgroups: Boolean = false,
  notAimedForDeletion: Boolean = false, search: String = null, sort: NamespaceProjectSort = null, ${PAGING}`;

export function projectsOfGroup(group: Group, args: OfGroup, { instance, user }: Context) {
  const { namespaces } = instance;
  const ids = args.ids?.map((id) => numberIn(id, "Project"));
  const all = args.includeSubgroups ? namespaces.projectsBelow(group) : namespaces.projectsIn(group.id);
  const rows = [...all].filter((project) => {
    const archived = project.settings.get("archived") === true;
    if (archived ? args.includeArchived === false : args.archivedOnly) return false;
    if (args.notAimedForDeletion && isInMarked(instance, project)) return false;
    if (ids && !ids.includes(project.id)) return false;
    if (args.search && !isFound(project, args.search)) return false;
    return canReadProject(instance, user, project);
  });
  return connection({ rows, sortedBy: orderNamed(args.sort ?? "id_desc", KEYS) }, args);
}

function isFound({ name, path, description }: Project, search: string): boolean {
  return [name, path, description ?? ""].some((field) => includesText(field, search));
}
