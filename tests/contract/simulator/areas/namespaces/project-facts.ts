import { basicProject, project, projectWithAccess } from "../../facts/entities/project";
import { error, factsIn, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newProject, unique } from "../../facts/world";

const code = "lib/api/projects.rb";
const fact = factsIn(aTeam, code);
const finder = "lib/api/helpers.rb";
const creation = "app/services/projects/create_service.rb";

const taken = ["has already been taken"];

export const projectFacts = [
  fact("POST /projects", "201 when an owner makes one in their group", {
    call: ({ owner, acme }) => ({
      as: owner.token,
      json: { name: "Web shop", path: "web-shop", namespace_id: acme.id, visibility: "private" },
    }),
    body: ({ acme }) => ({
      one: project,
      where: {
        name: "Web shop",
        path: "web-shop",
        path_with_namespace: `${acme.full_path}/web-shop`,
        name_with_namespace: `${acme.name} / Web shop`,
        visibility: "private",
        description: null,
        archived: false,
      },
    }),
  }),
  fact("POST /projects", "201 when only a name is given: it makes the path, in the user's own namespace", {
    call: ({ stranger }) => ({ as: stranger.token, json: { name: "My First Project" } }),
    body: ({ stranger }) => ({
      one: project,
      where: {
        name: "My First Project",
        path: "my-first-project",
        path_with_namespace: `${stranger.username}/my-first-project`,
        visibility: "private",
      },
    }),
    source: creation,
  }),
  fact("POST /projects", "201 when only a path is given: it is the name too", {
    call: ({ stranger }) => ({ as: stranger.token, json: { path: "tools" } }),
    body: { one: project, where: { name: "tools", path: "tools" } },
    source: creation,
  }),
  fact("POST /projects", "400 when name and path are missing", {
    call: ({ root }) => ({ as: root }),
    body: error("name, path are missing, at least one parameter must be provided"),
  }),
  fact("POST /projects", "400 when the visibility is none that there is", {
    call: ({ root }) => ({ as: root, json: { name: "tools", visibility: "secret" } }),
    body: error("visibility does not have a valid value"),
  }),
  fact("POST /projects", "400 when name and path are taken in that namespace", {
    call: ({ root, acme, billing }) => ({
      as: root,
      json: { name: billing.name, path: billing.path, namespace_id: acme.id },
    }),
    body: message({ "project_namespace.name": taken, name: taken, path: taken }),
    source: "app/models/project.rb",
  }),
  fact("POST /projects", "400 when the user may make none in that namespace", {
    call: ({ stranger, acme }) => ({ as: stranger.token, json: { name: "intruder", namespace_id: acme.id } }),
    body: message({ namespace: ["is not valid"] }),
    source: creation,
  }),
  fact("POST /projects", "401 when sent without a token", {
    call: () => ({ json: { name: "tools" } }),
    body: unauthorized,
  }),
  fact("GET /projects/:id", "200 when asked for by its number", {
    call: ({ maintainer, billing }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: ({ billing }) => ({
      one: projectWithAccess,
      where: { id: billing.id, path_with_namespace: billing.path_with_namespace },
    }),
    source: "OpenAPI 19.5",
  }),
  fact("GET /projects/:id", "200 when asked for by its full path", {
    call: ({ maintainer, billing }) => ({ path: { id: billing.path_with_namespace }, as: maintainer.token }),
    body: ({ billing }) => ({ one: projectWithAccess, where: { id: billing.id } }),
    source: finder,
  }),
  fact("GET /projects/:id", "200 when asked for by its full path in another case, which is no redirect", {
    call: ({ root, billing }) => ({ path: { id: billing.path_with_namespace.toUpperCase() }, as: root }),
    body: ({ billing }) => ({ one: projectWithAccess, where: { path_with_namespace: billing.path_with_namespace } }),
    source: finder,
  }),
  fact("GET /projects/:id", "200 when it is public and asked for without a token: nothing about access is said", {
    arrange: async ({ gitlab }) => ({ open: await newProject(gitlab, "open", { visibility: "public" }) }),
    call: ({ open }) => ({ path: { id: open.id } }),
    body: ({ open }) => ({ one: basicProject, where: { id: open.id, path: open.path } }),
    source: "lib/api/entities/project_details.rb",
  }),
  fact("GET /projects/:id", "404 when no project has that number", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: finder,
  }),
  fact("GET /projects/:id", "404 when no project has that path", {
    call: ({ root, acme }) => ({ path: { id: `${acme.full_path}/none` }, as: root }),
    body: notFound("Project"),
    source: finder,
  }),
  fact("GET /projects/:id", "404 when it is asked for by its last path segment alone", {
    call: ({ root, billing }) => ({ path: { id: billing.path }, as: root }),
    body: notFound("Project"),
    source: finder,
  }),
  fact("GET /projects/:id", "404 when it is private and a stranger asks", {
    call: ({ stranger, billing }) => ({ path: { id: billing.id }, as: stranger.token }),
    body: notFound("Project"),
    source: finder,
  }),
  fact("GET /projects/:id", "404 when it is private and asked for without a token", {
    call: ({ billing }) => ({ path: { id: billing.id } }),
    body: notFound("Project"),
    source: finder,
  }),
  fact("GET /projects", "200 when an administrator searches", {
    call: ({ root, billing }) => ({ as: root, query: { search: billing.path } }),
    headers: { "x-total": "1" },
    body: ({ billing }) => ({ list: projectWithAccess, where: [{ id: billing.id }] }),
  }),
  fact("GET /projects", "200 when the short form of one's own is asked for", {
    call: ({ developer }) => ({ as: developer.token, query: { membership: true, simple: true } }),
    body: ({ billing }) => ({ list: basicProject, where: [{ id: billing.id }] }),
  }),
  fact("GET /projects", "200 when a stranger searches for a private one", {
    call: ({ stranger, billing }) => ({ as: stranger.token, query: { search: billing.path } }),
    body: { exactly: [] },
  }),
  fact("GET /projects", "200 when no order is given: the newest first", {
    arrange: async ({ gitlab }) => {
      const name = unique("sorted");
      const first = await newProject(gitlab, name);
      return { name, first, second: await newProject(gitlab, name) };
    },
    call: ({ root, name }) => ({ as: root, query: { search: name } }),
    body: ({ first, second }) => ({ list: projectWithAccess, where: [{ id: second.id }, { id: first.id }] }),
  }),
  fact("GET /projects", "400 when they should be ordered by what is no order", {
    call: ({ root }) => ({ as: root, query: { order_by: "beauty" } }),
    body: error("order_by does not have a valid value"),
  }),
];
