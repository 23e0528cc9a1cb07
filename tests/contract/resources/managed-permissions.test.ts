import * as pulumi from "@pulumi/pulumi";
import { GroupAllowlistEntry, JobTokenAllowlist, ScopeAllowlistEntry } from "../../../provider";
import { providerText } from "../../../provider/domain/provider-text";
import { UNKNOWN } from "../../../provider/engine/unknowns";
import { isWrite } from "../../support/gitlab/is-write";
import { permissionsIn, permit } from "../../support/gitlab/permissions";
import { useSimulator } from "../../support/gitlab/use-simulator";
import { type Named, World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";
import { startProviderProcess } from "../../support/process/provider-process";
import type { Properties, Provider } from "../../support/pulumi/provider";
import { type Program, Stack } from "../../support/pulumi/stack";
import { registeredBy } from "../../support/registered";

/** What a program and Pulumi may do with permissions, the same for single entries, for an element of a list and for what a list gives its elements. */
const simulator = useSimulator();
const [own, other] = [["read_jobs"], ["read_packages", "read_releases"]];

let world: World;
let billing: Named;
let deploy: Named;
let another: Named;

interface Case {
  readonly name: string;
  readonly type: "GroupAllowlistEntry" | "JobTokenAllowlist" | "ScopeAllowlistEntry";
  readonly isGroup?: true;
  readonly args: (permissions: unknown, target?: Named) => Properties;
}

const cases: readonly Case[] = [
  {
    name: "a project's entry",
    type: "ScopeAllowlistEntry",
    args: (permissions, { path } = deploy) => ({ project: billing.path, targetProject: path, permissions }),
  },
  {
    name: "a group's entry",
    type: "GroupAllowlistEntry",
    isGroup: true,
    args: (permissions, { path } = deploy) => ({ project: billing.path, targetGroup: path, permissions }),
  },
  {
    name: "an element of a list",
    type: "JobTokenAllowlist",
    args: (permissions, { path } = deploy) => ({ project: billing.path, projects: [{ project: path, permissions }] }),
  },
  {
    name: "the elements of a list",
    type: "JobTokenAllowlist",
    args: (permissions, { path } = deploy) => ({ project: billing.path, projects: [path], permissions }),
  },
];

const env = () => ({ GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token });
const given = () => permissionsIn(world, billing);

/** One command of Pulumi: the same state, a provider of its own. */
async function inRun<T>(stack: Stack, command: (stack: Stack, provider: Provider) => Promise<T>): Promise<T> {
  const provider = new InProcessProvider({ env: env() });
  const next = stack.in(provider);
  simulator().requests.clear();
  try {
    return await command(next, provider);
  } finally {
    await provider.stop();
    stack.state.clear();
    for (const [name, resource] of next.state) stack.state.set(name, resource);
  }
}

/** What the last command asked GitLab to change. */
function writes(): string[] {
  const changing = simulator().requests.all.filter(isWrite);
  return changing.map(({ method, operation }) => operation ?? method);
}

describe.each(cases)("permissions of $name", ({ type, isGroup, args }) => {
  let stack: Stack;
  const it_ = (...wanted: Parameters<Case["args"]>): Program => ({ it: { type, args: args(...wanted) } });
  const up = (program: Program, options?: { replace: readonly string[] }) =>
    inRun(stack, (now) => now.up(program, options));
  const preview = (program: Program) =>
    inRun(stack, async (now, { log }) => ({
      steps: await now.preview(program),
      said: log.map(({ text }) => text).join("\n"),
    }));
  const shown = () => stack.outputs("it").entries ?? stack.outputs("it").permissions;
  const text = (permissions: readonly string[]) =>
    type === "JobTokenAllowlist" ? { [deploy.path]: `project: ${permissions.join(", ")}` } : permissions;

  beforeEach(async () => {
    world = await World.create(simulator().url, simulator().token);
    const make = (name: string) => (isGroup ? world.subgroup(name) : world.project(name));
    [billing, deploy, another] = [await world.project("billing"), await make("deploy"), await make("another")];
    stack = new Stack(new InProcessProvider({}));
  });

  it("that are not known yet are previewed by the real provider process, for a new one and for one that is there", async () => {
    const provider = await startProviderProcess({ env: env() });
    try {
      const real = new Stack(provider);
      for (const unknown of [UNKNOWN, [UNKNOWN], ["read_jobs", UNKNOWN]])
        expect(await real.preview(it_(unknown))).toEqual(["create"]);
      await real.up(it_(own));
      for (const unknown of [UNKNOWN, [UNKNOWN], ["read_jobs", UNKNOWN]]) {
        expect(await real.preview(it_(unknown))).toEqual(["update"]);
        const { inputs } = await provider.check({}, { ...args(unknown), __provider: providerText(type), __key: "a" });
        if (type === "JobTokenAllowlist") expect(inputs.entries).toBe(UNKNOWN);
      }
      expect(provider.log.map(({ text: said }) => said).join()).not.toContain("no longer");
      expect(await real.up(it_(own))).toEqual([]);
    } finally {
      await provider.stop();
    }
  });

  it.each([
    ["an output", (value: string[]) => pulumi.output(value)],
    ["a secret", (value: string[]) => pulumi.secret(value)],
    ["a list of outputs", (value: string[]) => value.map((one) => pulumi.output(one))],
    ["a list of secrets", (value: string[]) => value.map((one) => pulumi.secret(one))],
  ])("that are %s in a program are what GitLab gets, and no change the second time", async (_, wrap) => {
    const registered = async () => {
      const classes = { GroupAllowlistEntry, JobTokenAllowlist, ScopeAllowlistEntry };
      const Class = classes[type] as new (name: string, given: object) => pulumi.CustomResource; // The cases have each one's arguments.
      const [one] = await registeredBy(() => void new Class("it", args(wrap(other))));
      return { it: { type, args: one?.inputs ?? {} } };
    };

    await up(await registered());

    expect(await given()).toEqual({ [deploy.path]: other.join(", ") });
    expect(await up(await registered())).toEqual([]);
  });

  it("are imported with the state, are in what read gives, which a program may write as it is, and then there is no change", async () => {
    await up(it_(own));
    const made = stack.state.get("it");
    if (made === undefined) throw new Error("nothing was made");
    stack = new Stack(new InProcessProvider({}));
    stack.state.set("it", made);

    const read = await inRun(stack, (_, provider) => provider.read(made.id, made.outputs));

    expect([read.id, read.props]).toEqual([made.id, made.outputs]);
    const { __key, __provider, ...written } = read.inputs ?? {};
    expect((await preview({ it: { type, args: written } })).steps).toEqual([]);
    expect(await inRun(stack, (now) => now.refresh())).toEqual([]);
    expect((await preview(it_(own))).steps).toEqual([]);
    expect(await up(it_(own))).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("are no longer managed where they leave the program: preview says so, and a change by hand is no drift", async () => {
    await up(it_(own));

    const { steps, said } = await preview(it_(undefined));
    expect(steps).toEqual(["update"]);
    expect(said).toMatch(
      new RegExp(`The permissions of .*${deploy.path} are no longer declared .*: the entry keeps what it has`),
    );
    await up(it_(undefined));
    expect(await given()).toEqual({ [deploy.path]: "read_jobs" });

    await permit(world, { project: billing.path, target: deploy.path }, other, "update");
    expect(await inRun(stack, (now) => now.refresh())).toEqual([]);
    expect((await preview(it_(undefined))).steps).toEqual([]);
  });

  it("that drifted are shown by a refresh, and the next preview shows from what to what", async () => {
    await up(it_(own));
    await permit(world, { project: billing.path, target: deploy.path }, other, "update");

    expect(await inRun(stack, (now) => now.refresh())).toEqual(["changed it"]);
    expect(shown()).toEqual(text(other));
    expect((await preview(it_(own))).steps).toEqual(["update"]);
    await up(it_(own));

    expect([shown(), await given()]).toEqual([text(own), { [deploy.path]: "read_jobs" }]);
  });

  it("stay with the entry through another name, an alias and --replace: nothing is asked to change", async () => {
    await up(it_(own));

    expect(await up(it_(own), { replace: ["it"] })).toEqual(["replace it", "delete it"]);
    expect(writes()).toEqual([]);
    expect(await up({ renamed: { type, args: args(own) } })).toEqual(["create renamed", "delete it"]);
    expect(writes()).toEqual([]);
    const made = stack.state.get("renamed");
    if (made === undefined) throw new Error("nothing was made");
    stack.state.delete("renamed");
    stack.state.set("below a parent", made);
    expect(await up({ "below a parent": { type, args: args(own) } })).toEqual([]);
    expect([writes(), await given()]).toEqual([[], { [deploy.path]: "read_jobs" }]);
  });

  it("of another target belong to a new entry, which is added with them before the old one goes", async () => {
    await up(it_(own));

    await up(it_(own, another));

    expect(writes()).toEqual(["mutation ciJobTokenScopeAddGroupOrProject", "DELETE"]);
    expect(await given()).toEqual({ [another.path]: "read_jobs" });
  });
});

/** For `ignoreChanges` the engine puts the state's own input in the program's place before it asks the provider. */
describe.each(cases.filter(({ name }) => name !== "an element of a list"))(
  "with ignoreChanges: permissions of $name",
  ({ type, isGroup, args }) => {
    it("are no difference, whatever somebody made of them, and are left alone", async () => {
      world = await World.create(simulator().url, simulator().token);
      billing = await world.project("billing");
      deploy = isGroup ? await world.subgroup("deploy") : await world.project("deploy");
      const stack = new Stack(new InProcessProvider({}));
      await inRun(stack, (now) => now.up({ it: { type, args: args(own) } }));
      const ignored = () => ({ it: { type, args: args(stack.state.get("it")?.inputs.permissions) } });

      expect(await inRun(stack, (now) => now.preview(ignored()))).toEqual([]);
      if (type === "JobTokenAllowlist") return;
      await permit(world, { project: billing.path, target: deploy.path }, other, "update");
      await inRun(stack, (now) => now.refresh());

      expect(await inRun(stack, (now) => now.up(ignored()))).toEqual([]);
      expect(await given()).toEqual({ [deploy.path]: other.join(", ") });
    });
  },
);
