import type { Fault } from "pulumi-gitlab-ci-access/simulator";
import { permissionsIn, permit } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { World } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { failureOf } from "../../../support/pulumi/failure";
import { StepError } from "../../../support/pulumi/provider";
import { Stack } from "../../../support/pulumi/stack";

const simulator = useSimulator();
const [ADD, UPDATE] = ["ciJobTokenScopeAddGroupOrProject", "ciJobTokenScopeUpdatePolicies"] as const;

const FAULTS: readonly (readonly [name: string, faultFor: (field: string) => Fault, passes: boolean])[] = [
  ["null with an error", (field) => ({ kind: "fieldError", field }), true],
  ["null with an error although GitLab acted", (field) => ({ kind: "fieldError", field, acts: true }), true],
  ["a time-out on the field", (field) => ({ kind: "fieldTimeout", field }), true],
  ["a time-out although GitLab acted", (field) => ({ kind: "fieldTimeout", field, acts: true }), true],
  ["null without a reason", (field) => ({ kind: "fieldNull", field }), false],
  ["200 with errors although GitLab acted", () => ({ kind: "graphqlErrors", acts: true }), true],
];

interface Stage {
  readonly world: World;
  readonly at: (name: string) => string;
  readonly up: (permissions: unknown) => Promise<string[]>;
  readonly outputs: () => Readonly<Record<string, unknown>>;
  readonly given: () => Promise<Record<string, string>>;
}

async function stageOf(): Promise<Stage> {
  simulator().faults.clear();
  const world = await World.create(simulator().url, simulator().token);
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  let stack = new Stack(new InProcessProvider({}));
  return {
    world,
    at: (name) => `${world.group.path}/${name}`,
    async up(permissions) {
      const provider = new InProcessProvider({
        env: { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token },
      });
      stack = stack.in(provider);
      const args = { project: billing.path, targetProject: deploy.path, permissions };
      return stack.up({ it: { type: "ScopeAllowlistEntry", args } }).finally(() => provider.stop());
    },
    outputs: () => stack.outputs("it"),
    given: () => permissionsIn(world, billing),
  };
}

async function struck(field: string, fault: Fault, run: () => Promise<unknown>): Promise<string | undefined> {
  const handle = simulator().faults.add({ field, times: 1, fault });
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  } finally {
    handle.remove();
  }
}

describe.each(FAULTS)("%s", (_, faultFor, passes) => {
  it("on an addition or a change is settled by a look, or fails and leaves no more than is declared", async () => {
    const { up, outputs, given, at } = await stageOf();

    const added = await struck(ADD, faultFor(ADD), () => up(["read_jobs"]));
    expect(added === undefined).toBe(passes);
    if (!passes) expect(await given()).toEqual({});
    await up(["read_jobs"]);
    expect(await given()).toEqual({ [at("deploy")]: "read_jobs" });
    expect(outputs().adopted).toBe(false);

    const changed = await struck(UPDATE, faultFor(UPDATE), () => up([]));
    expect(changed === undefined).toBe(passes);
    await up([]);
    expect(await given()).toEqual({ [at("deploy")]: "cloning only" });
  });
});

it("an entry that is there with other permissions stops the first run, with the text to paste, and is adopted with its own", async () => {
  const { world, up, outputs, given, at } = await stageOf();
  await permit(world, { project: at("billing"), target: at("deploy") }, ["read_jobs", "read_releases"], "add");

  const message = await failureOf(up(["read_jobs"]));
  expect(message).toContain(
    'nothing was touched. Write permissions: ["read_jobs", "read_releases"], or leave them out',
  );
  expect(await given()).toEqual({ [at("deploy")]: "read_jobs, read_releases" });

  await up(["read_releases", "read_jobs"]);
  expect(outputs().adopted).toBe(true);
  await up(["read_jobs"]);
  expect(await given()).toEqual({ [at("deploy")]: "read_jobs" });
});

it("an entry whose permissions are no longer declared keeps them", async () => {
  const { up, given, at } = await stageOf();
  await up(["read_jobs"]);

  await up(undefined);

  expect(await given()).toEqual({ [at("deploy")]: "read_jobs" });
});
