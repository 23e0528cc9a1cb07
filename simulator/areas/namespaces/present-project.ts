import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/member";
import { allDefaults, type Project, projectDefaults } from "../../model/project";
import { presentUserBasic, type User } from "../../model/user";
import { canAdminProject, canReadProject, levelOn } from "../access";

type Viewer = User | undefined;

/** `BasicProjectDetails`. Without a viewer, as the allowlist presents it, private code's own fields are missing. */
export function presentProjectBasic(instance: Instance, viewer: Viewer, project: Project) {
  const { origin } = instance;
  const url = `${origin}/${project.fullPath}`;
  const code = canReadCode(instance, viewer, project) ? presentCode(project, url) : {};
  return {
    id: project.id,
    description: project.description,
    name: project.name,
    name_with_namespace: project.fullName,
    path: project.path,
    path_with_namespace: project.fullPath,
    created_at: project.createdAt.toISOString(),
    tag_list: project.topics,
    topics: project.topics,
    ssh_url_to_repo: `git@${hostOf(origin)}:${project.fullPath}.git`,
    http_url_to_repo: `${url}.git`,
    web_url: url,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.updatedAt.toISOString(),
    visibility: project.visibility,
    namespace: presentNamespace(instance, project.namespaceId),
    ...code,
  };
}

function hostOf(origin: string): string {
  return origin.replace(/^\w+:\/\//, "").replace(/:\d+$/, "");
}

/** Guests of a private project see it, but not its code. */
export function canReadCode(instance: Instance, viewer: Viewer, project: Project): boolean {
  if (!canReadProject(instance, viewer, project)) return false;
  return project.visibility !== "private" || levelOn(instance, viewer, project) >= AccessLevel.reporter;
}

function presentCode(project: Project, url: string) {
  const readme = project.files.has(`${project.defaultBranch}:README.md`);
  return {
    default_branch: project.defaultBranch,
    readme_url: readme ? `${url}/-/blob/${project.defaultBranch}/README.md` : null,
    forks_count: 0,
  };
}

/** `NamespaceBasic`, of a group or a user. */
export function presentNamespace(instance: Instance, id: number) {
  const namespace = instance.namespaces.namespace(id);
  if (namespace === undefined) throw new Error(`A project is in namespace ${id}, which was deleted.`);
  const { kind, name, fullPath } = namespace;
  const group = kind === "group";
  return {
    id,
    name,
    path: group ? namespace.path : fullPath,
    kind,
    full_path: fullPath,
    parent_id: group ? namespace.parentId : null,
    avatar_url: null,
    web_url: `${instance.origin}/${group ? "groups/" : ""}${fullPath}`,
  };
}

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
    ...presentSettings(project, admin ? allDefaults : projectDefaults),
    creator_id: project.creatorId,
    import_status: "none",
    open_issues_count: 0,
    description_html: "",
    updated_at: project.updatedAt.toISOString(),
    can_create_merge_request_in: levelOn(instance, viewer, project) >= AccessLevel.developer,
    shared_with_groups: [],
    ...(admin ? { import_url: null, import_type: null, import_error: null, ci_config_path: null } : {}),
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

function presentSettings(project: Project, defaults: Readonly<Record<string, unknown>>) {
  const changed = [...project.settings].filter(([name]) => name in defaults);
  return { ...defaults, ...Object.fromEntries(changed) };
}

function presentOwner(instance: Instance, project: Project) {
  const namespace = instance.namespaces.namespace(project.namespaceId);
  return namespace?.kind === "user" ? { owner: presentUserBasic(namespace.user, instance.origin) } : {};
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
