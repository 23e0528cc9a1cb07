import { createHash } from "node:crypto";
import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import type { Project } from "../model/project";
import type { User } from "../model/users";
import { canReadCode, type Viewer } from "./access";

/** `UserBasic`: how a user appears inside other things. */
export function presentUserBasic(instance: Instance, user: User) {
  return {
    id: user.id,
    username: user.username,
    public_email: "",
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: avatarOf(instance, user),
    web_url: `${instance.origin}/${user.username}`,
  };
}

/** GravatarService: the address is made of the hash of the email, 80 pixels wide. */
function avatarOf({ settings }: Instance, { email }: User): string | null {
  if (!settings.gravatarEnabled) return null;
  const hash = createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
  return `https://www.gravatar.com/avatar/${hash}?s=80&d=identicon`;
}

/** `BasicGroupDetails`; there is no path in it. */
export function presentGroupBasic(group: Group, origin: string) {
  return { id: group.id, web_url: `${origin}/groups/${group.fullPath}`, name: group.name };
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

function presentCode(project: Project, url: string) {
  const readme = project.files.has(`${project.defaultBranch}:README.md`);
  return {
    default_branch: project.defaultBranch,
    readme_url: readme ? `${url}/-/blob/${project.defaultBranch}/README.md` : null,
    forks_count: 0,
  };
}
