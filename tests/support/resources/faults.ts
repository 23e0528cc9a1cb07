import type { Fault, Simulator } from "pulumi-gitlab-ci-access/simulator";
import { faults, timeoutFor } from "../gitlab/faults";
import { StepError } from "../pulumi/provider";
import type { Stack } from "../pulumi/stack";
import type { ResourceContext, WithResource } from "./with-resource";

interface Step {
  readonly name: "create" | "delete" | "read";
  readonly run: (context: ResourceContext) => Promise<unknown>;
  readonly before?: (context: ResourceContext) => Promise<unknown>;
}

const steps: readonly Step[] = [
  { name: "create", run: ({ stack, program }) => stack.up(program) },
  { name: "read", before: ({ stack, program }) => stack.up(program), run: ({ stack }) => stack.refresh() },
  { name: "delete", before: ({ stack, program }) => stack.up(program), run: ({ stack }) => stack.destroy() },
];

/** One request of a step meets one fault: nothing is lost by it, and nothing is doubled. */
export function describeFaults(simulator: () => Simulator): (withResource: WithResource) => void {
  return (withResource) =>
    describe.each(steps)("$name", (step) => {
      it.each(faults)("loses nothing and doubles nothing: $name", ({ fault, passes }) =>
        withResource(async (context) => {
          const { message, stack } = await meet(simulator(), context, step, fault);

          if (passes) expect(message).toBeUndefined();
          if (message !== undefined) {
            expect(message).toMatch(/^(Of the changes to .+ failed: .+\.\n)?Could not .+: .+\. ?.+\.$/s);
            expect(message).not.toContain(context.target.token);
          }
          if (step.name === "delete") expect(await context.isCleared()).toBe(true);
          else await expectTruth({ ...context, stack });
        })(),
      );
    });
}

/** What a step has come to. */
interface Met {
  /** Of the error, where the fault has failed the step. */
  readonly message: string | undefined;
  readonly stack: Stack;
}

/** The step meets the fault; where that fails it, the same step runs again without one, as a user would. */
async function meet(simulator: Simulator, context: ResourceContext, step: Step, fault: Fault): Promise<Met> {
  await step.before?.(context);
  const provider = await context.start({ env: { GITLAB_CI_ACCESS_REQUEST_TIMEOUT: timeoutFor(fault) } });
  const underFault = { ...context, stack: context.stack.in(provider) };
  const where = context.row.struck?.(step.name) ?? { path: /\/job_token_scope/ };
  const struck = simulator.faults.add({ ...where, times: 1, fault });
  try {
    await step.run(underFault);
    expect(struck.hits).toBe(1);
    return { message: undefined, stack: underFault.stack };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const again = underFault.stack.in(await context.start());
    await step.run({ ...context, stack: again });
    return { message: error.message, stack: again };
  }
}

/** A further run finds everything as declared, once, and has nothing to do. */
async function expectTruth({ stack, program, start, holds }: ResourceContext): Promise<void> {
  const next = stack.in(await start());
  await next.up(program);
  expect(await holds()).toBe(true);
  expect(await next.refresh()).toEqual([]);
  expect(await next.up(program)).toEqual([]);
}
