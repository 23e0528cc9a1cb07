import { grapeError, invalid, refuse } from "../../grape/errors";
import type { Visibility } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import type { Namespace } from "../../model/namespaces";
import { ALL_PROJECT_DEFAULTS, newProject, type Project } from "../../model/project";
import { keepSettings } from "../../model/settings";
import { type Act, isArchived, isReadOnly, levelOn, requireLevel } from "../access";
import { isMarked, type Removal } from "./group-operations";
import { inspected, isEmpty, projectNameErrors, visibilityErrors } from "./names";

interface Wanted {
  readonly name?: string | null;
  readonly path?: string | null;
  readonly description?: string | null;
  readonly default_branch?: string | null;
  readonly visibility?: Visibility | null;
  readonly topics?: readonly string[] | null;
  readonly tag_list?: readonly string[] | null;
}

interface WantedAtFirst extends Wanted {
  readonly namespace_id?: number | null;
  readonly initialize_with_readme?: boolean | null;
}

export function createProject(act: Act, wanted: WantedAtFirst): Project {
  const { instance, user } = act;
  const holder = instance.namespaces.namespace(wanted.namespace_id ?? user.namespaceId);
  if (holder === undefined || !mayCreateIn(act, holder)) throw invalid({ namespace: ["is not valid"] });
  requireBelowLimit(act, holder);
  const name = wanted.name ?? wanted.path ?? "";
  const path = wanted.path ?? parameterized(name);
  const visibility = wanted.visibility ?? instance.settings.defaultVisibility("project");
  const errors = { ...projectNameErrors(instance, holder, { name, path }), ...visibilityErrors(visibility, holder) };
  if (!isEmpty(errors)) throw invalid(errors);
  const project = addProject(act, holder, {
    ...{ name, path, visibility },
    description: wanted.description ?? null,
    defaultBranch: wanted.default_branch ?? "main",
    topics: wanted.topics ?? wanted.tag_list ?? [],
  });
  keepSettings(project.settings, ALL_PROJECT_DEFAULTS, { ...wanted });
  if (wanted.initialize_with_readme) addReadme(project);
  return project;
}

function mayCreateIn({ instance, user }: Act, holder: Namespace): boolean {
  if (holder.kind === "user") return user.admin || holder.user === user;
  if (isArchived(instance, holder)) return false;
  const levels: Readonly<Record<string, number>> = {
    noone: Number.POSITIVE_INFINITY,
    administrator: user.admin ? AccessLevel.owner : Number.POSITIVE_INFINITY,
    owner: AccessLevel.owner,
    maintainer: AccessLevel.maintainer,
    developer: AccessLevel.developer,
  };
  const setting = String(holder.settings.get("project_creation_level") ?? "developer");
  return levelOn(instance, user, holder) >= (levels[setting] ?? AccessLevel.developer);
}

/** Counts the projects in somebody's own namespace; only those are limited. */
function requireBelowLimit({ instance }: Act, holder: Namespace): void {
  if (holder.kind !== "user") return;
  const { projectsLimit: limit } = holder.user;
  if (instance.namespaces.projectsIn(holder.id).size < limit) return;
  const none = "You cannot create projects in your personal namespace. Contact your GitLab administrator.";
  const reached = `You've reached your limit of ${limit} projects created. Contact your GitLab administrator.`;
  throw grapeError(403, [limit === 0 ? none : reached]);
}

type Details = Pick<Project, "name" | "path" | "visibility" | "description" | "defaultBranch" | "topics">;

/** A personal project belongs to the user of its namespace. A group's project has the group's owners. */
function addProject({ instance, user }: Act, holder: Namespace, details: Details): Project {
  // A project has a namespace of its own, which takes a number from the common sequence.
  instance.nextId("namespaces");
  const id = instance.nextId("projects");
  const project = newProject({ ...details, id, namespaceId: holder.id, creatorId: user.id }, instance.clock.now());
  instance.namespaces.addProject(project);
  if (holder.kind === "user") {
    instance.members.addOwner("project", id, { userId: holder.user.id, createdById: user.id });
  }
  return project;
}

/** As GitLab makes a path of a name: what is no letter or digit becomes one hyphen. */
function parameterized(name: string): string {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^-|-$/g, "");
}

function addReadme(project: Project): void {
  const content = Buffer.from(`# ${project.name}\n`);
  const branch = project.defaultBranch;
  const commitId = "0".repeat(40);
  project.files.set(`${branch}:README.md`, { branch, path: "README.md", content, commitId });
  project.heads.set(branch, commitId);
}

export function changeProject(act: Act, project: Project, wanted: Wanted): void {
  const { instance } = act;
  requireLevel(act, project, wanted.visibility ? AccessLevel.owner : AccessLevel.maintainer);
  const holder = holderOf(instance, project);
  const names = { name: wanted.name ?? project.name, path: wanted.path ?? project.path };
  const visibility = wanted.visibility ?? project.visibility;
  const errors = { ...projectNameErrors(instance, holder, names, project), ...visibilityErrors(visibility, holder) };
  if (!isEmpty(errors)) throw invalid(errors);
  instance.namespaces.changeProject(project, (changed) => Object.assign(changed, names, { visibility }));
  if (wanted.description !== undefined) project.description = wanted.description;
  project.defaultBranch = wanted.default_branch ?? project.defaultBranch;
  project.topics = wanted.topics ?? wanted.tag_list ?? project.topics;
  keepSettings(project.settings, ALL_PROJECT_DEFAULTS, { ...wanted });
  project.updatedAt = instance.clock.now();
}

function holderOf({ namespaces }: Instance, project: Project): Namespace {
  const holder = namespaces.namespace(project.namespaceId);
  if (holder === undefined) throw new Error(`Project ${project.id} is in a namespace that was deleted.`);
  return holder;
}

/** Marks a project for deletion, as `markGroup` does a group. */
export function markProject({ instance }: Act, project: Project, precondition: () => void): void {
  const ancestors = instance.namespaces.lineage(instance.namespaces.groupOf(project));
  if ([...ancestors].some(isMarked)) return;
  precondition();
  if (isMarked(project)) throw refuse(400, "Project has been already marked for deletion");
  instance.markForDeletion(project);
}

/** Deletes a project that is marked, if the full path is the one that it got when it was marked. */
export function removeProject({ instance }: Act, project: Project, { fullPath, precondition }: Removal): void {
  if (!isMarked(project)) throw refuse(400, "Project must be marked for deletion first.");
  if (project.fullPath !== fullPath) {
    throw refuse(400, "`full_path` is incorrect. You must enter the complete path for the project.");
  }
  precondition();
  instance.deleteProject(project);
}

export function restoreProject({ instance }: Act, project: Project): void {
  if (!isMarked(project)) throw refuse(400, "Project has not been marked for deletion");
  instance.restore(project);
}

/** Archives a project, or ends that; what is marked for deletion, or below it, is closed already. */
export function archiveProject({ instance }: Act, project: Project): void {
  const above = [...instance.namespaces.lineage(instance.namespaces.groupOf(project))];
  if (project.settings.get("archived") === true) throw refuse(400, "Project is already archived.");
  if (above.some(({ archived }) => archived)) {
    throw refuse(400, "Cannot archive project since one of the ancestors is already archived.");
  }
  if ([project, ...above].some(isMarked)) {
    throw refuse(400, "Cannot archive project since it is scheduled for deletion.");
  }
  setArchived(instance, project, true);
}

export function unarchiveProject({ instance }: Act, project: Project): void {
  const group = instance.namespaces.groupOf(project);
  if (group && isArchived(instance, group)) {
    throw refuse(400, "Cannot unarchive project since one of the ancestors is archived.");
  }
  setArchived(instance, project, false);
}

function setArchived({ clock }: Instance, project: Project, archived: boolean): void {
  project.settings.set("archived", archived);
  project.updatedAt = clock.now();
}

export function transferProject(act: Act, project: Project, holder: Namespace): void {
  const { instance } = act;
  const obstacle = transferObstacle(act, project, holder);
  if (obstacle !== undefined) {
    throw refuse(400, `Failed to transfer project ${inspected({ new_namespace: [obstacle] })}`);
  }
  instance.namespaces.changeProject(project, (moved) => {
    moved.namespaceId = holder.id;
    moved.updatedAt = instance.clock.now();
  });
  if (holder.kind === "group") instance.closeTo(holder.visibility, project);
}

function transferObstacle(act: Act, project: Project, holder: Namespace): string | undefined {
  if (holder.id === project.namespaceId) return "Project is already in this namespace.";
  if (isReadOnly(act.instance, project)) return "You don't have permission to transfer this project.";
  if (!mayCreateIn(act, holder)) return "You don't have permission to transfer projects into that namespace.";
  const errors = projectNameErrors(act.instance, holder, project);
  return isEmpty(errors) ? undefined : "Project with same name or path in target namespace already exists";
}
