import { useStage } from "../../../support/in-process/use-stage";

const stage = useStage();
const TAKEN_OVER = /was there already/;

async function entry() {
  const [billing, deploy] = [await stage.world.project("billing"), await stage.world.project("deploy")];
  const args = { project: billing.path, targetProject: deploy.path };
  return { billing, deploy, program: { it: { type: "ScopeAllowlistEntry", args } } };
}

it("an entry that somebody else has made is taken over, with a line that says so", async () => {
  const { billing, deploy, program } = await entry();
  await stage.world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: deploy.id });
  const { stack, said } = stage.run();

  await stack.up(program);

  expect(said().filter((line) => TAKEN_OVER.test(line))).toHaveLength(1);
});

it("nothing is said of the stack's own entry, made anew by up --refresh --replace", async () => {
  const { billing, deploy, program } = await entry();
  const { stack, said } = stage.run(await stage.deployed(program));

  await stack.refresh();
  expect(await stack.up(program, { replace: ["it"] })).toEqual(["replace it", "delete it"]);

  expect(said().filter((line) => TAKEN_OVER.test(line))).toEqual([]);
  expect(stack.outputs("it").adopted).toBe(true);
  expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
});

it("--replace alone may find the stack's own entry, and the line says so", async () => {
  const { billing, deploy, program } = await entry();
  const { stack, said } = stage.run(await stage.deployed(program));

  await stack.up(program, { replace: ["it"] });

  expect(said().filter((line) => TAKEN_OVER.test(line))).toEqual([
    expect.stringContaining("by another stack or by this one, under another name or before --replace"),
  ]);
  expect(await stage.world.allowlist(billing, "project")).toEqual([deploy.id]);
});
