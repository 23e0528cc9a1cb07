import type { Fault, Simulator } from "pulumi-gitlab-ci-access/simulator";
import { failureOf } from "../pulumi/failure";
import type { Row } from "./row";
import type { WithResource } from "./with-resource";

/** Answers that look like "gone", and don't come from GitLab. */
const foreign: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: "a web page with 404", fault: { kind: "html", status: 404 } },
  { name: "404 of a router that does not know the path", fault: status(404, { error: "404 Not Found" }) },
  { name: "404 of a gateway", fault: status(404, { message: "no Route matched with those values" }) },
  { name: "404 of a gateway that repeats the status", fault: status(404, { status: 404 }) },
  { name: "401 of a gateway", fault: status(401, { message: "Unauthorized" }) },
];

function status(code: number, body: object): Fault {
  return { kind: "status", status: code, body };
}

/** What every resource takes for gone, and what not. */
export function describeAbsence(simulator: () => Simulator): (withResource: WithResource, row: Row) => void {
  return (withResource, { refusedLater = "as on create" }) => {
    describe.each(foreign)("$name", ({ fault }) => {
      it.each(["refresh", "destroy"] as const)("fails %s: the state stays, and so does what is in GitLab", (verb) =>
        withResource(async ({ stack, program, start, holds }) => {
          await stack.up(program);
          const next = stack.in(await start());
          simulator().faults.add({ fault });

          await failureOf(next[verb]());

          simulator().faults.clear();
          expect(next.state.size).toBe(1);
          expect(await holds()).toBe(true);
        })(),
      );
    });

    if (refusedLater === "in its own words") return; // Tokens and runners are told apart in other ways.

    it(
      "keeps the state in a refresh by a credential that does not see it, and warns once",
      withResource(async ({ world, stack, program, start }) => {
        await stack.up(program);
        const provider = await start({ env: { GITLAB_TOKEN: await world.tokenOf(undefined) } });
        const blind = stack.in(provider);

        expect(await blind.refresh()).toEqual([]);

        expect(blind.state.size).toBe(1);
        expect(provider.log.filter(({ severity }) => severity === "warning")).toHaveLength(1);
      }),
    );

    it(
      "is not removed by a credential that does not see it: an error names the ways out",
      withResource(async ({ world, stack, program, start, holds }) => {
        await stack.up(program);
        const blind = stack.in(await start({ env: { GITLAB_TOKEN: await world.tokenOf(undefined) } }));

        expect(await failureOf(blind.destroy())).toMatch(/GITLAB_CI_ACCESS_GONE.*pulumi state delete/s);

        expect(await holds()).toBe(true);
      }),
    );
  };
}
