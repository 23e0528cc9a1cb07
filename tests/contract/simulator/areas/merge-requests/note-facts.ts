import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { note } from "../../facts/entities/merge-request";
import { error, factsIn, forbidden, message, unauthorized } from "../../facts/fact";
import { addMember, aTeam, GUEST, NO_SUCH_ID, newBot, REPORTER } from "../../facts/world";

const code = "lib/api/notes.rb";
const helpers = "lib/api/helpers/notes_helpers.rb";
const all = "/projects/:id/merge_requests/:noteable_id/notes";
const one = "/projects/:id/merge_requests/:noteable_id/notes/:note_id";

async function aTeamWithANote(gitlab: GitLabApi) {
  const team = await aTeam(gitlab);
  const json = { title: "Let deploy in", source_branch: "let-deploy-in", target_branch: "main" };
  await gitlab.do("POST /projects/:id/merge_requests", { path: { id: team.billing.id }, json });
  const path = { id: team.billing.id, noteable_id: 1 };
  await gitlab.do(`POST ${all}`, { path, as: team.developer.token, json: { body: "Looks good." } });
  return { ...team, path, named: { ...path, note_id: 1 } };
}

const fact = factsIn(aTeamWithANote, code);

export const noteFacts = [
  fact(`GET ${all}`, "200 when a developer asks: the newest comes first", {
    arrange: ({ gitlab, path }) => gitlab.do(`POST ${all}`, { path, json: { body: "Thanks." } }),
    call: ({ path, developer }) => ({ path, as: developer.token }),
    headers: { "x-total": "2" },
    body: { list: note, where: [{ body: "Thanks." }, { body: "Looks good." }] },
  }),
  fact(`GET ${all}`, "200 when the oldest is to come first", {
    arrange: ({ gitlab, path }) => gitlab.do(`POST ${all}`, { path, json: { body: "Thanks." } }),
    call: ({ path, developer }) => ({ path, as: developer.token, query: { sort: "asc" } }),
    body: { list: note, where: [{ body: "Looks good." }, { body: "Thanks." }] },
  }),
  fact(`GET ${all}`, "404 when there is no such merge request", {
    call: ({ path, developer }) => ({ path: { ...path, noteable_id: NO_SUCH_ID }, as: developer.token }),
    body: message("404 Not found"),
    source: "app/finders/notes_finder.rb",
  }),
  fact(`GET ${all}`, "401 when asked without a token", { call: ({ path }) => ({ path }), body: unauthorized }),
  fact(`GET ${one}`, "200 when a developer asks", {
    call: ({ named, developer }) => ({ path: named, as: developer.token }),
    body: { one: note, where: { id: 1, body: "Looks good." } },
  }),
  fact(`GET ${one}`, "404 when there is no such note", {
    call: ({ named, developer }) => ({ path: { ...named, note_id: NO_SUCH_ID }, as: developer.token }),
    body: message("404 Not found"),
  }),
  fact(`POST ${all}`, "201 when a project access token with the Reporter role writes: its bot is the author", {
    arrange: async ({ gitlab, billing }) => ({
      bot: await newBot(gitlab, { in: "projects", id: billing.id }, { access_level: REPORTER }),
    }),
    call: ({ path, bot }) => ({ path, as: bot.token, json: { body: "A report." } }),
    body: {
      one: note,
      where: {
        id: 2,
        type: null,
        body: "A report.",
        system: false,
        noteable_type: "MergeRequest",
        noteable_iid: 1,
        resolvable: false,
        commands_changes: {},
      },
    },
    source: "doc/user/permissions.md",
  }),
  fact(`POST ${all}`, "400 when the body is missing", {
    call: ({ path, developer }) => ({ path, as: developer.token }),
    body: error("body is missing"),
  }),
  fact(`POST ${all}`, "400 when the body is blank", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { body: "" } }),
    body: message(/^400 Bad request - Note \{.*can't be blank/),
    source: helpers,
    note: "How the hash is written depends on GitLab's version of Ruby.",
  }),
  fact(`POST ${all}`, "400 when the body has more than 1,000,000 characters", {
    call: ({ path, developer }) => ({ path, as: developer.token, json: { body: "x".repeat(1_000_001) } }),
    body: message(/^400 Bad request - Note \{.*is too long \(maximum is 1000000 characters\)/),
    source: "doc/api/notes.md",
  }),
  fact(`POST ${all}`, "404 when a guest of a private project writes", {
    arrange: ({ gitlab, billing, stranger }) =>
      addMember(gitlab, { in: "projects", id: billing.id, user: stranger, level: GUEST }),
    call: ({ path, stranger }) => ({ path, as: stranger.token, json: { body: "Hello." } }),
    body: message("404 Not found"),
    source: "app/finders/notes_finder.rb",
  }),
  fact(`PUT ${one}`, "200 when the author changes it", {
    call: ({ named, developer }) => ({ path: named, as: developer.token, json: { body: "Looks better." } }),
    body: { one: note, where: { id: 1, body: "Looks better." } },
  }),
  fact(`PUT ${one}`, "200 when a maintainer changes somebody else's", {
    call: ({ named, maintainer }) => ({ path: named, as: maintainer.token, json: { body: "Moderated." } }),
    body: { one: note, where: { id: 1, body: "Moderated." } },
    source: "doc/user/discussions/index.md",
  }),
  fact(`PUT ${one}`, "400 when the body is blank", {
    call: ({ named, developer }) => ({ path: named, as: developer.token, json: { body: "" } }),
    body: error("body is empty"),
  }),
  fact(`PUT ${one}`, "403 when somebody else without the Maintainer role changes it", {
    arrange: async ({ gitlab, billing }) => ({
      bot: await newBot(gitlab, { in: "projects", id: billing.id }, { access_level: REPORTER }),
    }),
    call: ({ named, bot }) => ({ path: named, as: bot.token, json: { body: "Mine." } }),
    body: forbidden,
    source: helpers,
  }),
  fact(`PUT ${one}`, "404 when there is none of that id", {
    call: ({ named, developer }) => ({
      path: { ...named, note_id: NO_SUCH_ID },
      as: developer.token,
      json: { body: "x" },
    }),
    body: message("404 Not found"),
    source: helpers,
  }),
];
