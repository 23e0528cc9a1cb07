import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { KINDS } from "../../../provider/domain/kinds";
import { World } from "../../support/gitlab/world";
import { InProcessProvider } from "../../support/in-process/in-process-provider";
import { type Properties, unsealed } from "../../support/pulumi/provider";
import { type Program, Stack } from "../../support/pulumi/stack";

const FIRST_RUN = "2027-01-01T12:00:00Z";
/** Tokens are renewed on this day, so that one of them has a previous token. */
const SECOND_RUN = "2027-01-24T12:00:00Z";
const DAYS_90_S = 90 * 24 * 3_600;

interface Written {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What version 0.1.0 wrote; tests/engine/old-state.test.ts runs the same through the engine. */
const fixture = readFileSync(resolve(__dirname, "../../engine/written-by-0.1.0.json"), "utf8");

let simulator: Simulator;
let provider: InProcessProvider;
let stack: Stack;
let program: Program;
let older: Written[];

beforeAll(async () => {
  simulator = await startSimulator({ now: FIRST_RUN, enforceJobTokenScope: false });
  const world = await World.create(simulator.url, simulator.token, () => simulator.clock.now());
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  const platform = await world.subgroup("platform");
  await world.api.put(`/groups/${world.group.id}`, { name: "acme", path: "acme" });
  await world.api.put("/application/settings", { project_runner_token_expiration_interval: DAYS_90_S });
  const env = { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, GITLAB_CI_ACCESS_NOW: FIRST_RUN };
  provider = new InProcessProvider({ env });
  program = programFor(billing.id, deploy.id);
  stack = new Stack(provider);
  await stack.up(program);
  simulator.clock.set(SECOND_RUN);
  await provider.setNow(SECOND_RUN);
  await stack.up(program);
  const ids = { acme: world.group.id, platform: platform.id, billing: billing.id, deploy: deploy.id };
  const known = Object.entries(ids).map(([name, id]) => [`${name}.id`, String(id)] as const);
  older = readFixture(new Map([["origin", simulator.url], ...known, ...chosen(stack)]));
});

afterAll(async () => {
  await provider.stop();
  await simulator.close();
});

const programFor = (billing: number, deploy: number): Program => {
  const rotation = { accessLevel: "reporter", rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 } };
  const runner = { runnerType: "project_type", project: billing, description: "machine 7", tagList: ["b", "a"] };
  const more = { runUntagged: false, locked: true, accessLevel: "ref_protected", maximumTimeout: 3_600 };
  const hiddenFile = { protected: true, masked: true, hidden: true, raw: true, variableType: "file" };
  const secret = { key: "PASSPHRASE", value: "kept-in-the-state" };
  return declarations({
    "ScopeAllowlistEntry caller": { project: "acme/billing", targetProject: deploy },
    "GroupAllowlistEntry callers": { project: billing, targetGroup: "acme/platform" },
    "JobTokenScope switch": { project: "acme/billing" },
    "JobTokenAllowlist whole": {
      ...{ project: "acme/deploy", enabled: true, projects: ["acme/billing"], groups: ["acme/platform"] },
      replaceExisting: true,
    },
    "UserRunner runner": { ...runner, ...more, maintenanceNote: "ask Ada", rotateBeforeDays: 14 },
    "RotatingProjectToken project-token": {
      ...{ project: billing, name: "read", scopes: ["self_rotate", "read_api"], rotateWith: "self", ...rotation },
    },
    "RotatingGroupToken group-token": {
      ...{ group: "acme", name: "read", scopes: ["read_api"], description: "nightly", strategy: "overlap" },
      ...{ overlapDays: 5, ...rotation },
    },
    "ProjectVariable project-variable": {
      ...{ project: billing, ...secret, environmentScope: "production", ...hiddenFile },
    },
    "GroupVariable group-variable": { group: "acme", ...secret, value: "kept-there-too" },
  });
};

/** By "type name". */
function declarations(args: Readonly<Record<string, Properties>>): Program {
  const named = Object.entries(args).map(([title, given]) => {
    const [type = "", name = ""] = title.split(" ");
    return [name, { type, args: given }] as const;
  });
  return Object.fromEntries(named);
}

/** What this run's GitLab and chance have chosen, by the resource's name and the key. */
function chosen({ state }: Stack): [string, string][] {
  return [...state].flatMap(([name, { outputs }]) => {
    const plain = unsealed(outputs) as Properties; // An object stays an object.
    return Object.entries(plain).map(([key, value]): [string, string] => [`${name}.${key}`, String(value)]);
  });
}

/** `{{name}}` stands for a text, `{{number name}}` for a number; secrets are sealed as the engine hands them back. */
function readFixture(values: ReadonlyMap<string, string>): Written[] {
  const known = (name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the fixture asks for "${name}", which this run does not know`);
    return value;
  };
  const text = fixture
    .replace(/"\{\{number ([\w.-]+)\}\}"/g, (_, name) => known(name))
    .replace(/\{\{([\w.-]+)\}\}/g, (_, name) => known(name));
  return JSON.parse(text, (_key, value) =>
    typeof value?.plaintext === "string"
      ? { [specialSigKey]: specialSecretSig, value: JSON.parse(value.plaintext) }
      : value,
  );
}

it.each(Object.keys(KINDS))("a state of version 0.1.0 with a %s is read, and shows no change", async (type) => {
  const [name, declaration] = Object.entries(program).find(([, declared]) => declared.type === type) ?? ["", undefined];
  const written = older.find((resource) => resource.type.endsWith(`gitlab:${type}`));
  if (declaration === undefined || written === undefined) throw new Error(`there is no old state of a ${type}`);
  const old = new Stack(provider);
  old.state.set(name, { ...written, type, failed: false });

  expect(await old.refresh()).toEqual([]);
  expect(await old.preview({ [name]: declaration })).toEqual([]);
});
