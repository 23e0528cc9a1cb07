import { GROUP_DEFAULTS, type Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Namespace } from "../../model/namespaces";
import { ALL_PROJECT_DEFAULTS, PROJECT_DEFAULTS, type Project } from "../../model/project";
import type { SettingDefaults } from "../../model/settings";
import type { User } from "../../model/users";
import {
  type Act,
  canAdminProject,
  canReadAsReporter,
  canReadCode,
  canReadGroup,
  canReadProject,
  isReadOnly,
  levelOn,
  type Viewer,
  type Visit,
} from "../access";
import { presentNamespace, presentProjectBasic, presentUserBasic } from "../basic-entities";
import { registrationTokenOf } from "../registration";

/** `Project`: what creating, changing and listing answer. */
export function presentProject(instance: Instance, viewer: Viewer, project: Project) {
  const admin = canAdminProject(instance, viewer, project);
  return {
    ...presentProjectBasic(instance, viewer, project),
    _links: presentLinks(`${instance.origin}/api/v4/projects/${project.id}`),
    marked_for_deletion_at: project.markedForDeletionOn,
    marked_for_deletion_on: project.markedForDeletionOn,
    empty_repo: project.files.size === 0,
    archived: project.settings.get("archived") === true,
    ...presentOwner(instance, project),
    ...presentSettings(project, admin ? ALL_PROJECT_DEFAULTS : PROJECT_DEFAULTS),
    creator_id: project.creatorId,
    import_status: "none",
    open_issues_count: 0,
    description_html: "",
    updated_at: project.updatedAt.toISOString(),
    can_create_merge_request_in:
      viewer !== undefined &&
      canReadCode(instance, viewer, project) &&
      canReadAsReporter(instance, viewer, project) &&
      !isReadOnly(instance, project),
    shared_with_groups: presentShares({ instance, user: viewer }, project),
    ...(admin ? { import_url: null, import_type: null, import_error: null, ci_config_path: null } : {}),
    ...(admin ? { runners_token: registrationTokenOf(instance, project) } : {}),
  };
}

/** `ProjectStatistics`: only files of the repository are simulated. */
export function presentStatistics({ files }: Project) {
  const size = [...files.values()].reduce((sum, { content }) => sum + content.length, 0);
  return {
    commit_count: files.size,
    storage_size: size,
    repository_size: size,
    ...{ wiki_size: 0, lfs_objects_size: 0, job_artifacts_size: 0, pipeline_artifacts_size: 0 },
    ...{ packages_size: 0, snippets_size: 0, uploads_size: 0, container_registry_size: 0 },
  };
}

function presentLinks(self: string) {
  return {
    self,
    issues: `${self}/issues`,
    merge_requests: `${self}/merge_requests`,
    repo_branches: `${self}/repository/branches`,
    labels: `${self}/labels`,
    events: `${self}/events`,
    members: `${self}/members`,
    cluster_agents: `${self}/cluster_agents`,
  };
}

function presentSettings(place: Group | Project, defaults: SettingDefaults) {
  const changed = [...place.settings].filter(([name]) => name in defaults);
  return { ...defaults, ...Object.fromEntries(changed) };
}

function presentOwner(instance: Instance, project: Project) {
  const namespace = instance.namespaces.namespace(project.namespaceId);
  return namespace?.kind === "user" ? { owner: presentUserBasic(instance, namespace.user) } : {};
}

/** `ProjectWithAccess`: what looking at a project answers; it says which roles the viewer has. */
export function presentProjectWithAccess(instance: Instance, viewer: User, project: Project) {
  const { members, namespaces } = instance;
  const direct = members.find("project", project.id, viewer.id);
  const group = namespaces.groupOf(project);
  const inherited = group ? members.level(viewer.id, group) : 0;
  const access = (level: number | undefined) => (level ? { access_level: level, notification_level: 3 } : null);
  return {
    ...presentProject(instance, viewer, project),
    permissions: { project_access: access(direct?.accessLevel), group_access: access(inherited) },
  };
}

/** `Group`: what lists of groups show. */
export function presentGroup(group: Group, origin: string) {
  return {
    id: group.id,
    web_url: `${origin}/groups/${group.fullPath}`,
    name: group.name,
    path: group.path,
    description: group.description,
    visibility: group.visibility,
    ...presentSettings(group, GROUP_DEFAULTS),
    archived: group.archived,
    avatar_url: null,
    full_name: group.fullName,
    full_path: group.fullPath,
    created_at: group.createdAt.toISOString(),
    parent_id: group.parentId,
    organization_id: 1,
    marked_for_deletion_on: group.markedForDeletionOn,
  };
}

/** What administrators see of a group's size where they ask; GitLab counts the projects in the group itself. */
export function presentGroupStatistics({ namespaces }: Instance, group: Group) {
  const projects = [...namespaces.projectsIn(group.id)].map(presentStatistics);
  const size = projects.reduce((sum, { repository_size }) => sum + repository_size, 0);
  return {
    ...{ storage_size: size, repository_size: size, wiki_size: 0, lfs_objects_size: 0, job_artifacts_size: 0 },
    ...{ pipeline_artifacts_size: 0, packages_size: 0, snippets_size: 0, uploads_size: 0 },
  };
}

/** `Namespace`: of a group, its owners see how many people it has, and administrators how large it is. */
export function presentNamespaceDetail({ instance, user }: Act, namespace: Namespace) {
  const basic = presentNamespace(instance, namespace.id);
  if (namespace.kind === "user" || levelOn(instance, user, namespace) < AccessLevel.owner) return basic;
  const { members, namespaces } = instance;
  const groups = [namespace, ...namespaces.descendants(namespace)];
  const people = new Set(groups.flatMap(({ id }) => members.of("group", id).map(({ userId }) => userId)));
  const counted = { ...basic, members_count_with_descendants: people.size };
  if (!user.admin) return counted;
  const projects = [...namespaces.projectsBelow(namespace)];
  const size = projects.reduce((sum, project) => sum + presentStatistics(project).repository_size, 0);
  return { ...counted, root_repository_size: size, projects_count: projects.length };
}

/** `SharedGroupWithGroup` and `SharedGroupWithProject`. */
function presentShares({ instance, user }: Visit, place: Group | Project) {
  return instance.members.shares.of(place).flatMap(({ groupId, accessLevel, expiresAt }) => {
    const group = instance.namespaces.groups.get(groupId);
    if (group === undefined || !canReadGroup(instance, user, group)) return [];
    const { name, fullPath } = group;
    const invited = { group_id: groupId, group_name: name, group_full_path: fullPath };
    return [{ ...invited, group_access_level: accessLevel, expires_at: expiresAt }];
  });
}

/** The most projects that GitLab shows with a group. */
const PROJECTS_SHOWN = 100;

/** `GroupDetail`, as requests answer that change more than settings. */
export function presentGroupDetail(visit: Visit, group: Group) {
  return {
    ...presentGroup(group, visit.instance.origin),
    shared_with_groups: presentShares(visit, group),
    ...(group.parentId === null ? { prevent_sharing_groups_outside_hierarchy: false } : {}),
  };
}

/**
 * `GroupDetail`, as GET and PUT of a group answer it: with the registration token for owners. Its lists of projects are
 * deprecated, and a request can leave them out.
 */
export function presentGroupWithProjects(visit: Visit, group: Group, withProjects: boolean) {
  const { instance, user } = visit;
  const isOwner = levelOn(instance, user, group) >= AccessLevel.owner;
  const token = isOwner ? { runners_token: registrationTokenOf(instance, group) } : {};
  const detail = { ...presentGroupDetail(visit, group), ...token };
  if (!withProjects) return detail;
  const readable = [...instance.namespaces.projectsIn(group.id)].filter((row) => canReadProject(instance, user, row));
  const newest = readable.sort((a, b) => b.id - a.id).slice(0, PROJECTS_SHOWN);
  return { ...detail, projects: newest.map((row) => presentProject(instance, user, row)), shared_projects: [] };
}
