import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { branch } from "../../facts/entities/access";
import { type Endpoint, error, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { addMember, aTeam, GUEST, NO_SUCH_ID, REPORTER } from "../../facts/world";

const code = "lib/api/files.rb";
const file = "/projects/:id/repository/files/:file_path";
const branches = "GET /projects/:id/repository/branches";
const json = { branch: "main", commit_message: "Change pipeline", content: "stages: [build]\n" };

async function aTeamWithAFile(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id, file_path: "ci/pipeline.yml" };
  await gitlab.do(`POST ${file}`, { path, json });
  return { ...team, path };
}
const fact = factsIn(aTeamWithAFile, code);

const writes = (endpoint: Endpoint) => [
  fact(endpoint, "400 when there is no such file", {
    call: ({ path, maintainer }) => ({ path: { ...path, file_path: "none" }, as: maintainer.token, json }),
    body: message("A file with this name doesn't exist"),
  }),
  fact(endpoint, "403 when a reporter sends it", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: REPORTER }),
    call: ({ path, stranger }) => ({ path, as: stranger.token, json }),
    body: forbidden,
  }),
  fact(endpoint, "404 when there is no such project", {
    call: ({ path, root }) => ({ path: { ...path, id: NO_SUCH_ID }, as: root, json }),
    body: notFound("Project"),
  }),
];

export const repositoryChangeFacts = [
  ...writes(`PUT ${file}`),
  ...writes(`DELETE ${file}`),
  fact(`PUT ${file}`, "200 when there is such a file", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, content: "stages: []\n" } }),
    body: { exactly: { file_path: "ci/pipeline.yml", branch: "main" } },
  }),
  fact(`DELETE ${file}`, "204 when there is such a file", {
    call: ({ path, developer }) => ({ path, as: developer.token, json }),
    body: "empty",
  }),
  fact(`GET ${file}`, "200 when there is such a file: headers say what it is, too", {
    call: ({ path, developer }) => ({ path, as: developer.token, query: { ref: "main" } }),
    headers: { "x-gitlab-file-path": "ci/pipeline.yml", "x-gitlab-ref": "main", "x-gitlab-size": "16" },
    body: { text: /"file_name":"pipeline.yml"/ },
    source: "lib/api/helpers/headers_helpers.rb",
  }),
  fact(`GET ${file}`, "400 when the path leads out of the repository", {
    call: ({ path, developer }) => ({
      path: { ...path, file_path: "../../etc/passwd" },
      as: developer.token,
      query: { ref: "main" },
    }),
    body: error("file_path should be a valid file path"),
    source: "lib/api/validations/validators/file_path.rb",
  }),
  fact(branches, "200 when somebody asks who may read the code", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: { list: branch, where: [{ name: "main", default: true, protected: true }] },
    source: "lib/api/branches.rb",
  }),
  fact(branches, "403 when a guest of a private project asks", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token }),
    body: forbidden,
    source: "lib/api/branches.rb",
  }),
  fact(branches, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: "lib/api/branches.rb",
  }),
];
