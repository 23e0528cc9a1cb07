import { WRONG } from "../gitlab/use-simulator";
import { failureOf } from "../pulumi/failure";
import type { Properties } from "../pulumi/provider";
import { Stack } from "../pulumi/stack";
import type { Row } from "./row";
import type { WithResource } from "./with-resource";

/** What every resource promises, whatever it is. */
export function describePromises(withResource: WithResource, { sole }: Row): void {
  it(
    "creates what is declared",
    withResource(async ({ stack, program, holds }) => {
      await stack.up(program);

      expect(await holds()).toBe(true);
    }),
  );

  it(
    "has nothing to do the second time, and nothing to refresh",
    withResource(async ({ stack, program, start }) => {
      await stack.up(program);
      const second = stack.in(await start());

      expect(await second.refresh()).toEqual([]);
      expect(await second.up(program)).toEqual([]);
    }),
  );

  it(
    "takes over what someone made by hand",
    withResource(async ({ stack, program, makeByHand, holds }) => {
      await makeByHand();

      await stack.up(program);

      expect(await holds()).toBe(true);
      expect(stack.state.size).toBe(1);
    }),
  );

  it(
    "repairs what someone changed by hand",
    withResource(async ({ stack, program, start, disturb, holds }) => {
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
    withResource(async ({ stack, program, start, vanish }) => {
      await stack.up(program);
      await vanish();
      const next = stack.in(await start());

      expect(await next.refresh()).toEqual(["gone it"]);
    }),
  );

  it(
    "is destroyed without complaint when its project is deleted",
    withResource(async ({ stack, program, start, vanish }) => {
      await stack.up(program);
      await vanish();

      await expect(stack.in(await start()).destroy()).resolves.toBeUndefined();
    }),
  );

  it(
    "is gone after destroy, and destroying it twice is no error",
    withResource(async ({ stack, program, start, isCleared }) => {
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
    withResource(async ({ stack, program, type, start, renameInGitLab, holds }) => {
      await stack.up(program);
      const renamed = { it: { type, args: await renameInGitLab() } };
      const next = stack.in(await start());

      const steps = await next.up(renamed);

      expect(steps.filter((step) => step !== "update it")).toEqual([]);
      expect(await holds()).toBe(true);
      const refreshed = stack.in(await start());
      await refreshed.refresh(); // Records the path that GitLab gives now, and nothing else.
      expect(withoutPaths(refreshed.outputs("it"))).toEqual(withoutPaths(stack.outputs("it")));
      expect(await next.in(await start()).up(renamed)).toEqual([]);
    }),
  );

  it(
    "loses nothing when it is renamed in the program",
    withResource(async ({ stack, program: { it: declaration }, type, args, start, holds, isCleared }) => {
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
    withResource(async ({ stack, program, start, holds }) => {
      await stack.up(program);
      const next = stack.in(await start());

      expect(await next.up(program, { replace: ["it"] })).toEqual(["replace it", "delete it"]);

      expect(await holds()).toBe(true);
      expect(await next.in(await start()).refresh()).toEqual([]);
    }),
  );

  if (sole) {
    it(
      "refuses a second declaration of the same thing, and names both",
      withResource(async ({ stack, type, args }) => {
        const twin = { type, args };

        expect(await failureOf(stack.up({ one: twin, two: twin }))).toMatch(/^"two" and "one" both declare/);
      }),
    );
  } else {
    it(
      "loses nothing when one of two equal declarations goes, and everything when both go",
      withResource(async ({ stack, type, args, start, holds, isCleared }) => {
        const twin = { type, args };
        await stack.up({ one: twin, two: twin });
        const next = stack.in(await start());

        await next.up({ two: twin });
        expect(await holds()).toBe(true);

        await next.in(await start()).up({});
        expect(await isCleared()).toBe(true);
      }),
    );
  }

  it(
    "keeps the token out of all that is printed, said and stored",
    withResource(async ({ stack, program, target, start }) => {
      await stack.up(program);
      const broken = await start({ env: { GITLAB_BASE_URL: `${target.url}${WRONG}` } });
      const messages = await failureOf(new Stack(broken).up(program));

      const everything = [messages, broken.output(), JSON.stringify(broken.log), JSON.stringify([...stack.state])].join(
        "\n",
      );

      expect(everything).not.toContain(target.token);
    }),
  );
}

function withoutPaths(outputs: Properties): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => !/Path$|^paths$/.test(key)));
}
