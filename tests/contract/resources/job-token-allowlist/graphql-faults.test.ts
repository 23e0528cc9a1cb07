import { type Fault, type FaultRule, startSimulator } from "pulumi-gitlab-ci-access/simulator";
import { permissionsIn } from "../../../support/gitlab/permissions";
import { useSimulator } from "../../../support/gitlab/use-simulator";
import { failureOf } from "../../../support/pulumi/failure";
import { StepError } from "../../../support/pulumi/provider";
import { ListSetup } from "./list-setup";

const simulator = useSimulator();
let setup: ListSetup;

beforeEach(async () => {
  setup = await ListSetup.start(simulator());
});

const args = (permissions: readonly string[]) => ({
  projects: [{ project: setup.deploy.path, permissions }],
  groups: [{ group: setup.platform.path, permissions: [] }],
});
const holds = (permissions: string) => ({ [setup.deploy.path]: permissions, [setup.platform.path]: "cloning only" });

const [ADD, UPDATE, LIST] = [
  "ciJobTokenScopeAddGroupOrProject",
  "ciJobTokenScopeUpdatePolicies",
  "ciJobTokenScopeAllowlist",
] as const;

/** What strikes inside of GraphQL, where the status is 200 all the same. */
const FAULTS: readonly (readonly [name: string, faultFor: (field: string) => Fault])[] = [
  ["null with an error", (field) => ({ kind: "fieldError", field })],
  ["null with an error although GitLab acted", (field) => ({ kind: "fieldError", field, acts: true })],
  ["a time-out on the field", (field) => ({ kind: "fieldTimeout", field })],
  ["a time-out although GitLab acted", (field) => ({ kind: "fieldTimeout", field, acts: true })],
  ["null without a reason", (field) => ({ kind: "fieldNull", field })],
  ["200 with errors", () => ({ kind: "graphqlErrors" })],
  ["200 with errors although GitLab acted", () => ({ kind: "graphqlErrors", acts: true })],
  ["a query that is too complex", () => ({ kind: "tooComplex" })],
];

async function struck(rule: Omit<FaultRule, "fault">, fault: Fault, run: () => Promise<unknown>): Promise<string> {
  simulator().faults.add({ ...rule, times: 1, fault });
  try {
    await run();
    return "";
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  } finally {
    simulator().faults.clear();
  }
}

describe.each(FAULTS)("%s", (_, faultFor) => {
  it("on an addition loses nothing and gives nobody more, and the next run has what is declared", async () => {
    const message = await struck({ field: ADD }, faultFor(ADD), () => setup.up(args(["read_jobs"])));

    if (message !== "") expect(message).toContain("Could not add");
    for (const text of Object.values(await permissionsIn(setup.world, setup.billing)))
      expect(["read_jobs", "cloning only"]).toContain(text);
    await setup.up(args(["read_jobs"]));
    expect(await permissionsIn(setup.world, setup.billing)).toEqual(holds("read_jobs"));
    expect(await setup.up(args(["read_jobs"]))).toEqual([]);
  });

  it("on a change leaves what was or what is declared, and the next run has what is declared", async () => {
    await setup.up(args(["read_jobs"]));

    const message = await struck({ field: UPDATE }, faultFor(UPDATE), () => setup.up(args(["read_packages"])));

    if (message !== "") expect(message).toContain("Could not set the permissions of");
    const { [setup.deploy.path]: given = "" } = await permissionsIn(setup.world, setup.billing);
    expect(["read_jobs", "read_packages"]).toContain(given);
    await setup.up(args(["read_packages"]));
    expect(await permissionsIn(setup.world, setup.billing)).toEqual(holds("read_packages"));
  });

  it("on a reading is an error or is asked again, and never an empty list", async () => {
    await setup.up(args(["read_jobs"]));

    const message = await struck({ field: LIST }, faultFor(LIST), () => setup.refresh());

    if (message !== "") expect(message).toContain("Could not read the job token permissions of");
    expect(await setup.refresh()).toEqual([]);
    expect(await permissionsIn(setup.world, setup.billing)).toEqual(holds("read_jobs"));
  });
});

it.each([
  ["an old GitLab", { version: "18.2" }, "permissions of allowlist entries came with 18.3. Nothing was touched."],
  ["a GitLab without GraphQL", { graphql: false }, "let what stands before GitLab pass POST /api/graphql"],
])("%s is told at the first call, before anything is changed", async (_, options, says) => {
  const gitlab = await startSimulator({ enforceJobTokenScope: false, ...options });
  try {
    const other = await ListSetup.start(gitlab);

    expect(await failureOf(other.up({ projects: [{ project: other.deploy.path, permissions: [] }] }))).toContain(says);
    expect(other.changes().filter((change) => !change.startsWith("POST "))).toEqual([]);
    expect(await other.holds("project")).toEqual([]);
  } finally {
    await gitlab.close();
  }
});
