import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { project, projectWithAccess } from "../../facts/entities/project";
import { accepted, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newProject, type Project } from "../../facts/world";

const code = "lib/api/projects.rb";
const fact = factsIn(aTeam, code);
const marking = "app/services/namespaces/mark_for_deletion_base_service.rb";

const markForDeletion = (gitlab: GitLabApi, id: number) => gitlab.do("DELETE /projects/:id", { path: { id } });

const forGood = (fullPath: string) => ({ permanently_remove: true, full_path: fullPath });

const markedPath = ({ id, path_with_namespace }: Project) => `${path_with_namespace}-deletion_scheduled-${id}`;

export const projectDeletionFacts = [
  fact("DELETE /projects/:id", "412 when it was changed since the time that the request names", {
    call: ({ root, billing }) => ({
      path: { id: billing.id },
      as: root,
      headers: { "if-unmodified-since": "Thu, 01 Jan 2015 00:00:00 GMT" },
    }),
    body: message("412 Precondition Failed"),
    source: "lib/api/helpers.rb",
  }),
  fact("DELETE /projects/:id", "202 when an owner sends it: the project is marked, to be deleted later", {
    call: ({ owner, billing }) => ({ path: { id: billing.id }, as: owner.token }),
    body: accepted,
  }),
  fact("GET /projects/:id", "200 when it is marked for deletion: its path says so, and it is still there", {
    arrange: ({ gitlab, billing }) => markForDeletion(gitlab, billing.id),
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: ({ billing }) => ({
      one: projectWithAccess,
      where: { path_with_namespace: markedPath(billing), marked_for_deletion_on: /^\d{4}-\d\d-\d\d/ },
    }),
    source: "app/services/projects/mark_for_deletion_service.rb",
    note: "Every edition and tier marks first, since 18.0.",
  }),
  fact("DELETE /projects/:id", "400 when it is marked already", {
    arrange: ({ gitlab, billing }) => markForDeletion(gitlab, billing.id),
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: message("Project has been already marked for deletion"),
    source: marking,
  }),
  fact("DELETE /projects/:id", "400 when it is to go for good but was not marked first", {
    call: ({ root, billing }) => ({
      path: { id: billing.id },
      as: root,
      query: forGood(billing.path_with_namespace),
    }),
    body: message("Project must be marked for deletion first."),
  }),
  fact("DELETE /projects/:id", "400 when it is marked and to go for good, but its path is not given in full", {
    arrange: ({ gitlab, billing }) => markForDeletion(gitlab, billing.id),
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root, query: forGood(billing.path) }),
    body: message("`full_path` is incorrect. You must enter the complete path for the project."),
  }),
  fact("DELETE /projects/:id", "202 when it is marked, and to go for good under the path that it has now", {
    arrange: ({ gitlab, billing }) => markForDeletion(gitlab, billing.id),
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root, query: forGood(markedPath(billing)) }),
    body: accepted,
  }),
  fact("GET /projects/:id", "404 when it was deleted for good", {
    arrange: async ({ gitlab, billing }) => {
      await markForDeletion(gitlab, billing.id);
      await gitlab.do("DELETE /projects/:id", { path: { id: billing.id }, query: forGood(markedPath(billing)) });
    },
    call: ({ root, billing }) => ({ path: { id: billing.id }, as: root }),
    body: notFound("Project"),
    source: "lib/api/helpers.rb",
  }),
  fact("POST /projects", "201 when one of that path was marked for deletion, which gave the path free", {
    arrange: async ({ gitlab }) => {
      const old = await newProject(gitlab, "reborn");
      await markForDeletion(gitlab, old.id);
      return { old };
    },
    call: ({ root, old }) => ({ as: root, json: { name: old.name, path: old.path } }),
    body: ({ old }) => ({ one: project, where: { path_with_namespace: old.path_with_namespace } }),
    source: "app/services/projects/mark_for_deletion_service.rb",
  }),
  fact("DELETE /projects/:id", "403 when a maintainer sends it", {
    call: ({ maintainer, billing }) => ({ path: { id: billing.id }, as: maintainer.token }),
    body: forbidden,
  }),
  fact("DELETE /projects/:id", "404 when there is none", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
  }),
  fact("DELETE /projects/:id", "401 when sent without a token", {
    call: ({ billing }) => ({ path: { id: billing.id } }),
    body: unauthorized,
  }),
];
