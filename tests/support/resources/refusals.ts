import type { World } from "../gitlab/world";
import { failureOf } from "../pulumi/failure";
import { Stack } from "../pulumi/stack";
import type { Row } from "./row";
import type { WithResource } from "./with-resource";

/** What every resource says where GitLab refuses the credential. */
export function describeRefusals(withResource: WithResource, { refusedLater = "as on create" }: Row): void {
  describe.each([
    {
      status: 401,
      because: "the token is not valid",
      tokenFor: async () => ["glpat", "not_a_valid_token"].join("-"),
      says: /did not accept the token from GITLAB_TOKEN.*personal_access_tokens/,
    },
    {
      status: 403,
      because: "the role is too low",
      tokenFor: (world: World) => world.tokenOf("developer"),
      says: /Maintainer.*Manage → Members/,
    },
    {
      status: 404,
      because: "nothing can be seen",
      tokenFor: (world: World) => world.tokenOf(undefined),
      says: /does not exist, or the token from GITLAB_TOKEN can't see it/,
    },
    {
      status: 403,
      because: "the scope is missing",
      tokenFor: (world: World) => world.tokenOf("maintainer", ["read_user"]),
      says: /lacks a scope.*api scope/,
    },
  ] as const)("explains $status because $because", ({ because, tokenFor, ...usual }) => {
    it(
      "on create",
      withResource(async ({ world, program, start, row }) => {
        const { status, says } = row.refusals?.[because] ?? usual;
        const token = await tokenFor(world);
        const stack = new Stack(await start({ env: { GITLAB_TOKEN: token } }));

        const message = await failureOf(stack.up(program));

        expect(message).toMatch(new RegExp(`answered ${status}`));
        expect(message).toMatch(says);
        expect(message).not.toContain(token);
        expect(stack.state.size).toBe(0);
      }),
    );

    if (usual.status === 404 || refusedLater === "in its own words") return; // What can't be seen is gone: read and delete take it so.

    it.each(["refresh", "destroy"] as const)("on %s, and keeps the state", (verb) =>
      withResource(async ({ world, stack, program, start, row }) => {
        const { status, says } = row.refusals?.[because] ?? usual;
        await stack.up(program);
        const token = await tokenFor(world);
        const next = stack.in(await start({ env: { GITLAB_TOKEN: token } }));

        const message = await failureOf(next[verb]());

        expect(message).toMatch(new RegExp(`answered ${status}`));
        expect(message).toMatch(says);
        expect(message).not.toContain(token);
        expect(next.state.size).toBe(1);
      })(),
    );
  });
}
