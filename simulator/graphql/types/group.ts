import { canReadGroup, isArchived, levelOn } from "../../areas/access";
import { includesText } from "../../areas/lists";
import { isMarked } from "../../areas/namespaces/group-operations";
import type { Group } from "../../model/group";
import { connection, type PageArguments, type SortKey } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId, numberIn } from "../global-id";
import { GROUP_PROJECTS_ARGUMENTS, projectsOfGroup } from "./project-lists";
import { GROUP_RUNNERS, runnersOfGroup } from "./runner-lists";
import { connectionTypes, PAGING } from "./shared";
import { GROUP_VARIABLES, variablesOfGroup } from "./variable";

interface GroupsArguments extends PageArguments {
  readonly allAvailable?: boolean | null;
  readonly ids?: readonly string[] | null;
  readonly owned?: boolean | null;
  readonly ownedOnly?: boolean | null;
  readonly search?: string | null;
  readonly sort?: string | null;
  readonly topLevelOnly?: boolean | null;
}

/** Groups that the caller may see, as asked for. */
function listed(groups: Iterable<Group>, args: GroupsArguments, { instance, user }: Context) {
  const ids = args.ids?.map((id) => numberIn(id, "Group"));
  const rows = [...groups].filter((group) => {
    if (ids && !ids.includes(group.id)) return false;
    if (args.topLevelOnly && group.parentId !== null) return false;
    if ((args.owned || args.ownedOnly) && levelOn(instance, user, group) < OWNER) return false;
    if (args.allAvailable === false && user && instance.members.level(user.id, group) === 0) return false;
    if (args.search && ![group.name, group.fullPath].some((text) => includesText(text, args.search ?? "")))
      return false;
    return canReadGroup(instance, user, group);
  });
  return connection({ rows, sortedBy: orderNamed(args.sort ?? "name_asc") }, args);
}

const OWNER = 50;

function orderNamed(sort: string): SortKey<Group>[] {
  const [, name, direction] = /^(id|name|path|full_path|created_at)_(asc|desc)$/i.exec(sort) ?? [];
  const descending = direction?.toLowerCase() === "desc";
  const keys: Readonly<Record<string, (group: Group) => number | string>> = {
    id: ({ id }) => id,
    created_at: ({ id }) => id,
    path: ({ path }) => path.toLowerCase(),
    full_path: ({ fullPath }) => fullPath.toLowerCase(),
  };
  return [
    { of: keys[name?.toLowerCase() ?? ""] ?? ((group) => group.name.toLowerCase()), descending },
    { of: ({ id }) => id, descending },
  ];
}

export const allGroups = (_: unknown, args: GroupsArguments, context: Context) =>
  listed(context.instance.namespaces.groups.values(), args, context);

export const groups: SchemaPart = {
  sdl: `
    type Group {
      archived: Boolean
      avatarUrl: String
      ${GROUP_VARIABLES}
      createdAt: Time
      descendantGroups(ids: [ID!], owned: Boolean, search: String, sort: GroupSort = NAME_ASC, ${PAGING}): GroupConnection
        @resolver
      description: String
      fullName: String
      fullPath: ID!
      id: ID
      markedForDeletion: Boolean
      markedForDeletionOn: Time
      maxAccessLevel: AccessLevel!
      name: String
      parent: Group @resolver
      path: String!
      projects(${GROUP_PROJECTS_ARGUMENTS}): ProjectConnection! @resolver(extra: 10)
      projectsCount: Int!
      ${GROUP_RUNNERS}
      visibility: String
      webUrl: String!
    }
    enum GroupSort {
      CREATED_AT_ASC CREATED_AT_DESC ID_ASC ID_DESC NAME_ASC NAME_DESC PATH_ASC PATH_DESC SIMILARITY UPDATED_AT_ASC
      UPDATED_AT_DESC
    }
    enum NamespaceProjectSort { ACTIVITY_DESC FULL_PATH_ASC FULL_PATH_DESC PATH_ASC PATH_DESC SIMILARITY }
    ${connectionTypes("Group")}
  `,
  resolvers: {
    Group: {
      id: ({ id }: Group) => globalId("Group", id),
      archived: (group: Group, _: unknown, { instance }: Context) => isArchived(instance, group),
      avatarUrl: () => null,
      ciVariables: variablesOfGroup,
      descendantGroups: (group: Group, args: GroupsArguments, context: Context) =>
        listed(context.instance.namespaces.descendants(group), args, context),
      markedForDeletion: (group: Group, _: unknown, { instance }: Context) =>
        [...instance.namespaces.lineage(group)].some(isMarked),
      maxAccessLevel: (group: Group, _: unknown, { instance, user }: Context) => levelOn(instance, user, group),
      parent: (group: Group, _: unknown, { instance, user }: Context) => {
        const parent = instance.namespaces.parentOf(group);
        return parent && canReadGroup(instance, user, parent) ? parent : null;
      },
      projects: projectsOfGroup,
      projectsCount: ({ id }: Group, _: unknown, { instance }: Context) => instance.namespaces.projectsIn(id).size,
      runners: runnersOfGroup,
      webUrl: ({ fullPath }: Group, _: unknown, { instance }: Context) => `${instance.origin}/groups/${fullPath}`,
    },
  },
};
