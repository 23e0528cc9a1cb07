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
const fact = factsIn(aTeamWithAFile);

const writes = (endpoint: Endpoint) => [
  fact({
    endpoint,
    when: "there is no such file",
    status: 400,
    call: ({ path, maintainer }) => ({ path: { ...path, file_path: "none" }, as: maintainer.token, json }),
    body: message("A file with this name doesn't exist"),
    source: code,
  }),
  fact({
    endpoint,
    when: "a reporter sends it",
    status: 403,
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: REPORTER }),
    call: ({ path, stranger }) => ({ path, as: stranger.token, json }),
    body: forbidden,
    source: code,
  }),
  fact({
    endpoint,
    when: "there is no such project",
    status: 404,
    call: ({ path, root }) => ({ path: { ...path, id: NO_SUCH_ID }, as: root, json }),
    body: notFound("Project"),
    source: code,
  }),
];

export const repositoryChangeFacts = [
  ...writes(`PUT ${file}`),
  ...writes(`DELETE ${file}`),
  fact({
    endpoint: `PUT ${file}`,
    when: "there is such a file",
    status: 200,
    call: ({ path, developer }) => ({ path, as: developer.token, json: { ...json, content: "stages: []\n" } }),
    body: { exactly: { file_path: "ci/pipeline.yml", branch: "main" } },
    source: code,
  }),
  fact({
    endpoint: `DELETE ${file}`,
    when: "there is such a file",
    status: 204,
    call: ({ path, developer }) => ({ path, as: developer.token, json }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint: `GET ${file}`,
    when: "there is such a file: headers say what it is, too",
    status: 200,
    call: ({ path, developer }) => ({ path, as: developer.token, query: { ref: "main" } }),
    headers: { "x-gitlab-file-path": "ci/pipeline.yml", "x-gitlab-ref": "main", "x-gitlab-size": "16" },
    body: { text: /"file_name":"pipeline.yml"/ },
    source: "lib/api/helpers/headers_helpers.rb",
  }),
  fact({
    endpoint: `GET ${file}`,
    when: "the path leads out of the repository",
    status: 400,
    call: ({ path, developer }) => ({
      path: { ...path, file_path: "../../etc/passwd" },
      as: developer.token,
      query: { ref: "main" },
    }),
    body: error("file_path should be a valid file path"),
    source: "lib/api/validations/validators/file_path.rb",
  }),
  fact({
    endpoint: branches,
    when: "somebody asks who may read the code",
    status: 200,
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: { list: branch, where: [{ name: "main", default: true, protected: true }] },
    source: "lib/api/branches.rb",
  }),
  fact({
    endpoint: branches,
    when: "a guest of a private project asks",
    status: 403,
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token }),
    body: forbidden,
    source: "lib/api/branches.rb",
  }),
  fact({
    endpoint: branches,
    when: "there is no such project",
    status: 404,
    call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
    body: notFound("Project"),
    source: "lib/api/branches.rb",
  }),
];
