import type { FaultRule } from "../../../../simulator";
import { isWrite } from "../../../support/gitlab/is-write";
import { pushSettingsOf, setPushSettings } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { failureOf } from "../../../support/pulumi/failure";
import { ListSetup } from "./list-setup";

const simulator = useSimulator();
let setup: ListSetup;

beforeEach(async () => {
  setup = await ListSetup.start(simulator());
});

const pushes = (value: boolean) => ({
  pushRepositoryForJobTokenAllowed: value,
  crossProjectPushForJobTokenAllowed: value,
});
const settings = () => pushSettingsOf(setup.world, setup.billing);

it("pushes are turned off before an entry comes, changes or goes, and before the switch", async () => {
  const { deploy, reports, platform, world, billing } = setup;
  await setup.up({ projects: [deploy.path, { project: reports.path, permissions: [] }], groups: [] });
  await setup.open();
  await setPushSettings(world, billing.path, [true, true]);

  const projects = [{ project: reports.path, permissions: ["read_jobs"] }];
  await setup.up({ projects, groups: [platform.path], enabled: true, ...pushes(false) });

  const writes = simulator().requests.all.filter(isWrite);
  expect(writes.map(({ method, operation }) => operation ?? method)).toEqual([
    "mutation projectCiCdSettingsUpdate",
    "POST",
    "mutation ciJobTokenScopeUpdatePolicies",
    "DELETE",
    "PATCH",
  ]);
  expect(await settings()).toEqual([false, false]);
});

const refused = { kind: "status", status: 403 } as const;

it.each<[string, FaultRule]>([
  ["an entry could not be added", { method: "POST", path: /groups_allowlist$/, fault: refused }],
  ["an entry could not be changed", { field: "ciJobTokenScopeUpdatePolicies", fault: refused }],
  ["an entry could not be removed", { method: "DELETE", fault: refused }],
  ["the project could not be closed", { method: "PATCH", fault: refused }],
])("pushes are not turned on where %s, and are by the next run", async (_, fault) => {
  const { deploy, reports, platform } = setup;
  await setup.up({ projects: [deploy.path, { project: reports.path, permissions: [] }], groups: [] });
  await setup.open();
  const projects = [{ project: reports.path, permissions: ["read_jobs"] }];
  const args = { projects, groups: [platform.path], enabled: true, ...pushes(true) };
  simulator().faults.add(fault);

  await failureOf(setup.up(args));
  expect(await settings()).toEqual([false, false]);
  simulator().faults.clear();
  await setup.up(args);

  expect(await settings()).toEqual([true, true]);
});
