import { canAdminProject, isArchived, levelOn, type Visit } from "../../areas/access";
import { presentVariable } from "../../areas/variables/presentation";
import { LIMITS } from "../../areas/variables/rules";
import type { Group } from "../../model/group";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import type { Variable } from "../../model/variables";
import { connection, orderNamed, type PageArguments } from "../connections";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";
import { connectionTypes, PAGING } from "./shared";

interface VariablesArguments extends PageArguments {
  readonly sort?: string | null;
}

const SORTED = `sort: CiVariableSort, ${PAGING}`;

export const INSTANCE_VARIABLES = `ciVariables(${SORTED}): CiInstanceVariableConnection @resolver`;
export const GROUP_VARIABLES = `ciVariables(${SORTED}): CiGroupVariableConnection @resolver`;
export const PROJECT_VARIABLES = `
  ciVariables(${SORTED}): CiProjectVariableConnection @resolver
  inheritedCiVariables(sort: CiGroupVariablesSort = CREATED_DESC, ${PAGING}): InheritedCiVariableConnection @resolver`;

/** A variable of a group, as the projects below it see it. */
interface Inherited extends Variable {
  readonly group: Group;
}

/** `admin_cicd_variables`: whoever has it not gets null, and no error. */
export function variablesOfProject(project: Project, args: VariablesArguments, { instance, user }: Context) {
  if (!canAdminProject(instance, user, project)) return null;
  return { ...paged(instance.variables.of(`project ${project.id}`), args), limit: LIMITS.project.count };
}

export function variablesOfGroup(group: Group, args: VariablesArguments, context: Context) {
  if (!mayAdminister(context, group)) return null;
  return { ...paged(context.instance.variables.of(`group ${group.id}`), args), limit: LIMITS.group.count };
}

export function variablesOfInstance(_: unknown, args: VariablesArguments, { instance, user }: Context) {
  return user?.admin ? paged(instance.variables.of("instance"), args) : null;
}

/** Whoever may administer the project's variables sees that there are those of its groups, and no value. */
export function inheritedVariablesOf(project: Project, args: VariablesArguments, { instance, user }: Context) {
  if (!canAdminProject(instance, user, project)) return null;
  const { namespaces, variables } = instance;
  const rows = [...namespaces.lineage(namespaces.groupOf(project))].flatMap((group) =>
    variables.of(`group ${group.id}`).map((variable): Inherited => ({ ...variable, group })),
  );
  return paged(rows, args);
}

function mayAdminister({ instance, user }: Visit, group: Group): boolean {
  return levelOn(instance, user, group) >= AccessLevel.owner && !isArchived(instance, group);
}

/** By key where that is asked for, and else the newest first. */
const paged = (rows: readonly Variable[], { sort, ...page }: VariablesArguments) =>
  connection({ rows, sortedBy: orderNamed(sort ?? "CREATED_DESC", { key: ({ key }: Variable) => key }) }, page);

const shown = (model: string) => ({
  id: ({ id }: Variable) => globalId(`Ci::${model}`, id),
  value: (variable: Variable) => presentVariable(variable).value,
  variableType: ({ variableType }: Variable) => variableType.toUpperCase(),
});

const FIELDS = `
  description: String
  environmentScope: String
  hidden: Boolean
  id: ID!
  key: String
  masked: Boolean
  protected: Boolean
  raw: Boolean
  variableType: CiVariableType`;

const OLD_SCOPE = `
  environmentScope: String
    @deprecated(reason: "No longer used, only available for GroupVariableType and ProjectVariableType. Deprecated in GitLab 15.3.")`;

export const variables: SchemaPart = {
  sdl: `
    enum CiVariableType { ENV_VAR FILE }
    enum CiVariableSort { KEY_ASC KEY_DESC }
    enum CiGroupVariablesSort { CREATED_ASC CREATED_DESC KEY_ASC KEY_DESC }
    interface CiVariable { id: ID! key: String raw: Boolean value: String variableType: CiVariableType }
    type CiProjectVariable implements CiVariable { ${FIELDS} value: String }
    type CiGroupVariable implements CiVariable { ${FIELDS} value: String }
    type CiInstanceVariable implements CiVariable { ${FIELDS.replace("environmentScope: String", OLD_SCOPE)} value: String }
    type InheritedCiVariable { ${FIELDS} groupCiCdSettingsPath: String groupName: String }
    ${connectionTypes("CiProjectVariable", "limit: Int!")}
    ${connectionTypes("CiGroupVariable", "limit: Int!")}
    ${connectionTypes("CiInstanceVariable", "")}
    ${connectionTypes("InheritedCiVariable", "")}
  `,
  resolvers: {
    CiProjectVariable: shown("Variable"),
    CiGroupVariable: shown("GroupVariable"),
    CiInstanceVariable: { ...shown("InstanceVariable"), environmentScope: () => null },
    InheritedCiVariable: {
      id: ({ id }: Inherited) => globalId("Ci::GroupVariable", id),
      variableType: ({ variableType }: Inherited) => variableType.toUpperCase(),
      groupName: ({ group }: Inherited) => group.name,
      groupCiCdSettingsPath: ({ group }: Inherited, _: unknown, context: Context) =>
        mayAdminister(context, group) ? `/groups/${group.fullPath}/-/settings/ci_cd` : null,
    },
  },
};
