import { permissionsIn, permit } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { World } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { failureOf } from "../../../support/pulumi/failure";
import { Stack } from "../../../support/pulumi/stack";

const simulator = useSimulator();

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

it.each([
  ["in another case, with blanks and twice", [" READ_Jobs ", "read_jobs"], "read_jobs"],
  ["with one that another includes", ["read_packages", "admin_packages"], "admin_packages, read_packages"],
  ["as Default", "Default", "default permissions"],
])("permissions %s are what GitLab has, and no change the second time", async (_, permissions, text) => {
  const { up, given, at } = await stageOf();

  await up(permissions);

  expect(await given()).toEqual({ [at("deploy")]: text });
  expect(await up(permissions)).toEqual([]);
});

it("permissions that GitLab's names can't be are refused before anything is asked", async () => {
  const { up, given } = await stageOf();

  for (const odd of [["default", "read_jobs"], [""], "read_jobs", ["read jobs"]])
    expect(await failureOf(up(odd))).toMatch(/^permissions (holds|is one text)/);
  expect(await given()).toEqual({});
});
