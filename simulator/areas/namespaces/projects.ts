import { invalid, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, integer, list, text } from "../../grape/param-types";
import { atLeastOneOf, optional, requires } from "../../grape/params";
import { created, ok, type Reply } from "../../grape/reply";
import { type OpenCall, openRoute, route, type SignedCall } from "../../grape/router";
import { keep, settable } from "../../grape/settable";
import { visibilities } from "../../model/group";
import { AccessLevel } from "../../model/member";
import type { Namespace } from "../../model/namespaces";
import { allDefaults, newProject, type Project } from "../../model/project";
import { canReadProject, findProject, levelOn } from "../access";
import { projectFilters, projectMatches, sortedProjects } from "./filters";
import { isEmpty, projectNameErrors, visibilityErrors } from "./names";
import { presentProject, presentProjectBasic, presentProjectWithAccess } from "./present-project";

const scopes = ["ai_workflows"];

/** What can be given when a project is made, and changed later. */
export const projectParams = {
  ...settable(allDefaults),
  name: optional(text),
  path: optional(text),
  description: optional(text),
  default_branch: optional(text),
  visibility: optional(text, { values: visibilities }),
  topics: optional(list(text)),
  tag_list: optional(list(text)),
};

export const projectRoutes = [
  route(
    "POST /projects",
    {
      scopes,
      params: { ...projectParams, namespace_id: optional(integer), initialize_with_readme: optional(boolean) },
      rules: [atLeastOneOf("name", "path")],
    },
    (call) => {
      const { instance, params, user } = call;
      const holder = instance.namespaces.namespace(params.namespace_id ?? user.namespaceId);
      if (holder === undefined || !mayCreateIn(call, holder)) throw invalid({ namespace: ["is not valid"] });
      const name = params.name ?? params.path ?? "";
      const path = params.path ?? parameterized(name);
      const visibility = params.visibility ?? instance.settings.defaultVisibility("project");
      const errors = {
        ...projectNameErrors(instance, holder, { name, path }),
        ...visibilityErrors(visibility, holder),
      };
      if (!isEmpty(errors)) throw invalid(errors);
      const project = addProject(call, holder, {
        ...{ name, path, visibility },
        description: params.description ?? null,
        defaultBranch: params.default_branch ?? "main",
        topics: params.topics ?? params.tag_list ?? [],
      });
      keep(project.settings, allDefaults, params);
      if (params.initialize_with_readme) addReadme(project);
      return created(presentProject(instance, user, project));
    },
  ),

  openRoute("GET /projects", { scopes, params: { ...pages, ...projectFilters } }, (call) => {
    const { instance, user } = call;
    return listed(call, instance.namespaces.projects.values(), (row) =>
      user ? presentProjectWithAccess(instance, user, row) : presentProjectBasic(instance, user, row),
    );
  }),

  openRoute(
    "GET /users/:user_id/projects",
    { scopes, params: { ...pages, ...projectFilters, user_id: requires(text) } },
    (call) => {
      const { users, namespaces } = call.instance;
      const owner = users.byIdOrUsername(call.params.user_id ?? "");
      if (owner === undefined) throw notFound("User");
      return listed(call, namespaces.projectsIn(owner.namespaceId), (row) =>
        presentProject(call.instance, call.user, row),
      );
    },
  ),

  openRoute("GET /projects/:id", { scopes, params: { id: requires(text) } }, (call) => {
    const { instance, user } = call;
    const project = findProject(call, call.params.id);
    return ok(user ? presentProjectWithAccess(instance, user, project) : presentProjectBasic(instance, user, project));
  }),
];

type Listing = OpenCall<Parameters<typeof projectMatches>[2] & { page: number | null; per_page: number | null }>;

function listed(call: Listing, projects: Iterable<Project>, present: (row: Project) => unknown): Reply {
  const { instance, params, user } = call;
  const found = [...projects].filter((row) => projectMatches(call, row, params) && canReadProject(instance, user, row));
  const shown = params.simple ? (row: Project) => presentProjectBasic(instance, user, row) : present;
  return paged(call, sortedProjects(found, params), shown);
}

export function mayCreateIn(call: SignedCall, holder: Namespace): boolean {
  if (holder.kind === "user") return call.user.admin || holder.user === call.user;
  const levels: Readonly<Record<string, number>> = {
    noone: Number.POSITIVE_INFINITY,
    administrator: call.user.admin ? AccessLevel.owner : Number.POSITIVE_INFINITY,
    owner: AccessLevel.owner,
    maintainer: AccessLevel.maintainer,
    developer: AccessLevel.developer,
  };
  const setting = String(holder.settings.get("project_creation_level") ?? "developer");
  return levelOn(call.instance, call.user, holder) >= (levels[setting] ?? AccessLevel.developer);
}

type Details = Pick<Project, "name" | "path" | "visibility" | "description" | "defaultBranch" | "topics">;

/** Personal projects belong to whoever's namespace they are in; those of a group have their owners there. */
function addProject({ instance, user }: SignedCall, holder: Namespace, details: Details): Project {
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
}
