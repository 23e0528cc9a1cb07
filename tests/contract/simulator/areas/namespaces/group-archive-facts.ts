import { group, groupDetail, groupDetailWithoutProjects } from "../../facts/entities/group";
import { projectWithAccess } from "../../facts/entities/project";
import { type Endpoint, factsIn, forbidden, message, notFound } from "../../facts/fact";
import { aTeam, NO_SUCH_ID, newGroup, newProject } from "../../facts/world";

const fact = factsIn(aTeam, "lib/api/groups.rb");
const list = "config/authz/permission_groups/internal/group/archived.yml";
const archive = "POST /groups/:id/archive";
const unarchive = "POST /groups/:id/unarchive";

type Team = Awaited<ReturnType<typeof aTeam>>;
const archived = ({ gitlab, acme }: Team) => gitlab.do(archive, { path: { id: acme.id } });
const marked = ({ gitlab, acme }: Team) => gitlab.do("DELETE /groups/:id", { path: { id: acme.id } });

/** A group in the team's group, which is archived. */
async function below(team: Team) {
  const inner = await newGroup(team.gitlab, "inner", { parent_id: team.acme.id });
  await archived(team);
  return { inner };
}

const refused = (endpoint: Endpoint, when: string, text: string, arrange?: (team: Team) => Promise<unknown>) =>
  fact(endpoint, `422 when ${when}`, {
    arrange: async (team) => arrange?.(team),
    call: ({ acme, root }) => ({ path: { id: acme.id }, as: root }),
    body: message(text),
    source: `app/services/namespaces/groups/${endpoint.split("/").at(-1)}_service.rb`,
  });

/** What nobody may do in an archived group, its owners included, and with what. */
const CLOSED = [
  ["POST /groups", ({ acme }: Team) => ({ name: "x", path: "x", parent_id: acme.id })],
  ["POST /groups/:id/members", ({ stranger }: Team) => ({ user_id: stranger.id, access_level: 30 })],
  ["POST /groups/:id/variables", () => ({ key: "STAGE", value: "x" })],
  ["POST /groups/:id/runners/reset_registration_token", () => ({})],
  ["POST /groups/:id/transfer", () => ({})],
] as const;

export const groupArchiveFacts = [
  ...([archive, unarchive] as const).flatMap((endpoint) => [
    fact(endpoint, "403 when somebody sends it who sees it and does not own it", {
      call: ({ acme, maintainer }) => ({ path: { id: acme.id }, as: maintainer.token }),
      body: forbidden,
    }),
    fact(endpoint, "404 when there is no such group", {
      call: ({ root }) => ({ path: { id: NO_SUCH_ID }, as: root }),
      body: notFound("Group"),
    }),
  ]),
  fact(archive, "200 when an owner sends it", {
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ acme }) => ({ one: groupDetailWithoutProjects, where: { id: acme.id, archived: true } }),
  }),
  refused(archive, "it is archived already", "Group is already archived!", archived),
  refused(archive, "it is marked for deletion", "Cannot archive group since it is scheduled for deletion.", marked),
  fact(unarchive, "200 when an owner sends it", {
    arrange: archived,
    call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token }),
    body: ({ acme }) => ({ one: groupDetailWithoutProjects, where: { id: acme.id, archived: false } }),
  }),
  refused(unarchive, "it is not archived", "Group is already unarchived!"),
  ...(
    [
      [{ visibility: "public" }, { visibility_level: ["public has been restricted by your GitLab administrator"] }],
      [
        { share_with_group_lock: true },
        {
          share_with_group_lock: [
            'cannot be disabled when the parent group "Share with group lock" is enabled, except by the owner of the parent group',
          ],
        },
      ],
    ] as const
  ).map(([json, errors]) =>
    fact("PUT /groups/:id", `400 when it is archived and ${Object.keys(json)[0]} is to change`, {
      arrange: archived,
      call: ({ acme, owner }) => ({ path: { id: acme.id }, as: owner.token, json }),
      body: message(errors),
      source: "app/services/groups/update_service.rb",
    }),
  ),
  fact("PUT /groups/:id", "200 when it is archived and says again what it is", {
    arrange: archived,
    call: ({ acme, owner }) => ({
      path: { id: acme.id },
      as: owner.token,
      json: { visibility: "private", name: "Acme" },
    }),
    body: { one: groupDetail, where: { name: "Acme", visibility: "private" } },
  }),
  fact(archive, "422 when a group above it is archived", {
    arrange: below,
    call: ({ inner, root }) => ({ path: { id: inner.id }, as: root }),
    body: message("Cannot archive group since one of the ancestor groups is already archived!"),
    source: "app/services/namespaces/groups/archive_service.rb",
  }),
  fact(unarchive, "422 when a group above it is archived", {
    arrange: below,
    call: ({ inner, root }) => ({ path: { id: inner.id }, as: root }),
    body: message("Cannot unarchive group since one of the ancestor groups is archived!"),
    source: "app/services/namespaces/groups/unarchive_service.rb",
  }),
  fact("POST /projects/:id/archive", "400 when a group above it is archived", {
    arrange: archived,
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: message("Cannot archive project since one of the ancestors is already archived."),
    source: "app/services/projects/archive_service.rb",
  }),
  fact("POST /projects/:id/unarchive", "400 when a group above it is archived", {
    arrange: archived,
    call: ({ billing, root }) => ({ path: { id: billing.id }, as: root }),
    body: message("Cannot unarchive project since one of the ancestors is archived."),
    source: "app/services/projects/unarchive_service.rb",
  }),
  fact("POST /projects/:id/merge_requests", "403 when a group above the project is archived", {
    arrange: archived,
    call: ({ billing, maintainer }) => ({
      path: { id: billing.id },
      as: maintainer.token,
      json: { title: "x", source_branch: "a", target_branch: "b" },
    }),
    body: forbidden,
    source: "app/policies/project_policy.rb",
  }),
  ...CLOSED.map(([endpoint, json]) =>
    fact(endpoint, "403 when the group is archived", {
      arrange: archived,
      call: (team) => ({ path: { id: team.acme.id }, as: team.owner.token, json: json(team) }),
      body: forbidden,
      source: list,
    }),
  ),
  fact("POST /user/runners", "403 when the group is archived", {
    arrange: archived,
    call: ({ acme, owner }) => ({ as: owner.token, json: { runner_type: "group_type", group_id: acme.id } }),
    body: message("403 Forbidden - Insufficient permissions"),
    source: list,
  }),
  fact("POST /projects", "400 when the group is archived", {
    arrange: archived,
    call: ({ acme, owner }) => ({ as: owner.token, json: { name: "x", path: "x", namespace_id: acme.id } }),
    body: message({ namespace: ["is not valid"] }),
    source: list,
  }),
  fact("POST /groups/:id/access_tokens", "400 when the group is archived", {
    arrange: archived,
    call: ({ acme, owner }) => ({
      path: { id: acme.id },
      as: owner.token,
      json: { name: "x", scopes: ["api"] },
    }),
    body: message("400 Bad request - User does not have permission to create group access token"),
    source: list,
  }),
  fact("GET /groups", "200 when those are asked for that are archived", {
    arrange: archived,
    call: ({ root }) => ({ as: root, query: { archived: true } }),
    body: ({ acme }) => ({ list: group, where: [{ id: acme.id, archived: true }] }),
  }),
  fact("GET /projects/:id", "200 when the group above it was archived, which ended the project's own state", {
    arrange: async (team) => {
      const own = await newProject(team.gitlab, "own", { namespace_id: team.acme.id });
      await team.gitlab.do("POST /projects/:id/archive", { path: { id: own.id } });
      await archived(team);
      return { own };
    },
    call: ({ own, root }) => ({ path: { id: own.id }, as: root }),
    body: ({ own }) => ({ one: projectWithAccess, where: { id: own.id, archived: false } }),
    source: "app/services/namespaces/groups/archive_service.rb",
  }),
];
