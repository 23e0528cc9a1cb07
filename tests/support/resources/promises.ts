import type { World } from "../gitlab/world";
import { StepError } from "../process/provider-process";
import { Stack } from "../pulumi/stack";
import type { Row } from "./table";
import type { Play } from "./with-resource";

/** What every resource promises, whatever it is. */
export function describeSharedPromises(play: Play, { refusedLater = "as on create" }: Row): void {
  it(
    "creates what is declared",
    play(async ({ stack, program, holds }) => {
      await stack.up(program);

      expect(await holds()).toBe(true);
    }),
  );

  it(
    "has nothing to do the second time, and nothing to refresh",
    play(async ({ stack, program, start }) => {
      await stack.up(program);
      const second = stack.in(await start());

      expect(await second.refresh()).toEqual([]);
      expect(await second.up(program)).toEqual([]);
    }),
  );

  it(
    "takes over what someone made by hand",
    play(async ({ stack, program, makeByHand, holds }) => {
      await makeByHand();

      await stack.up(program);

      expect(await holds()).toBe(true);
      expect(stack.state.size).toBe(1);
    }),
  );

  it(
    "repairs what someone changed by hand",
    play(async ({ stack, program, start, disturb, holds }) => {
      await stack.up(program);
      await disturb();
      const next = stack.in(await start());

      expect(await next.refresh()).toHaveLength(1);
      await next.up(program);

      expect(await holds()).toBe(true);
    }),
  );

  it(
    "is gone when its project is deleted",
    play(async ({ stack, program, start, vanish }) => {
      await stack.up(program);
      await vanish();
      const next = stack.in(await start());

      expect(await next.refresh()).toEqual(["gone it"]);
    }),
  );

  it(
    "is destroyed without complaint when its project is deleted",
    play(async ({ stack, program, start, vanish }) => {
      await stack.up(program);
      await vanish();

      await expect(stack.in(await start()).destroy()).resolves.toBeUndefined();
    }),
  );

  it(
    "is gone after destroy, and destroying it twice is no error",
    play(async ({ stack, program, start, isCleared }) => {
      await stack.up(program);
      const again = stack.in(await start());

      await stack.in(await start()).destroy();
      expect(await isCleared()).toBe(true);

      await again.destroy();
      expect(await isCleared()).toBe(true);
    }),
  );

  it(
    "is not replaced by a rename in GitLab",
    play(async ({ stack, program, type, start, renameInGitLab, holds }) => {
      await stack.up(program);
      const renamed = { it: { type, args: await renameInGitLab() } };
      const next = stack.in(await start());

      const steps = await next.up(renamed);

      expect(steps.filter((step) => step !== "update it")).toEqual([]);
      expect(await holds()).toBe(true);
      expect(await stack.in(await start()).refresh()).toEqual([]);
      expect(await next.in(await start()).up(renamed)).toEqual([]);
    }),
  );

  it(
    "loses nothing when it is renamed in the program",
    play(async ({ stack, program: { it: declaration }, type, args, start, holds, isCleared }) => {
      await stack.up({ before: declaration ?? { type, args } });
      const next = stack.in(await start());

      expect(await next.up({ after: { type, args } })).toEqual(["create after", "delete before"]);

      expect(await holds()).toBe(true);
      expect(await next.in(await start()).refresh()).toEqual([]);
      await next.in(await start()).destroy();
      expect(await isCleared()).toBe(true);
    }),
  );

  it(
    "loses nothing by --replace",
    play(async ({ stack, program, start, holds }) => {
      await stack.up(program);
      const next = stack.in(await start());

      expect(await next.up(program, { replace: ["it"] })).toEqual(["replace it", "delete it"]);

      expect(await holds()).toBe(true);
      expect(await next.in(await start()).refresh()).toEqual([]);
    }),
  );

  it(
    "loses nothing when one of two equal declarations goes, and everything when both go; or bears no second one, and says so",
    play(async ({ stack, row, type, args, start, holds, isCleared }) => {
      const twin = { type, args };
      if (row.sole)
        return expect(await failureOf(stack.up({ one: twin, two: twin }))).toMatch(/^"two" and "one" both declare/);
      await stack.up({ one: twin, two: twin });
      const next = stack.in(await start());

      await next.up({ two: twin });
      expect(await holds()).toBe(true);

      await next.in(await start()).up({});
      expect(await isCleared()).toBe(true);
    }),
  );

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
      play(async ({ world, program, start, row }) => {
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
      play(async ({ world, stack, program, start, row }) => {
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

  it(
    "keeps the token out of all that is printed, said and stored",
    play(async ({ stack, program, target, start }) => {
      await stack.up(program);
      const broken = await start({ env: { GITLAB_BASE_URL: `${target.url}/wrong` } });
      const messages = await failureOf(new Stack(broken).up(program));

      const everything = [messages, broken.output(), JSON.stringify(broken.log), JSON.stringify([...stack.state])].join(
        "\n",
      );

      expect(everything).not.toContain(target.token);
    }),
  );
}

/** The message of a failure; an act that succeeds fails the test. */
export async function failureOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
  throw new Error("this was expected to fail");
}
