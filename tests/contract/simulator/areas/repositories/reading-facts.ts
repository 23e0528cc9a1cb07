import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { branch as branchEntity, repositoryFile } from "../../facts/entities/access";
import { type Endpoint, factsIn, forbidden, notFound } from "../../facts/fact";
import { addMember, GUEST, PLANNER } from "../../facts/world";
import { aTeamWithAFile } from "./facts";

const planner = "config/authz/roles/planner.yml";
const anonymous = "config/authz/roles/public_anonymous.yml";
const read = "GET /projects/:id/repository/files/:file_path";
const raw = "GET /projects/:id/repository/files/:file_path/raw";
const branch = "GET /projects/:id/repository/branches/:branch";

async function aTeamWithABranch(gitlab: GitLabApi) {
  const team = await aTeamWithAFile(gitlab);
  return { ...team, path: { ...team.path, branch: "main" } };
}

type World = Awaited<ReturnType<typeof aTeamWithABranch>>;

const fact = factsIn(aTeamWithABranch, "lib/api/files.rb");

const withStranger =
  (level: number) =>
  ({ gitlab, billing, stranger }: World) =>
    addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level });

/** The project is for everybody, but for what the settings say. */
const opened = (settings: object, level?: number) => async (world: World) => {
  const { gitlab, acme, billing } = world;
  await gitlab.do("PUT /groups/:id", { path: { id: acme.id }, json: { visibility: "public" } });
  await gitlab.do("PUT /projects/:id", { path: { id: billing.id }, json: { visibility: "public", ...settings } });
  if (level !== undefined) await withStranger(level)(world);
};

const asStranger = ({ path, stranger }: World) => ({ path, as: stranger.token, query: { ref: "main" } });
const MEMBERS_ONLY = { repository_access_level: "private" };
const OFF = {
  repository_access_level: "disabled",
  merge_requests_access_level: "disabled",
  builds_access_level: "disabled",
};

/** Who reads code: the same on each endpoint, and said here where it is told apart. */
const rights = (endpoint: Endpoint) => [
  fact(endpoint, "403 when a guest of a private project asks", {
    arrange: withStranger(GUEST),
    call: asStranger,
    body: forbidden,
    source: planner,
  }),
  fact(endpoint, "403 when the project is public, its repository for members only, and no member asks", {
    arrange: opened(MEMBERS_ONLY),
    call: asStranger,
    body: forbidden,
    source: "app/policies/project_policy.rb",
  }),
];

export const codeReadingFacts = [
  fact(read, "200 when a planner of a private project asks", {
    arrange: withStranger(PLANNER),
    call: asStranger,
    body: { one: repositoryFile },
    source: planner,
  }),
  fact(read, "200 when a guest of a public project asks", {
    arrange: opened({}, GUEST),
    call: asStranger,
    body: { one: repositoryFile },
    source: anonymous,
  }),
  fact(read, "200 when the repository of a public project is for members only, and a guest asks", {
    arrange: opened(MEMBERS_ONLY, GUEST),
    call: asStranger,
    body: { one: repositoryFile },
    source: "app/models/project_feature.rb",
  }),
  fact(read, "200 when nobody signs in, and the project is public", {
    arrange: opened({}),
    call: ({ path }) => ({ path, query: { ref: "main" } }),
    body: { one: repositoryFile },
    source: anonymous,
  }),
  fact(read, "403 when the repository is switched off, also for whoever owns the project", {
    arrange: opened(OFF),
    call: ({ path, owner }) => ({ path, as: owner.token, query: { ref: "main" } }),
    body: forbidden,
    source: "app/policies/project_policy.rb",
  }),
  ...([read, raw, branch] as const).flatMap(rights),
  fact(raw, "200 when no ref is given: that of the default branch is shown", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    headers: { "x-gitlab-file-path": "ci/pipeline.yml", "content-type": /^text\/plain/ },
    body: { text: /^stages: \[test\]\n$/ },
  }),
  fact(raw, "404 when there is none of that path", {
    call: ({ path, developer }) => ({ path: { ...path, file_path: "none" }, as: developer.token }),
    body: notFound("File"),
  }),
  fact(raw, "404 when there is no such branch", {
    call: ({ path, developer }) => ({ path, as: developer.token, query: { ref: "none" } }),
    body: notFound("Commit"),
  }),
  fact(branch, "200 when a developer asks", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: { one: branchEntity, where: { name: "main", default: true } },
    source: "lib/api/branches.rb",
  }),
  fact(branch, "404 when there is no such branch", {
    call: ({ path, developer }) => ({ path: { ...path, branch: "none" }, as: developer.token }),
    body: notFound("Branch"),
    source: "lib/api/branches.rb",
  }),
];
