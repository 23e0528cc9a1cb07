import type { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { type Endpoint, factsIn, message } from "../facts/fact";
import { aTeam, newGroup, newRunner, newToken } from "../facts/world";

type Path = Readonly<Record<string, string | number>>;
type Team = Awaited<ReturnType<typeof aTeam>>;

interface Deletion {
  readonly source: string;
  /** Makes what is to be deleted. */
  readonly make: (team: Team) => Promise<Path>;
}

const guests = async ({ gitlab, billing }: Team) => {
  const { id } = await newGroup(gitlab, "guests");
  await gitlab.do("POST /projects/:id/share", { path: { id: billing.id }, json: { group_id: id, group_access: 30 } });
  return { id: billing.id, group_id: id };
};

const aVariable = async (gitlab: GitLabApi, all: Endpoint, path: Path) => {
  await gitlab.do(all, { path, json: { key: "REGION", value: "north" } });
  return { ...path, key: "REGION" };
};

const anAssignment = async ({ gitlab, billing, acme }: Team) => {
  const json = { name: "first", path: "first", namespace_id: acme.id };
  const first = await gitlab.post<{ id: number }>("/projects", json);
  const runner = await newRunner(gitlab, { runner_type: "project_type", project_id: first.id });
  await gitlab.do("POST /projects/:id/runners", { path: { id: billing.id }, json: { runner_id: runner.id } });
  return { id: billing.id, runner_id: runner.id };
};

const anImpersonation = async ({ gitlab, owner }: Team) => {
  const expires_at = new Date(Date.now() + 86_400_000 * 9).toISOString().slice(0, 10);
  const token = await gitlab.post<{ id: number }>(`/users/${owner.id}/impersonation_tokens`, {
    ...{ name: "acting", scopes: ["api"], expires_at },
  });
  return { user_id: owner.id, impersonation_token_id: token.id };
};

/** Deletions that GitLab's handlers end in `destroy_conditionally!`. */
const CONDITIONAL: Readonly<Record<string, Deletion>> = {
  "DELETE /users/:id": { source: "lib/api/users.rb", make: async ({ stranger }) => ({ id: stranger.id }) },
  "DELETE /users/:user_id/impersonation_tokens/:impersonation_token_id": {
    source: "lib/api/users.rb",
    make: anImpersonation,
  },
  "DELETE /groups/:id": { source: "lib/api/groups.rb", make: async ({ acme }) => ({ id: acme.id }) },
  "DELETE /projects/:id": { source: "lib/api/projects.rb", make: async ({ billing }) => ({ id: billing.id }) },
  "DELETE /projects/:id/share/:group_id": { source: "lib/api/projects.rb", make: guests },
  "DELETE /groups/:id/members/:user_id": {
    source: "lib/api/members.rb",
    make: async ({ acme, owner }) => ({ id: acme.id, user_id: owner.id }),
  },
  "DELETE /projects/:id/members/:user_id": {
    source: "lib/api/members.rb",
    make: async ({ billing, developer }) => ({ id: billing.id, user_id: developer.id }),
  },
  "DELETE /groups/:id/variables/:key": {
    source: "lib/api/group_variables.rb",
    make: ({ gitlab, acme }) => aVariable(gitlab, "POST /groups/:id/variables", { id: acme.id }),
  },
  "DELETE /runners/:id": {
    source: "lib/api/ci/runners.rb",
    make: async ({ gitlab }) => ({ id: (await newRunner(gitlab)).id }),
  },
  "DELETE /projects/:id/runners/:runner_id": { source: "lib/api/ci/runners.rb", make: anAssignment },
};

/** Deletions that look at no time. */
const UNCONDITIONAL: Readonly<Record<string, Deletion>> = {
  "DELETE /projects/:id/variables/:key": {
    source: "lib/api/ci/variables.rb",
    make: ({ gitlab, billing }) => aVariable(gitlab, "POST /projects/:id/variables", { id: billing.id }),
  },
  "DELETE /admin/ci/variables/:key": {
    source: "lib/api/admin/ci/variables.rb",
    make: ({ gitlab }) => aVariable(gitlab, "POST /admin/ci/variables", {}),
  },
  "DELETE /personal_access_tokens/:id": {
    source: "lib/api/personal_access_tokens.rb",
    make: async ({ gitlab, owner }) => ({ id: (await newToken(gitlab, owner.id)).id }),
  },
};

const fact = factsIn(aTeam);
const LONG_AGO = { "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" };
/** The deletion of something that was made a moment ago. */
const deleting = ({ source, make }: Deletion) => ({
  source,
  arrange: async (team: Team) => ({ made: await make(team) }),
});

// The keys of the tables above are endpoints.
export const preconditionFacts = [
  ...Object.entries(CONDITIONAL).map(([endpoint, deletion]) =>
    fact(endpoint as Endpoint, "412 when it was changed after the time that the request names", {
      ...deleting(deletion),
      call: ({ made, root }) => ({ path: made, as: root, headers: LONG_AGO }),
      body: message("412 Precondition Failed"),
    }),
  ),
  ...Object.entries(UNCONDITIONAL).map(([endpoint, deletion]) =>
    fact(endpoint as Endpoint, "204 when it was changed after a time that the request names in vain", {
      ...deleting(deletion),
      call: ({ made, root }) => ({ path: made, as: root, headers: LONG_AGO }),
      body: "empty",
    }),
  ),
];
