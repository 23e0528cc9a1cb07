import { type Fault, type FaultRule, type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { permissionsIn } from "../../support/gitlab/permissions";
import { type Named, World } from "../../support/gitlab/world";
import { Runs } from "../../support/in-process/runs";
import { failureOf, messageOf } from "../../support/pulumi/failure";
import type { Program, Stack } from "../../support/pulumi/stack";

/** A GitLab with two targets, and runs of Pulumi against it. */
class Stage {
  #count = 0;

  private constructor(
    readonly simulator: Simulator,
    readonly world: World,
    readonly deploy: Named,
    readonly platform: Named,
    readonly build: Named,
    readonly runs: Runs,
  ) {}

  static async start(options: Parameters<typeof startSimulator>[0] = {}): Promise<Stage> {
    const simulator = await startSimulator({ enforceJobTokenScope: false, ...options });
    const world = await World.create(simulator.url, simulator.token);
    const [deploy, platform] = [await world.project("deploy"), await world.subgroup("platform")];
    const build = await world.project("build", platform);
    return new Stage(simulator, world, deploy, platform, build, new Runs(simulator));
  }

  /** A project of its own for each case. */
  billing(): Promise<Named> {
    this.#count += 1;
    return this.world.project(`billing-${this.#count}`);
  }

  async stop(): Promise<void> {
    await this.runs.stop();
    await this.simulator.close();
  }
}

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterEach(() => stage.simulator.faults.clear());
afterAll(() => stage.stop());

interface Subject {
  readonly target: (of: Stage) => Named;
  /** A project that its entry lets in. */
  readonly caller: (of: Stage) => Named;
  readonly args: (of: Stage, permissions: readonly string[]) => object;
  readonly type: string;
}

const LIST: Subject = {
  type: "JobTokenAllowlist",
  target: ({ deploy }) => deploy,
  caller: ({ deploy }) => deploy,
  args: ({ deploy, platform }, permissions) => ({
    projects: [{ project: deploy.id, permissions }],
    groups: [{ group: platform.path, permissions: [] }],
  }),
};
const PROJECT: Subject = {
  type: "ScopeAllowlistEntry",
  target: ({ deploy }) => deploy,
  caller: ({ deploy }) => deploy,
  args: ({ deploy }, permissions) => ({ targetProject: deploy.id, permissions }),
};
const GROUP: Subject = {
  type: "GroupAllowlistEntry",
  target: ({ platform }) => platform,
  caller: ({ build }) => build,
  args: ({ platform }, permissions) => ({ targetGroup: platform.path, permissions }),
};
const ALL = { "a list": LIST, "an entry for a project": PROJECT, "an entry for a group": GROUP };

/** One request, or all of them, meet it. */
interface Trouble {
  readonly name: string;
  readonly faultFor: (field: string) => Fault;
  readonly times: number;
}

const FOREVER = 50;
const fault = (name: string, faultFor: Trouble["faultFor"], times = FOREVER): Trouble => ({ name, faultFor, times });
const status = (code: number): Trouble => fault(`status ${code}`, () => ({ kind: "status", status: code }));

/** What strikes every request. */
const TRANSPORT: readonly Trouble[] = [
  ...[401, 403, 404, 500, 503].map(status),
  fault("500 although GitLab acted", () => ({ kind: "status", status: 500, acts: true }), 1),
  fault("429 with Retry-After", () => ({ kind: "status429", retryAfter: 1 }), 1),
  fault("429 for ever", () => ({ kind: "status429", retryAfter: 1 })),
  fault("a web page", () => ({ kind: "html" })),
  fault("a redirect", () => ({ kind: "redirect", location: "https://login.example/users/sign_in" })),
  fault("a reset before GitLab acts", () => ({ kind: "resetBefore" })),
  fault("a reset after GitLab acted", () => ({ kind: "resetAfter" }), 1),
  fault("an answer that is cut off", () => ({ kind: "truncatedJson" }), 1),
];

/** What strikes inside of GraphQL, where the status is 200 all the same. */
const GRAPHQL: readonly Trouble[] = [
  fault("null with an error", (field) => ({ kind: "fieldError", field })),
  fault("null with an error although GitLab acted", (field) => ({ kind: "fieldError", field, acts: true }), 1),
  fault("a time-out on the field", (field) => ({ kind: "fieldTimeout", field })),
  fault("a time-out although GitLab acted", (field) => ({ kind: "fieldTimeout", field, acts: true }), 1),
  fault("null without a reason", (field) => ({ kind: "fieldNull", field })),
  fault("200 with errors", () => ({ kind: "graphqlErrors" })),
  fault("200 with errors although GitLab acted", () => ({ kind: "graphqlErrors", acts: true }), 1),
  fault("a query that is too complex", () => ({ kind: "tooComplex" })),
];

interface Operation {
  readonly strikes: Omit<FaultRule, "fault">;
  readonly troubles: readonly Trouble[];
  /** What the entry gives before. Nothing: it is not there. */
  readonly before?: readonly string[];
  readonly step: "destroy" | "refresh" | "up";
  readonly subjects?: Readonly<Record<string, Subject>>;
}

const [ADD, UPDATE, LISTS] = [
  "ciJobTokenScopeAddGroupOrProject",
  "ciJobTokenScopeUpdatePolicies",
  "ciJobTokenScopeAllowlist",
] as const;
const BOTH = [...GRAPHQL, ...TRANSPORT];
const PARTIAL = fault("an entry without its target", () => ({ kind: "fieldNull", field: "target" }));
const WANTED = ["read_packages"];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "the version": { strikes: { path: /\/metadata$/ }, troubles: TRANSPORT, step: "up" },
  "the first look": { strikes: { field: LISTS }, troubles: BOTH, step: "up" },
  "the path of a target": {
    strikes: { path: /\/graphql$/, after: 1 },
    troubles: TRANSPORT,
    step: "up",
    subjects: { "a list": LIST, "an entry for a project": PROJECT },
  },
  "an addition": { strikes: { field: ADD }, troubles: BOTH, step: "up" },
  "the look after an addition": {
    strikes: { field: LISTS, after: 1 },
    troubles: [...BOTH, PARTIAL],
    step: "up",
    subjects: { "a list": LIST },
  },
  "a change": { strikes: { field: UPDATE }, troubles: BOTH, before: ["read_jobs"], step: "up" },
  "a refresh": { strikes: { field: LISTS }, troubles: [...BOTH, PARTIAL], before: WANTED, step: "refresh" },
  "the look before a removal": {
    strikes: { field: LISTS },
    troubles: [...BOTH, PARTIAL],
    before: WANTED,
    step: "destroy",
    subjects: { "a list": LIST },
  },
  "a removal": { strikes: { method: "DELETE" }, troubles: TRANSPORT, before: WANTED, step: "destroy" },
};

/** One subject with a project of its own. */
class Case {
  constructor(
    readonly subject: Subject,
    readonly billing: Named,
  ) {}

  program(permissions: readonly string[]): Program {
    const { type, args } = this.subject;
    return { it: { type, args: { project: this.billing.id, ...args(stage, permissions) } } };
  }

  /** What the entry gives, if it is there. */
  async gift(): Promise<string | undefined> {
    return (await permissionsIn(stage.world, this.billing))[this.subject.target(stage).path];
  }

  /** What it lets its caller do now. */
  now(): string | undefined {
    return stage.simulator.jobTokenAccess(this.billing.id, this.subject.caller(stage).id)?.permissions.toString();
  }

  run(step: Operation["step"], stack: Stack): Promise<unknown> {
    return step === "up" ? stack.up(this.program(WANTED)) : stack[step]();
  }
}

async function meets({ strikes, before, step }: Operation, trouble: Trouble, it: Case): Promise<void> {
  let { stack } = stage.runs.run();
  if (before !== undefined) await stack.up(it.program(before));
  const field = strikes.field ?? "projects";
  const struck = stage.simulator.faults.add({ ...strikes, times: trouble.times, fault: trouble.faultFor(field) });
  stack = stage.runs.run(stack).stack;
  const seen = new Set([it.now()]);
  const stop = stage.simulator.watch(() => void seen.add(it.now()));
  const message = await messageOf(it.run(step, stack));
  stop();
  stage.simulator.faults.clear();

  expect(struck.hits).toBeGreaterThan(0);
  if (message !== undefined) expect(message).toMatch(/Could not [^\n]+: [^\n]+\. ?[^\n]+\.$/m);
  expect(message ?? "").not.toMatch(/report this as a defect/);
  const left = step === "destroy" ? undefined : WANTED.join();
  expect([before?.join(), left]).toEqual(expect.arrayContaining([...seen, await it.gift()]));
  stack = stage.runs.run(stack).stack;
  await it.run(step, stack);
  expect(await it.gift()).toBe(left);
  if (step !== "destroy") expect(await stack.up(it.program(WANTED))).toEqual([]);
}

describe.each(Object.entries(OPERATIONS))("trouble with %s", (_, operation) => {
  it.each(Object.entries(operation.subjects ?? ALL))(
    "of %s loses nothing, gives nothing more, says what to do, and the next run has what is declared",
    async (_, subject) => {
      for (const trouble of operation.troubles) {
        const met = meets(operation, trouble, new Case(subject, await stage.billing()));
        await met.catch((error: Error) => {
          error.message = `${trouble.name}: ${error.message}`;
          throw error;
        });
      }
    },
  );
});

it.each(Object.entries(ALL))(
  "%s whose permission GitLab doesn't know is told so, also where it doesn't say which ones it has",
  async (_, subject) => {
    for (const { name, faultFor, times } of BOTH) {
      const it = new Case(subject, await stage.billing());
      stage.simulator.faults.add({ field: "__type", times, fault: faultFor("__type") });

      const message = await failureOf(stage.runs.run().stack.up(it.program(["read_everything"])));
      stage.simulator.faults.clear();

      expect([name, message]).toEqual([name, expect.stringMatching(/read_everything/i)]);
      expect(await it.gift()).toBeUndefined();
    }
  },
);

it.each([
  ["an old GitLab", { version: "18.2" }, "permissions of allowlist entries came with 18.3. Nothing was touched."],
  ["a GitLab without GraphQL", { graphql: false }, "let what stands before GitLab pass POST /api/graphql"],
])("%s is told at the first call, before anything is changed", async (_, options, says) => {
  const other = await Stage.start(options);
  try {
    for (const { type, args } of Object.values(ALL)) {
      const billing = await other.billing();
      const program = { it: { type, args: { project: billing.id, ...args(other, []) } } };

      expect(await failureOf(other.runs.run().stack.up(program))).toContain(says);
      for (const kind of ["project", "group"] as const) expect(await other.world.allowlist(billing, kind)).toEqual([]);
    }
  } finally {
    await other.stop();
  }
});
