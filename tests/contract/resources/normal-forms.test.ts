import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";
import { failureOf } from "../../support/pulumi/failure";
import type { Properties } from "../../support/pulumi/provider";
import { Stack } from "../../support/pulumi/stack";

/** What GitLab normalises is normalised before it is compared: in what a program says, and in what an old state holds. */
let simulator: Simulator;
let world: World;
let project: Named;
let deploy: Named;

beforeAll(async () => {
  simulator = await startSimulator({ edition: "premium" });
  world = await World.create(simulator.url, simulator.token);
  [project, deploy] = [await world.project("billing"), await world.project("deploy")];
});
afterAll(() => simulator.close());

const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
const token = {
  name: "nightly",
  scopes: ["read_api", "read_registry"],
  accessLevel: "reporter",
  rotationConfiguration,
};
const runner = { runnerType: "project_type", tagList: ["a", "b"] };
const variable = { key: "TOKEN", value: "a-value-of-the-program" };
const upper = (path: string) => ` /${path.toUpperCase()}/ `;

interface Case {
  readonly type: string;
  readonly what: string;
  readonly args: () => Properties;
  /** The same in other words. */
  readonly same: () => Properties;
}

const cases: readonly Case[] = [
  {
    type: "JobTokenScope",
    what: "blanks, slashes and case of a path",
    args: () => ({ project: project.path }),
    same: () => ({ project: upper(project.path) }),
  },
  {
    type: "ScopeAllowlistEntry",
    what: "an id as text, and case",
    args: () => ({ project: project.id, targetProject: deploy.path }),
    same: () => ({ project: ` ${project.id} `, targetProject: upper(deploy.path) }),
  },
  {
    type: "GroupAllowlistEntry",
    what: "case",
    args: () => ({ project: project.path, targetGroup: world.group.path }),
    same: () => ({ project: upper(project.path), targetGroup: upper(world.group.path) }),
  },
  {
    type: "JobTokenAllowlist",
    what: "order, doubles and case",
    args: () => ({ project: deploy.path, projects: [project.path], groups: [world.group.path] }),
    same: () => ({
      project: upper(deploy.path),
      projects: [upper(project.path), project.path],
      groups: [upper(world.group.path)],
    }),
  },
  ...(["RotatingProjectToken", "RotatingGroupToken"] as const).map((type) => ({
    type,
    what: "empty text, blanks, order, doubles and split lists",
    args: () => ({ ...placeOf(type), ...token }),
    same: () => ({
      ...placeOf(type),
      ...token,
      ...{ name: " nightly ", description: "  ", scopes: ["read_registry, read_api", "read_api", ""] },
    }),
  })),
  ...(["ProjectVariable", "GroupVariable"] as const).map((type) => ({
    type,
    what: "empty text and blanks",
    args: () => ({ ...placeOf(type), ...variable, environmentScope: "production" }),
    same: () => ({ ...placeOf(type), ...variable, environmentScope: " production ", description: " " }),
  })),
  {
    type: "UserRunner",
    what: "empty text, blanks, order, doubles and split lists",
    args: () => ({ project: project.path, ...runner, description: "builds" }),
    same: () => ({
      ...{ ...runner, project: upper(project.path), description: " builds ", maintenanceNote: "" },
      tagList: [" b", "a, b", "a", ""],
    }),
  },
];

function placeOf(type: string): Properties {
  return type.includes("Group") ? { group: world.group.path } : { project: project.path };
}

/** Each run of Pulumi has a provider of its own. */
function run(stack?: Stack): Stack {
  const provider = new InProcessProvider({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
  return stack === undefined ? new Stack(provider) : stack.in(provider);
}

it("has every resource in these tests", () => {
  const { KINDS }: typeof import("../../../provider/domain/kinds") = require("../../../provider/domain/kinds");

  expect([...new Set(cases.map(({ type }) => type))].sort()).toEqual(Object.keys(KINDS).sort());
});

describe.each(cases)("$type: $what", ({ type, args, same }) => {
  it.each([
    { name: "the program changes from the plain form", first: args, next: same },
    { name: "the program changes to the plain form", first: same, next: args },
  ])("are no change where $name, with and without a refresh", async ({ first, next }) => {
    const stack = run();
    await stack.up({ it: { type, args: first() } });
    try {
      expect(await run(stack).preview({ it: { type, args: next() } })).toEqual([]);

      const refreshed = run(stack);
      expect(await refreshed.refresh()).toEqual([]);
      expect(await refreshed.preview({ it: { type, args: next() } })).toEqual([]);
    } finally {
      await run(stack).destroy();
    }
  });

  it("are no change where an old state holds them as they were written", async () => {
    const stack = run();
    await stack.up({ it: { type, args: args() } });
    const made = stack.state.get("it");
    if (made === undefined) throw new Error("nothing was made");
    const asWritten = { inputs: { ...made.inputs, ...same() }, outputs: { ...made.outputs, ...unsealedOnly(same()) } };
    try {
      const old = run(stack);
      old.state.set("it", { ...made, ...asWritten });

      expect(await old.preview({ it: { type, args: args() } })).toEqual([]);
    } finally {
      await run(stack).destroy();
    }
  });
});

/** Secrets of a state stand in envelopes, and none of them has another normal form. */
function unsealedOnly({ value: _, ...args }: Properties): Properties {
  return args;
}

describe("what is not an input is refused", () => {
  const it_ = (more: Properties) => ({
    it: { type: "RotatingProjectToken", args: { ...placeOf("Project"), ...token, ...more } },
  });

  it.each(["expiresAt", "retirePreviousAt"])("%s of a program is refused at the first run", async (name) => {
    expect(await failureOf(run().up(it_({ [name]: "2099-01-01" })))).toMatch(
      new RegExp(`there is no input "${name}": the date follows from .*ignoreChanges`),
    );
  });

  it("expiresAt passes where it is the one of the state, also for a replacement, and is refused where it is not", async () => {
    const stack = run();
    await stack.up(it_({}));
    const { expiresAt } = stack.outputs("it");
    try {
      expect(await run(stack).preview(it_({ expiresAt }))).toEqual([]);
      expect(await run(stack).preview(it_({ expiresAt, name: "another" }))).toEqual(["replace"]);
      expect(await failureOf(run(stack).preview(it_({ expiresAt: "2099-01-01" })))).toMatch(
        /there is no input "expiresAt"/,
      );
    } finally {
      await run(stack).destroy();
    }
  });
});

describe("scopes", () => {
  it("that GitLab doesn't document are sent all the same, with what was likely meant", async () => {
    const provider = new InProcessProvider({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
    const args = { ...placeOf("Project"), ...token, scopes: ["read_apis", "read_api", "a_new_one"] };

    await new Stack(provider).preview({ it: { type: "RotatingProjectToken", args } });

    expect(provider.log.map(({ text }) => text)).toEqual([
      expect.stringMatching(/"a_new_one", "read_apis" \(did you mean "read_api"\?\)\. It is sent as it is/),
    ]);
  });
});
