import { withMark } from "../../../provider/engine/owner-mark";
import { useSimulator } from "../../support/gitlab/use-simulator";
import { type Named, World } from "../../support/gitlab/world";
import { inDays } from "../simulator/facts/world";
import { examined, urnOf } from "./doctor-situation";

const simulator = useSimulator();
const env = () => ({ GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token });

let world: World;

beforeAll(async () => {
  world = await World.create(simulator().url, simulator().token);
});

describe("an interrupted run", () => {
  const mark = { key: "0123456789ab", attempt: "01234567" };
  const stamps = { __key: mark.key, __attempt: mark.attempt };
  const interrupted = (type: string, inputs: object) => ({
    resources: [],
    pending_operations: [
      {
        type: "creating",
        resource: {
          urn: urnOf("lost", type),
          type: `pulumi-nodejs:dynamic/gitlab:${type}`,
          inputs: { ...inputs, ...stamps },
        },
      },
    ],
  });
  let billing: Named;

  beforeEach(async () => {
    billing = await world.project(`interrupted-${Math.random().toString(36).slice(2, 8)}`);
  });

  const made = (more: object = {}) =>
    world.api.post<{ id: number }>(`/projects/${billing.id}/access_tokens`, {
      ...{
        name: "read",
        scopes: ["read_api"],
        access_level: 20,
        expires_at: inDays(30),
        description: withMark("ours", mark),
      },
      ...more,
    });
  const isActive = async (id: number) =>
    (await world.api.get<{ active: boolean }>(`/projects/${billing.id}/access_tokens/${id}`)).active;
  const ofTokens = (args: readonly string[] = []) =>
    examined({
      env: env(),
      exported: interrupted("RotatingProjectToken", { project: billing.path }),
      args,
    });

  it("that made a token and lost it is named with the very token, which goes on a person's word only", async () => {
    const { id } = await made();
    const { id: another } = await made({ description: withMark("ours", { ...mark, attempt: "76543210" }) });

    const found = await ofTokens();
    expect(found.code).toBe(10);
    expect(found.text).toMatch(/^! a run was interrupted while creating lost\n {4}→ look at what it made, below$/m);
    expect(found.text).toContain(
      `✗ access token ${id} ("read", made on ${inDays(0)}) in project ${billing.path} (${billing.id}) was made by that run and lost`,
    );
    expect(found.text).toContain(
      `→ gitlab-ci-access doctor --revoke token:${id}, then run \`pulumi refresh --clear-pending-creates\``,
    );
    expect(found.text).not.toContain(`token:${another}`);
    expect(await isActive(id)).toBe(true);

    const refused = await ofTokens(["--revoke", `token:${another}`]);
    expect(refused.code).toBe(3);
    expect(refused.text).toContain(
      `--revoke token:${another}: doctor finds no such leftover of this stack, so nothing was revoked. It finds: token:${id}.`,
    );
    expect(await isActive(another)).toBe(true);

    const revoked = await ofTokens(["--revoke", `token:${id}`]);
    expect(revoked.code).toBe(0);
    expect(revoked.text).toContain(`✓ token:${id} is revoked`);
    expect(await isActive(id)).toBe(false);
    expect(await isActive(another)).toBe(true);
  });

  it("that made nothing is told how to be forgotten", async () => {
    const { code, text } = await ofTokens();
    expect(code).toBe(0);
    expect(text).toMatch(
      /^! a run was interrupted while creating lost\n {4}→ run `pulumi refresh --clear-pending-creates`, which forgets the attempt$/m,
    );
  });

  it("whose token the state has after all leaves nothing", async () => {
    const { id } = await made();
    const exported = interrupted("RotatingProjectToken", { project: billing.path });
    const resources = [{ urn: urnOf("kept", "RotatingProjectToken"), type: "t", outputs: { tokenId: `${id}` } }];
    const { text } = await examined({ env: env(), exported: { ...exported, resources } });
    expect(text).not.toMatch(/^✗/m);
  });

  it("that made a runner and lost it is named with the very runner", async () => {
    const order = {
      runner_type: "project_type",
      project_id: billing.id,
      description: "machine",
      run_untagged: true,
      maintenance_note: withMark(undefined, mark),
    };
    const { id } = await world.api.post<{ id: number }>("/user/runners", order);
    const exported = interrupted("UserRunner", { project: billing.id, runnerType: "project_type" });

    const found = await examined({ env: env(), exported });
    expect(found.text).toContain(`✗ runner ${id} ("machine") of project ${billing.id} was made by that run and lost`);

    await examined({ env: env(), exported, args: ["--revoke", `runner:${id}`] });
    expect(await world.api.status("GET", `/runners/${id}`)).toBe(404);
  });
});
