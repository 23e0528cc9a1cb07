import { startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { KINDS, type TypeName } from "../../../provider/domain/kinds";
import { Noticeboard } from "../../../provider/engine/declared/noticeboard";
import type { Lifecycle, Listed } from "../../../provider/engine/lifecycle";
import { Session } from "../../../provider/engine/session";
import type { Place } from "../../../provider/gitlab/place";
import { groupAllowlistEntry, scopeAllowlistEntry } from "../../../provider/resources/allowlist-entry/lifecycle";
import { jobTokenAllowlist } from "../../../provider/resources/job-token-allowlist/lifecycle";
import { jobTokenScope } from "../../../provider/resources/job-token-scope/lifecycle";
import { rotatingGroupToken, rotatingProjectToken } from "../../../provider/resources/rotating-token/lifecycle";
import { userRunner } from "../../../provider/resources/user-runner/lifecycle";
import { groupVariable, projectVariable } from "../../../provider/resources/variable/lifecycle";
import { useSimulator } from "../../support/gitlab/use-simulator";
import { World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";
import { Stack } from "../../support/pulumi/stack";
import { rows } from "../../support/resources/table";

type Listing = Pick<Lifecycle<object, never, object>, "inputs" | "list" | "secrets">;

const lifecycles: Readonly<Record<TypeName, Listing>> = {
  JobTokenScope: jobTokenScope,
  ScopeAllowlistEntry: scopeAllowlistEntry,
  GroupAllowlistEntry: groupAllowlistEntry,
  JobTokenAllowlist: jobTokenAllowlist,
  UserRunner: userRunner,
  RotatingProjectToken: rotatingProjectToken,
  RotatingGroupToken: rotatingGroupToken,
  ProjectVariable: projectVariable,
  GroupVariable: groupVariable,
};

const simulator = useSimulator();

function gitlab() {
  const env = { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token };
  const engine = { log: () => {}, status: () => {}, mustBeAlive: async () => {} };
  return new Session(env, engine, new Noticeboard(undefined)).connection().gitlab;
}

async function all(type: TypeName, place: Place | undefined): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const thing of lifecycles[type].list(gitlab(), place)) found.push(thing);
  return found;
}

const cases = rows.flatMap(({ type, variants }) =>
  Object.entries(variants).map(([variant, prepare]) => ({ type: type as TypeName, variant, prepare })),
);

it("is held for every resource", () => {
  expect([...new Set(cases.map(({ type }) => type))].sort()).toEqual(Object.keys(KINDS).sort());
});

describe.each(cases)("$type, $variant", ({ type, prepare }) => {
  it("is listed as it is declared, in the names of its inputs, and without a secret", async () => {
    const world = await World.create(simulator().url, simulator().token);
    const { args } = await prepare(world);
    const env = { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token };
    const stack = new Stack(new InProcessProvider({ env }));
    await stack.up({ it: { type, args } });
    const outputs = stack.outputs("it");
    const kind = outputs.projectId === undefined ? "group" : "project";
    const place = { kind, id: String(outputs.projectId ?? outputs.groupId) } as const;

    const found = await all(type, place);

    const { inputs, secrets = [] } = lifecycles[type];
    const shape = Object.keys(inputs.shape);
    expect(found.flatMap((thing) => Object.keys(thing.inputs)).filter((key) => !shape.includes(key))).toEqual([]);
    const said = JSON.stringify(found);
    expect(
      simulator()
        .issuedSecrets()
        .filter((secret) => said.includes(secret)),
    ).toEqual([]);
    expect(
      found
        .flatMap((thing) => Object.keys({ ...thing.inputs, ...thing.outputs }))
        .filter((key) => secrets.includes(key)),
    ).toEqual([]);
    expect(found).toContainEqual(
      expect.objectContaining({ inputs: expect.objectContaining(expected(outputs, shape, secrets)) }),
    );
  });
});

/** What the state says of the declared inputs, less addresses, which have many forms, and what only Pulumi knows. */
function expected(outputs: Readonly<Record<string, unknown>>, shape: readonly string[], secrets: readonly string[]) {
  const ofPulumi = ["project", "group", "targetProject", "targetGroup", "projects", "groups", "replaceExisting"];
  const ofRotation = [
    "rotationConfiguration",
    "strategy",
    "overlapDays",
    "rotateWith",
    "expiresAt",
    "retirePreviousAt",
    "rotateBeforeDays",
  ];
  const left = [...ofPulumi, ...ofRotation, ...secrets];
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => shape.includes(key) && !left.includes(key)));
}

it("lists nothing of its kind in a place that has none of it", async () => {
  const world = await World.create(simulator().url, simulator().token);
  const project = { kind: "project", id: String((await world.project("billing")).id) } as const;
  const group = { kind: "group", id: String(world.group.id) } as const;

  expect([await all("RotatingGroupToken", project), await all("JobTokenScope", group)]).toEqual([[], []]);
  expect([await all("ProjectVariable", undefined), await all("UserRunner", project)]).toEqual([[], []]);
});

it("reads pages as they are asked for", async () => {
  const own = await startSimulator();
  try {
    const world = await World.create(own.url, own.token);
    const { id } = await world.project("billing");
    for (let index = 0; index < 101; index += 1)
      await world.api.post(`/projects/${id}/variables`, { key: `KEY_${index}`, value: "some-value" });
    const env = { GITLAB_BASE_URL: own.url, GITLAB_TOKEN: own.token };
    const engine = { log: () => {}, status: () => {}, mustBeAlive: async () => {} };
    const { gitlab: its } = new Session(env, engine, new Noticeboard(undefined)).connection();
    own.requests.clear();
    let listed = 0;
    for await (const _ of projectVariable.list(its, { kind: "project", id: String(id) })) {
      listed += 1;
      if (listed === 100) expect(own.requests.length).toBe(1);
    }

    expect([listed, own.requests.length]).toEqual([101, 2]);
  } finally {
    await own.close();
  }
});
