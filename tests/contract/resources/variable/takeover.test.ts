import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { type Named, World } from "../../../support/gitlab/world";
import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { failureOf } from "../../../support/pulumi/failure";
import type { Properties } from "../../../support/pulumi/provider";
import { type Program, Stack } from "../../../support/pulumi/stack";

interface Listed {
  readonly key: string;
  readonly value: string | null;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly description: string | null;
}

let simulator: Simulator;
let world: World;
let project: Named;

beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(async () => {
  simulator.faults.clear();
  world = await World.create(simulator.url, simulator.token);
  project = await world.project("billing");
});
afterAll(() => simulator.close());

const VALUE = "a-value-of-the-program";
const THEIRS = "a-value-of-somebody-else";

const variable = (more: Properties = {}) => ({
  type: "ProjectVariable",
  args: { project: project.path, key: "TOKEN", value: VALUE, ...more },
});
const path = () => `/projects/${project.id}/variables`;
const all = () => world.api.get<Listed[]>(path());
const byHand = (more: Properties = {}) => world.api.post(path(), { key: "TOKEN", value: THEIRS, ...more });

/** A further run of Pulumi: what it did, and what it warned of. */
async function runOf(stack: Stack | undefined, act: (stack: Stack) => Promise<unknown>) {
  const provider = new InProcessProvider({ env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token } });
  const next = stack === undefined ? new Stack(provider) : stack.in(provider);
  await act(next);
  return { stack: next, said: provider.log.filter(({ severity }) => severity === "warning").map(({ text }) => text) };
}
const upIn = (stack: Stack | undefined, program: Program) => runOf(stack, (next) => next.up(program));

/** The message of a run that fails, and the state that it leaves. */
async function failing(stack: Stack | undefined, program: Program) {
  let message = "";
  const { stack: next } = await runOf(stack, async (tried) => {
    message = await failureOf(tried.up(program));
  });
  return { stack: next, message };
}

describe("a variable that is there already", () => {
  it("is taken over without a word where it is equal; flags that are left out count as their defaults", async () => {
    await byHand({ value: VALUE });

    const { stack, said } = await upIn(undefined, { it: variable() });

    expect(said).toEqual([]);
    expect((await runOf(stack, (next) => next.refresh())).stack.state.size).toBe(1);
    await upIn(stack, {});
    expect(await all()).toEqual([]);
  });

  it.each([
    { more: {}, theirs: {}, names: "value" },
    { more: {}, theirs: { value: VALUE, masked: true }, names: "masked" },
    {
      more: { protected: true, raw: true },
      theirs: { value: VALUE, variable_type: "file" },
      names: "protected, raw, variableType",
    },
    { more: { description: "ours" }, theirs: { value: VALUE, description: "theirs" }, names: "description" },
  ])(
    "stops the run before anything is touched where it differs in $names, and shows no value",
    async ({ more, theirs, names }) => {
      await byHand(theirs);
      const before = await all();

      const { stack, message } = await failing(undefined, { it: variable(more) });

      expect(message).toMatch(/is there already, .*Nothing was touched\..*replaceExisting: true.*aliases.*--refresh/s);
      expect(message).toContain(`differs from the declaration in ${names}.`);
      expect(message).not.toMatch(new RegExp(`${VALUE}|${THEIRS}`));
      expect([await all(), stack.state.size]).toEqual([before, 0]);
    },
  );

  it("stops the run where it is hidden, because nobody can compare it", async () => {
    await byHand({ masked_and_hidden: true });

    const { message } = await failing(undefined, { it: variable({ masked: true, hidden: true }) });

    expect(message).toMatch(/It is hidden, so nobody can compare its value\. Nothing was touched/);
  });

  it.each([
    { name: "visible", theirs: {}, more: { masked: true, hidden: true } },
    { name: "hidden", theirs: { masked_and_hidden: true }, more: {} },
  ])("is replaced where the program says so, with a warning, though it is $name", async ({ theirs, more }) => {
    await byHand(theirs);

    const { said } = await upIn(undefined, { it: variable({ ...more, replaceExisting: true }) });

    expect(said).toEqual([
      expect.stringMatching(/^Replaced: the variable TOKEN of project \S+ \(\d+\) was there already/),
    ]);
    expect(await all()).toMatchObject([{ hidden: "hidden" in more, value: "hidden" in more ? null : VALUE }]);
  });

  it("does not become another one by replaceExisting alone", async () => {
    const { stack } = await upIn(undefined, { it: variable() });

    await runOf(stack, async (next) =>
      expect(await next.preview({ it: variable({ replaceExisting: true }) })).toEqual([]),
    );
  });
});

describe("a variable that another resource of the stack has held so far", () => {
  it("is ours: two that swap their keys swap their values", async () => {
    const [one, two] = [variable({ value: "the-value-one" }), variable({ key: "OTHER", value: "the-value-two" })];
    const { stack } = await upIn(undefined, { one, two });

    const swapped = {
      one: variable({ key: "OTHER", value: "the-value-one" }),
      two: variable({ value: "the-value-two" }),
    };
    await runOf(stack, async (next) => {
      await next.preview(swapped); // Pulumi registers resources at the same time: both are checked before one is made.
      await next.up(swapped);
    });

    const values = (await all()).map(({ key, value }) => `${key} ${value}`).sort();
    expect(values).toEqual(["OTHER the-value-one", "TOKEN the-value-two"]);
  });

  it("is ours after a refresh, and without one its new value stops the run", async () => {
    const { stack } = await upIn(undefined, { before: variable() });
    const renamed = { after: variable({ value: "another-value" }) };

    expect((await failing(stack, renamed)).message).toMatch(/differs from the declaration in value.*--refresh/s);

    await runOf(stack, async (next) => {
      await next.refresh();
      expect(await next.up(renamed)).toEqual(["create after", "delete before"]);
    });
    expect(await all()).toMatchObject([{ value: "another-value" }]);
  });
});

describe("nothing is deleted before GitLab has accepted its successor", () => {
  const unmaskable = "odd$characters%that^GitLab&does*not!mask";
  beforeEach(() => simulator.requests.clear());

  it("where our own is to be hidden and can't be masked", async () => {
    const { stack } = await upIn(undefined, { it: variable({ value: unmaskable, protected: true }) });
    const before = await all();

    await failing(stack, { it: variable({ value: unmaskable, masked: true, hidden: true }) });

    expect(await all()).toEqual(before);
    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
  });

  it("where somebody else's is replaced by one that can't be masked", async () => {
    await byHand();

    await failing(undefined, {
      it: variable({ value: unmaskable, masked: true, hidden: true, replaceExisting: true }),
    });

    expect(await all()).toMatchObject([{ value: THEIRS }]);
    expect(simulator.requests.matching({ method: "DELETE" })).toEqual([]);
  });

  it.each([
    { name: "hidden", from: {}, to: { masked: true, hidden: true } },
    { name: "visible", from: { masked: true, hidden: true }, to: { masked: true } },
  ])(
    "and what was deleted is put back where the new one is refused, and it becomes $name in the next run",
    async ({ from, to }) => {
      const { stack } = await upIn(undefined, { it: variable(from) });
      await world.api.put(`${path()}/TOKEN`, { value: VALUE, description: "by hand" });
      const before = await all();
      expect(before).toMatchObject([{ description: "by hand" }]);
      simulator.faults.add({ method: "POST", path: /variables$/, times: 1, fault: { kind: "status", status: 400 } });

      const failed = await failing(stack, { it: variable({ ...to, value: "another-value" }) });

      expect(failed.message).toMatch(/answered 400/);
      expect(await all()).toEqual(before);
      await upIn(failed.stack, { it: variable({ ...to, value: "another-value" }) });
      expect(await all()).toMatchObject([{ hidden: "hidden" in to }]);
    },
  );
});

it("that is hidden and whose answer was lost is known for ours", async () => {
  simulator.faults.add({ method: "POST", path: /variables$/, times: 1, fault: { kind: "resetAfter" } });

  const { stack } = await upIn(undefined, { it: variable({ masked: true, hidden: true }) });

  expect([await all(), stack.state.size]).toMatchObject([[{ hidden: true }], 1]);
});

it("refuses two declarations of one key and scope, by their paths and by an id beside a path", async () => {
  const twin = { type: "ProjectVariable", args: { project: project.id, key: "TOKEN", value: VALUE } };

  for (const two of [variable(), twin])
    expect((await failing(undefined, { one: variable(), two })).message).toMatch(
      /"two" and "one" both declare the variable TOKEN of project /,
    );
});

describe("the description", () => {
  it("is set, changed, and seen by a refresh", async () => {
    const { stack } = await upIn(undefined, { it: variable({ description: "for deploys" }) });
    expect(await all()).toMatchObject([{ description: "for deploys" }]);
    await world.api.put(`${path()}/TOKEN`, { value: VALUE, description: "by hand" });

    await runOf(stack, async (next) => {
      expect(await next.refresh()).toEqual(["changed it"]);
      expect(await next.up({ it: variable({ description: "for deploys" }) })).toEqual(["update it"]);
    });

    expect(await all()).toMatchObject([{ description: "for deploys" }]);
  });

  it("that is left out is neither compared nor sent", async () => {
    await byHand({ value: VALUE, description: "by hand" });
    const { stack } = await upIn(undefined, { it: variable() });

    await runOf(stack, async (next) => {
      expect(await next.refresh()).toEqual([]);
      await next.up({ it: variable({ protected: true }) });
    });

    expect(await all()).toMatchObject([{ description: "by hand" }]);
  });
});

describe("check", () => {
  it("refuses to hide what is not masked, and says what to set", async () => {
    const { message } = await failing(undefined, { it: variable({ hidden: true }) });

    expect(message).toMatch(/hidden is true and masked is not: .* set masked to true as well/);
  });

  it.each(["short", "with some white space"])(
    "refuses to mask what no GitLab masks, and does not show it: %j",
    async (value) => {
      const { message } = await failing(undefined, { it: variable({ value, masked: true }) });

      expect(message).toMatch(/^value can't be masked: .*8 characters without white space/);
      expect(message).not.toContain(value);
    },
  );
});
