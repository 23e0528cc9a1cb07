import { permissionsIn, permit } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { failureOf } from "../../../support/pulumi/failure";
import { ListSetup } from "./list-setup";

/** GitLab's list decides what a change came to, and not what GitLab answered. */
const simulator = useSimulator();
let setup: ListSetup;

beforeEach(async () => {
  setup = await ListSetup.start(simulator());
});

const UPDATE = "ciJobTokenScopeUpdatePolicies";
const listed = (permissions: readonly string[]) => ({ projects: [{ project: setup.deploy.path, permissions }] });
const given = async () => Object.values(await permissionsIn(setup.world, setup.billing));

it("a change counts as made where the list shows it, though no answer to it came through", async () => {
  await setup.up(listed(["read_jobs"]));
  const lost = simulator().faults.add({ field: UPDATE, fault: { kind: "graphqlErrors", acts: true }, times: 50 });

  await setup.up(listed(["read_packages"]));

  expect([lost.hits > 0, await given()]).toEqual([true, ["read_packages"]]);
  expect(await setup.up(listed(["read_packages"]))).toEqual([]);
});

it.each([
  { undone: 1, ends: "as declared" },
  { undone: 50, ends: "with a failure that names the entry" },
])("a change that is undone $undone times while the run goes on ends $ends", async ({ undone, ends }) => {
  const { world, billing, deploy } = setup;
  await setup.up(listed(["read_jobs"]));
  let [left, isUndoing] = [undone, false];
  const stop = simulator().watch(async ({ operation }) => {
    if (operation !== `mutation ${UPDATE}` || left === 0 || isUndoing) return;
    left -= 1;
    isUndoing = true;
    await permit(world, { project: billing.path, target: deploy.path }, "default", "update");
    isUndoing = false;
  });

  const run = setup.up(listed(["read_packages"])).finally(stop);
  if (ends === "as declared") await run;
  else expect(await failureOf(run)).toContain(`change project ${deploy.path}`);

  expect(await given()).toEqual([ends === "as declared" ? "read_packages" : "default permissions"]);
});

it("a removal counts as made where the list shows it, though GitLab refused it", async () => {
  await setup.up(listed(["read_jobs"]));
  simulator().faults.add({ method: "DELETE", fault: { kind: "status", status: 403, acts: true } });

  await setup.up({ projects: [], permissions: [] });

  expect(await given()).toEqual([]);
  expect(setup.outputs().projectIds).toEqual([]);
});
