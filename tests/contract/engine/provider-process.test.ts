import { type Simulator, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { providerText } from "../../../provider/domain/provider-text";
import { type Named, World } from "../../support/gitlab/world";
import { type ProviderProcess, startProviderProcess } from "../../support/process/provider-process";
import type { ProviderOptions } from "../../support/pulumi/provider";
import { Stack } from "../../support/pulumi/stack";
import { until } from "../../support/until";

let simulator: Simulator;
let world: World;
let billing: Named;
let deploy: Named;
const started: ProviderProcess[] = [];

async function start({ env = {}, config = {} }: ProviderOptions = {}): Promise<ProviderProcess> {
  const process = await startProviderProcess({
    env: { GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token, ...env },
    config,
  });
  started.push(process);
  return process;
}

const entry = () => ({ it: { type: "ScopeAllowlistEntry", args: { project: billing.id, targetProject: deploy.id } } });

beforeEach(async () => {
  simulator = await startSimulator();
  world = await World.create(simulator.url, simulator.token);
  [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((process) => process.stop()));
  await simulator.close();
});

it("shows a wait for the rate limit of more than two seconds as a passing line", async () => {
  const provider = await start();
  simulator.faults.add({ method: "POST", times: 1, fault: { kind: "status429", retryAfter: 2 } });

  await new Stack(provider).up(entry());

  expect(provider.log).toEqual([
    expect.objectContaining({
      severity: "info",
      text: expect.stringMatching(/^GitLab: .* the token from GITLAB_TOKEN\.$/),
    }),
    {
      severity: "info",
      text: expect.stringMatching(/^GitLab's rate limit: waiting 3 s, until \d\d:\d\d:\d\d UTC$/),
      ephemeral: true,
    },
  ]);
});

it("says once that an entry was there before", async () => {
  const provider = await start();
  await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: deploy.id });

  const stack = new Stack(provider);
  await stack.up(entry());

  expect(stack.outputs("it").adopted).toBe(true);
  await until(() => provider.log.length > 1);
  expect(provider.log).toEqual([
    expect.objectContaining({ severity: "info", text: expect.stringMatching(/^GitLab: /) }),
    expect.objectContaining({ severity: "info", text: expect.stringContaining("was there already") }),
  ]);
});

it("goes on to the end of a destroy where it finds no folder to meet others in, with one warning", async () => {
  const nowhere = { XDG_RUNTIME_DIR: __filename, PULUMI_HOME: __filename, TMPDIR: __filename };
  const stack = new Stack(await start({ env: nowhere }));
  await stack.up(entry());
  const provider = await start({ env: nowhere });

  await stack.in(provider).destroy();

  expect(await world.allowlist(billing, "project")).toEqual([]);
  const warnings = () => provider.log.filter(({ severity }) => severity === "warning").map(({ text }) => text);
  await until(() => warnings().length > 0);
  expect(warnings()).toEqual([expect.stringMatching(/can't tell each other what they declare: .*The run goes on\./)]);
});

it("ends when the engine is gone", async () => {
  const provider = await start();
  await new Stack(provider).up(entry());

  provider.loseEngine();

  await expect(provider.exited).resolves.toEqual([1, null]);
});

it("finishes a --replace that was interrupted before its deletion", async () => {
  const interrupted = new Stack(await start());
  await interrupted.up(entry());
  const original = interrupted.state.get("it");
  const next = interrupted.in(await start());

  expect(await next.up(entry())).toEqual([]);
  const pending = next.outputs("it");
  const provider = started[1];
  await provider?.delete(original?.id ?? "", pending);

  expect(await world.allowlist(billing, "project")).toEqual([deploy.id]);
});

it("refreshes 200 entries of one project with three requests, and creates them with one each", async () => {
  const targets = await Promise.all(Array.from({ length: 200 }, (_, index) => world.project(`service-${index}`)));
  const program = Object.fromEntries(
    targets.map(({ path }) => [
      path,
      { type: "ScopeAllowlistEntry", args: { project: billing.path, targetProject: path } },
    ]),
  );
  const stack = new Stack(await start());
  simulator.requests.clear();

  await stack.up(program);
  expect(simulator.requests.matching({ method: "POST" })).toHaveLength(200);
  expect(simulator.requests.length).toBeLessThanOrEqual(210);

  simulator.requests.clear();
  expect(await stack.in(await start()).refresh()).toEqual([]);
  expect(simulator.requests).toHaveLength(3);
});

it("explains that a resource can't be read by its id alone", async () => {
  const provider = await start();
  const { inputs } = await provider.check(
    {},
    { project: billing.id, __provider: providerText("JobTokenScope"), __key: "0123456789ab" },
  );

  await expect(provider.read(String(billing.id), inputs)).rejects.toThrow("declare it without them");
});

it("asks for nothing in check, whatever is declared", async () => {
  const provider = await start({ env: { GITLAB_TOKEN: "" } });
  simulator.requests.clear();

  const { failures } = await provider.check(
    {},
    { project: "acme/billing", __provider: providerText("JobTokenScope"), __key: "0123456789ab" },
  );

  expect(failures).toEqual([]);
  expect(simulator.requests).toHaveLength(0);
});
