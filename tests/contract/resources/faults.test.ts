import { type Fault, type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { World } from "../../support/gitlab/world";
import { StepError } from "../../support/process/provider-process";
import { forEveryResource, type Scene } from "../../support/resources/with-resource";

/** One request of a step meets one fault. `passes`: the step succeeds all the same, because what was lost is repeated or looked up. */
const faults: readonly { readonly name: string; readonly fault: Fault; readonly passes: boolean }[] = [
  { name: "the connection is refused", fault: { kind: "refuse" }, passes: true },
  { name: "the connection is reset before GitLab acted", fault: { kind: "resetBefore" }, passes: true },
  { name: "the connection is reset after GitLab acted", fault: { kind: "resetAfter" }, passes: true },
  { name: "no answer comes and GitLab did not act", fault: { kind: "hang" }, passes: true },
  { name: "no answer comes and GitLab acted", fault: { kind: "hang", acts: true }, passes: true },
  { name: "status code 429 with Retry-After", fault: { kind: "status429", retryAfter: 1 }, passes: true },
  { name: "status code 502", fault: { kind: "status", status: 502 }, passes: true },
  { name: "status code 503 although GitLab acted", fault: { kind: "status", status: 503, acts: true }, passes: true },
  { name: "status code 500", fault: { kind: "status", status: 500 }, passes: false },
  { name: "status code 403", fault: { kind: "status", status: 403 }, passes: false },
  { name: "a web page instead of JSON", fault: { kind: "html" }, passes: false },
  { name: "a web page although GitLab acted", fault: { kind: "html", acts: true }, passes: false },
  { name: "an answer that is cut off", fault: { kind: "truncatedJson" }, passes: false },
  {
    name: "a redirect to another host",
    fault: { kind: "redirect", location: "https://login.example/users/sign_in" },
    passes: false,
  },
];

const steps: readonly {
  readonly name: "create" | "delete" | "read";
  readonly run: (scene: Scene) => Promise<unknown>;
  readonly before?: (scene: Scene) => Promise<unknown>;
}[] = [
  { name: "create", run: ({ stack, program }) => stack.up(program) },
  { name: "read", before: ({ stack, program }) => stack.up(program), run: ({ stack }) => stack.refresh() },
  { name: "delete", before: ({ stack, program }) => stack.up(program), run: ({ stack }) => stack.destroy() },
];

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
});

afterEach(() => simulator.faults.clear());

afterAll(() => simulator.close());

/** The step meets the fault; where that fails it, the same step runs again without one, as a user would. Answers the error's message. */
async function meet(scene: Scene, step: (typeof steps)[number], fault: Fault): Promise<string | undefined> {
  const provider = await scene.start({ env: { GITLAB_CI_ACCESS_REQUEST_TIMEOUT: "1" } });
  await step.before?.(scene);
  const underFault = { ...scene, stack: scene.stack.in(provider) };
  const struck = simulator.faults.add({
    ...(scene.row.struck?.(step.name) ?? { path: /\/job_token_scope/ }),
    times: 1,
    fault,
  });
  try {
    await step.run(underFault);
    expect(struck.hits).toBe(1);
    return undefined;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    await step.run({ ...scene, stack: underFault.stack.in(await scene.start()) });
    return error.message;
  }
}

forEveryResource(
  () => simulator,
  () => World.create(simulator.url, simulator.token),
  (play) => {
    describe.each(steps)("$name", (step) => {
      it.each(faults)("loses nothing and doubles nothing: $name", ({ fault, passes }) =>
        play(async (scene) => {
          const message = await meet(scene, step, fault);

          if (passes) expect(message).toBeUndefined();
          if (message !== undefined) {
            expect(message).toMatch(/^Could not .+: .+\. ?.+\.$/s);
            expect(message).not.toContain(scene.target.token);
          }
          if (step.name === "delete") expect(await scene.isCleared()).toBe(true);
          else await expectTruth(scene);
        })(),
      );
    });
  },
  { firstVariantOnly: true },
);

/** A further run finds everything as declared, once, and has nothing to do. */
async function expectTruth({ stack, program, start, holds }: Scene): Promise<void> {
  const next = stack.in(await start());
  await next.up(program);
  expect(await holds()).toBe(true);
  expect(await next.refresh()).toEqual([]);
  expect(await next.up(program)).toEqual([]);
}
