import { InProcessProvider } from "../../../support/in-process/in-process-provider";
import { failureOf } from "../../../support/pulumi/failure";
import type { Program, Stack } from "../../../support/pulumi/stack";
import { DAY_1, DUE, RotationSetup } from "../../../support/resources/rotation-setup";

let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

/** A further run of Pulumi, which knows what its state says and nothing else. */
function run(): InProcessProvider {
  const { url, token, clock } = setup.simulator;
  return new InProcessProvider({
    env: { GITLAB_BASE_URL: url, GITLAB_TOKEN: token, GITLAB_CI_ACCESS_NOW: clock.now().toISOString() },
  });
}

/** Runs the program and returns what the user was told of things that nobody knows. */
async function upIn(stack: Stack, program: Program): Promise<string[]> {
  const provider = run();
  const next = stack.in(provider);
  await next.up(program);
  stack.state.clear();
  for (const [name, resource] of next.state) stack.state.set(name, resource);
  return provider.log.filter(({ severity }) => severity === "warning").map(({ text }) => text);
}

const worksIn = (stack: Stack, name = "it") => setup.works(stack.secret(name, "token"));

describe("a token of a run whose state was never written", () => {
  it("is left alone and named once, with its name, its date and what to do", async () => {
    const lost = setup.stack();
    await upIn(lost, { it: setup.token() });
    const stack = setup.stack();

    const said = await upIn(stack, { it: setup.token(), other: setup.token() });

    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /^Left by an interrupted run, or another stack's: access token \d+ \("nightly", made on 2027-01-01\) in project \d+\./,
    );
    expect(said[0]).toContain(`access token ${lost.outputs("it").tokenId} (`);
    expect(said[0]).toMatch(/It was not touched\..* revoke it under Settings → Access tokens there\.$/);
    expect([await worksIn(lost), await worksIn(stack)]).toEqual([true, true]);
  });

  it("is not looked for in vain at the cost of the new token: a look that fails is a warning", async () => {
    const fault = { kind: "status", status: 500 } as const;
    setup.simulator.faults.add({ method: "GET", path: /\/access_tokens\b/, fault });
    const stack = setup.stack();

    const said = await upIn(stack, { it: setup.token() });

    expect(said).toEqual([
      expect.stringMatching(
        /^It is not known whether an interrupted run has left one more access token in project \d+\./,
      ),
    ]);
    expect(await worksIn(stack)).toBe(true);
  });

  it("is neither removed nor named where somebody has used it", async () => {
    const lost = setup.stack();
    await upIn(lost, { it: setup.token() });
    await worksIn(lost);

    expect(await upIn(setup.stack(), { it: setup.token() })).toEqual([]);

    expect(await worksIn(lost)).toBe(true);
  });

  it("costs one look per place and run, whatever the number of tokens", async () => {
    const program = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`token-${index}`, setup.token()]));
    setup.simulator.requests.clear();

    await upIn(setup.stack(), program);

    const { all } = setup.simulator.requests;
    expect(all.filter(({ method, path }) => method === "GET" && path.includes("access_tokens"))).toHaveLength(1);
  });

  it("that was to be the second one of an overlap is named, and both that are known go on", async () => {
    const stack = setup.stack();
    const program = { it: setup.token({ strategy: "overlap" }) };
    await upIn(stack, program);
    const previous = stack.secret("it", "token");
    await setup.setNow(DUE);
    const lost = stack.in(run());
    await lost.up(program);

    const said = await upIn(stack, program);

    expect(said).toEqual([expect.stringContaining(`access token ${lost.outputs("it").tokenId} (`)]);
    expect(stack.secret("it", "previousToken")).toBe(previous);
    expect([await setup.works(previous), await worksIn(lost), await worksIn(stack)]).toEqual([true, true, true]);
  });
});

it("is not made a second time after a lost answer where GitLab keeps no descriptions: nobody could tell it from another", async () => {
  const { faults } = setup.simulator;
  const row = { id: 4711, user_id: 7, name: "nightly", scopes: ["read_api"], revoked: false, active: true };
  const dates = { created_at: "2027-01-01T00:00:00Z", expires_at: "2027-01-31", last_used_at: null };
  faults.add({ method: "POST", path: /access_tokens$/, fault: { kind: "resetAfter" } });
  faults.add({
    method: "GET",
    path: /access_tokens/,
    fault: { kind: "status", status: 200, body: [{ ...row, ...dates }] },
  });
  const message = await failureOf(setup.stack().up({ it: setup.token() }));
  faults.clear();

  expect(message).toMatch(/keeps no descriptions of tokens .*: 4711 \("nightly", project \d+\)\. Revoke the one/);
  expect(await setup.live()).toHaveLength(1);
});

describe("a live token of another state is not touched", () => {
  it("where two stacks of two backends have the same names", async () => {
    const [one, two] = [setup.stack(), setup.stack()];
    await upIn(one, { it: setup.token() });

    await upIn(two, { it: setup.token() });
    await upIn(two, {});

    expect(await worksIn(one)).toBe(true);
  });

  it("where a copy of the state rotates with an overlap and loses an answer", async () => {
    const original = setup.stack();
    const program = { it: setup.token({ strategy: "overlap" }) };
    await upIn(original, program);
    await setup.setNow(DUE);
    const copy = original.in(run());
    await upIn(original, program);
    setup.simulator.faults.add({ method: "POST", path: /access_tokens$/, times: 1, fault: { kind: "resetAfter" } });

    await upIn(copy, program);

    expect([await worksIn(original), await worksIn(copy)]).toEqual([true, true]);
    expect(await setup.live()).toHaveLength(3); // The first one, which is the previous one of both, and two second ones.
  });

  it("where the old name of a resource is used again, and a token that this run has met is not named", async () => {
    const stack = setup.stack();
    await upIn(stack, { nightly: setup.token({ name: "one" }) });
    rename(stack, "nightly", "reports");

    const said = await upIn(stack, { reports: setup.token({ name: "one" }), nightly: setup.token({ name: "two" }) });

    expect(said).toEqual([]);
    expect([await worksIn(stack, "reports"), await worksIn(stack, "nightly")]).toEqual([true, true]);
  });

  it("where it was retained and its name is declared again", async () => {
    const retained = setup.stack();
    await upIn(retained, { it: setup.token() });

    await upIn(setup.stack(), { it: setup.token() });

    expect(await worksIn(retained)).toBe(true);
  });
});

it("removes what this very run has asked for and lost the answer of, and no other", async () => {
  const [before, stack] = [setup.stack(), setup.stack()];
  await upIn(before, { it: setup.token() });
  setup.simulator.faults.add({ method: "POST", path: /access_tokens$/, times: 1, fault: { kind: "resetAfter" } });

  await upIn(stack, { it: setup.token() });

  expect(await setup.live()).toHaveLength(2);
  expect([await worksIn(before), await worksIn(stack)]).toEqual([true, true]);
});

/** What the option `aliases`, `pulumi state rename` and `pulumi state move` do: the resource keeps all that its state holds. */
function rename(stack: Stack, from: string, to: string): void {
  const resource = stack.state.get(from);
  if (resource === undefined) throw new Error(`${from} is not in the state`);
  stack.state.delete(from);
  stack.state.set(to, resource);
}
