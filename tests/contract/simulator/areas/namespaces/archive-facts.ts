import { project } from "../../facts/entities/project";
import { type Endpoint, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup } from "../../facts/world";

const code = "lib/api/projects.rb";
const fact = factsIn(aTeam, code);
const list = "config/authz/permission_groups/internal/project/archived.yml";
const archive = "POST /projects/:id/archive";
const restore = "POST /projects/:id/restore";

type Team = Awaited<ReturnType<typeof aTeam>>;
const archived = ({ gitlab, billing }: Team) => gitlab.do(archive, { path: { id: billing.id } });
const marked = ({ gitlab, billing }: Team) => gitlab.do("DELETE /projects/:id", { path: { id: billing.id } });

/** Who may, and of what: the same of all that an owner does with a project's life. */
const refusals = (endpoint: Endpoint) => [
  fact(endpoint, "403 when a maintainer sends it, who may not", {
    call: ({ billing, maintainer }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: forbidden,
  }),
  fact(endpoint, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
  }),
];

/** What nobody may do any more, and how GitLab says so. */
const CLOSED = [
  ["POST /projects/:id/repository/files/:file_path", { branch: "main", content: "x", commit_message: "y" }],
  ["POST /projects/:id/merge_requests", { title: "x", source_branch: "a", target_branch: "b" }],
] as const;

export const archiveFacts = [
  ...[archive, "POST /projects/:id/unarchive", restore].flatMap((endpoint) => refusals(endpoint as Endpoint)),
  fact(archive, "201 when an owner sends it", {
    call: ({ billing, owner }) => ({ path: { id: billing.id }, as: owner.token }),
    body: ({ billing }) => ({ one: project, where: { id: billing.id, archived: true } }),
  }),
  fact(archive, "400 when it is archived already", {
    arrange: archived,
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: message("Project is already archived."),
    source: "app/services/projects/archive_service.rb",
  }),
  fact(archive, "400 when the group above it is marked for deletion", {
    arrange: ({ gitlab, acme }) => gitlab.do("DELETE /groups/:id", { path: { id: acme.id } }),
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: message("Cannot archive project since it is scheduled for deletion."),
    source: "app/services/projects/archive_service.rb",
  }),
  fact("POST /projects/:id/unarchive", "201 when an owner sends it", {
    arrange: archived,
    call: ({ billing, owner }) => ({ path: { id: billing.id }, as: owner.token }),
    body: ({ billing }) => ({ one: project, where: { id: billing.id, archived: false } }),
  }),
  fact(restore, "201 when it is marked for deletion: it gets back its path", {
    arrange: marked,
    call: ({ billing, owner }) => ({ path: { id: billing.id }, as: owner.token }),
    body: ({ billing }) => ({
      one: project,
      where: { path_with_namespace: billing.path_with_namespace, marked_for_deletion_on: null },
    }),
  }),
  fact(restore, "201 when somebody else has its path by now: it gets five characters behind it", {
    arrange: async (team) => {
      await marked(team);
      const { path } = team.billing;
      await team.gitlab.do("POST /projects", { json: { name: path, path, namespace_id: team.acme.id } });
    },
    call: ({ billing, owner }) => ({ path: { id: billing.id }, as: owner.token }),
    body: ({ billing }) => ({ one: project, where: { path: new RegExp(`^${billing.path}-[A-Za-z0-9]{5}$`) } }),
    source: "app/services/projects/restore_service.rb",
  }),
  fact(restore, "400 when it is not marked for deletion", {
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: message("Project has not been marked for deletion"),
    source: "app/services/projects/restore_service.rb",
  }),
  ...CLOSED.map(([endpoint, json]) =>
    fact(endpoint, "403 when the project is marked for deletion, which closes it as archiving does", {
      arrange: marked,
      call: ({ billing, maintainer }) => ({ path: { id: billing.id, file_path: "a.md" }, as: maintainer.token, json }),
      body: forbidden,
      source: "app/policies/project_policy.rb",
    }),
  ),
  fact("POST /groups/:id/projects/:project_id", "400 when the project is archived", {
    arrange: async (team) => {
      await archived(team);
      return { target: await newGroup(team.gitlab, "deploy") };
    },
    call: ({ billing, target, root }) => ({ path: { id: target.id, project_id: billing.id }, as: root }),
    body: message(
      'Failed to transfer project {:new_namespace=>["You don\'t have permission to transfer this project."]}',
    ),
    source: list,
  }),
];
