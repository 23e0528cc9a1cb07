import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { repositoryFile } from "../../facts/entities/access";
import { type Body, error, factsIn, forbidden, message, missingOrEmpty, notFound } from "../../facts/fact";
import { addMember, aTeam, NO_SUCH_ID, REPORTER } from "../../facts/world";

const code = "lib/api/files.rb";
const create = "POST /projects/:id/repository/files/:file_path";
const read = "GET /projects/:id/repository/files/:file_path";
const content = "stages: [test]\n";
const commit = { branch: "main", commit_message: "Add pipeline", content };

export async function aTeamWithAFile(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const path = { id: team.billing.id, file_path: "ci/pipeline.yml" };
  await gitlab.do(create, { path, json: commit });
  return { ...team, path, fresh: { ...path, file_path: "ci/other.yml" } };
}

const fact = factsIn(aTeamWithAFile, code);

const missing = (name: keyof typeof commit, body: Body) =>
  fact(create, `400 when ${name} is missing`, {
    call: ({ fresh, maintainer }) => ({ path: fresh, as: maintainer.token, json: { ...commit, [name]: undefined } }),
    body,
  });

export const repositoryFileFacts = [
  fact(create, "201 when there is none of that path", {
    call: ({ fresh, maintainer }) => ({ path: fresh, as: maintainer.token, json: commit }),
    body: { exactly: { file_path: "ci/other.yml", branch: "main" } },
  }),
  fact(create, "400 when there is one of that path", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token, json: commit }),
    body: message("A file with this name already exists"),
    source: "app/services/files/create_service.rb",
  }),
  missing("branch", missingOrEmpty("branch")),
  missing("commit_message", missingOrEmpty("commit_message")),
  missing("content", error("content is missing")),
  fact(create, "403 when a reporter sends it", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: REPORTER }),
    call: ({ fresh, stranger }) => ({ path: fresh, as: stranger.token, json: commit }),
    body: forbidden,
  }),
  fact(create, "404 when there is no such project", {
    call: ({ root }) => ({ path: { id: NO_SUCH_ID, file_path: "README.md" }, as: root, json: commit }),
    body: notFound("Project"),
  }),
  fact(
    create,
    "404 when the project is private and no token is sent: this route asks for none, so that it is not found",
    { call: ({ fresh }) => ({ path: fresh, json: commit }), body: notFound("Project") },
  ),
  fact(read, "200 when it was created before", {
    call: ({ path, developer }) => ({ path, as: developer.token, query: { ref: "main" } }),
    body: {
      one: repositoryFile,
      where: {
        file_name: "pipeline.yml",
        file_path: "ci/pipeline.yml",
        encoding: "base64",
        size: content.length,
        ref: "main",
        content: Buffer.from(content).toString("base64"),
      },
    },
  }),
  fact(read, "400 when ref is missing", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: missingOrEmpty("ref"),
  }),
  fact(read, "404 when there is none of that path", {
    call: ({ fresh, developer }) => ({ path: fresh, as: developer.token, query: { ref: "main" } }),
    body: notFound("File"),
  }),
  fact(read, "404 when there is no such branch", {
    call: ({ path, developer }) => ({ path, as: developer.token, query: { ref: "none" } }),
    body: notFound("Commit"),
  }),
];
