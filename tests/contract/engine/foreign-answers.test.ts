import type { Named } from "../../support/gitlab/world";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf } from "../../support/pulumi/failure";
import type { Program } from "../../support/pulumi/stack";
import { declaredIn } from "./declared-in";

/** What stands before GitLab answers in its place. tests/contract/engine/not-found.test.ts has GitLab's own 404. */
const stage = useStage();
const { run, deployed } = stage;
let billing: Named;
let deploy: Named;

beforeEach(async () => {
  billing = await stage.world.project("billing");
  deploy = await stage.world.project("deploy");
});

const all = () => declaredIn({ billing, deploy });
const everything = (): Program => ({
  ...all(),
  list: { type: "JobTokenAllowlist", args: { project: deploy.path, projects: [billing.path], groups: [] } },
});

describe("a 404 that is not GitLab's", () => {
  it.each([
    ["an ingress's page", { kind: "html", status: 404 }],
    ["a gateway's message", { kind: "status", status: 404, body: { message: "no Route matched with those values" } }],
    ["a gateway's status", { kind: "status", status: 404, body: { status: 404 } }],
    ["a router that does not know the path", { kind: "status", status: 404, body: { error: "404 Not Found" } }],
    ["an empty answer", { kind: "status", status: 404, body: "" }],
  ] as const)("of %s empties no state, and nothing is taken for removed", async (_name, fault) => {
    const before = await deployed(everything());
    const { stack } = run(before);
    stage.simulator.faults.add({ fault });

    await expect(stack.refresh()).rejects.toThrow();
    for (const name of before.state.keys()) {
      const { stack: one } = run(before);
      for (const other of before.state.keys()) if (other !== name) one.state.delete(other);
      await failureOf(one.refresh());
      await failureOf(one.destroy());
      expect(one.outputs(name)).toEqual(before.outputs(name));
    }
    stage.simulator.faults.clear();
    expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
    expect(await stage.world.allowlist(deploy, "project")).toEqual([billing.id]);
    expect(await run(before).stack.up(everything())).toEqual([]);
  });

  it("says that a proxy decodes %2F, where GitLab's router got a path that it does not know", async () => {
    stage.simulator.faults.add({ fault: { kind: "status", status: 404, body: { error: "404 Not Found" } } });

    expect(await failureOf(run().stack.up({ scope: all().scope }))).toMatch(/proxy.*%2F.*numeric ids/s);
  });
});

it.each([
  ["a gateway's message", { kind: "status", status: 401, body: { message: "Unauthorized" } }],
  ["a gateway's page", { kind: "html", status: 401 }],
] as const)("a 401 that is not GitLab's, %s, is no proof that a token is dead", async (_name, fault) => {
  const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
  const token = { name: "ci", scopes: ["read_api", "self_rotate"], accessLevel: "reporter", rotationConfiguration };
  for (const rotateWith of ["provider", "self"]) {
    const before = await deployed({
      it: { type: "RotatingProjectToken", args: { project: billing.path, ...token, rotateWith } },
    });
    const notFound = { kind: "status", status: 404, body: { message: "404 Not Found" } } as const;
    stage.simulator.faults.add({ path: /\/access_tokens\/\d+$/, fault: notFound });
    stage.simulator.faults.add({ path: /personal_access_tokens\/self$/, fault });

    await expect(run(before).stack.refresh()).rejects.toThrow();
    await expect(run(before).stack.destroy()).rejects.toThrow();
    stage.simulator.faults.clear();
    expect(await run(before).stack.refresh()).toEqual([]);
  }
});

describe("a success that is not GitLab's", () => {
  it.each([
    ["a text", "OK"],
    ["JSON of something else", { status: "ok" }],
    ["an empty list", []],
  ])("with %s takes nothing out of the state that GitLab still has", async (_name, body) => {
    const before = await deployed(everything());
    stage.simulator.faults.add({ method: "DELETE", fault: { kind: "status", status: 200, body } });
    for (const name of ["entry", "variable", "runner", "list"]) {
      const { stack } = run(before);
      for (const other of before.state.keys()) if (other !== name) stack.state.delete(other);

      expect(await failureOf(stack.destroy())).toContain("Something before GitLab answered");
      expect(stack.state.has(name)).toBe(true);
    }
    stage.simulator.faults.clear();
    expect(await run(before).stack.up(everything())).toEqual([]);
  });

  it("is no update either", async () => {
    const before = await deployed(all());
    stage.simulator.faults.add({ method: "PUT", fault: { kind: "status", status: 200, body: "OK" } });
    const changed = { variable: { type: "ProjectVariable", args: { ...all().variable.args, value: "another-one" } } };
    const { stack } = run(before);

    expect(await failureOf(stack.up({ ...all(), ...changed }))).toContain("does not have the documented shape");
    expect(stack.outputs("variable")).toEqual(before.outputs("variable"));
  });
});
