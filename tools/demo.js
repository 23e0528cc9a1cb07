// @ts-check
// The main job from end to end, with the real engine against the simulated GitLab: declared, refused, corrected, applied, repaired, reviewed,
// renewed.
const fs = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { demand } = require("./demo/demand");
const { Stack } = require("./demo/stack");
const { World } = require("./demo/world");
const { exitWith, setup } = require("./setup");
const { root } = require("./setup/machine");

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];
/** A token that lives 30 days and is renewed 7 days before its end is due on the 24th day. */
const DAYS_UNTIL_DUE = 24;
const TOKEN = `
new gitlab.RotatingProjectToken("reports", {
  project: "acme/billing",
  name: "nightly reports",
  scopes: ["read_api"],
  accessLevel: "reporter",
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
});
`;

async function main() {
  await setup();
  const { startSimulator } = require("pulumi-gitlab-ci-access/simulator");
  const simulator = await startSimulator();
  const folder = fs.mkdtempSync(path.join(tmpdir(), "gitlab-ci-access-demo-"));
  try {
    fs.cpSync(path.join(root, "examples/minimal"), folder, { recursive: true });
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    await play(await World.made(simulator), new Stack(folder, simulator));
  } finally {
    await simulator.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {World} world
 * @param {Stack} stack
 */
async function play(world, stack) {
  await stack.prepare();
  await refuse(world, stack);
  await apply(world, stack);
  await repair(world, stack);
  await review(stack);
  await renew(world, stack);

  heading(7, "Destroy: the list is emptied, the token is revoked, and the project stays closed");
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  await world.mustLetIn();
  demand((await world.liveTokens()).length === 0, "destroy left a token behind");
  console.log("\nEvery step did what it says; GitLab was asked each time.");
}

/**
 * @param {World} world
 * @param {Stack} stack
 */
async function refuse(world, stack) {
  heading(1, "A list that lets nobody in: the policy pack stops it in preview");
  stack.edit((program) => program.replace('["acme/deploy"]', "[]"));
  demand((await stack.run("preview", ...PACK)) !== 0, "the preview of an empty allowlist was not refused");
  await world.mustLetIn();
}

/**
 * @param {World} world
 * @param {Stack} stack
 */
async function apply(world, stack) {
  heading(2, "The corrected program: acme/deploy is let in");
  stack.edit((program) => program.replace("projects: []", 'projects: ["acme/deploy"]'));
  await stack.pulumi("up", "--yes", ...PACK);
  await world.mustLetIn("acme/deploy");

  heading(3, "The same again: nothing to do");
  const before = world.writes();
  await stack.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
  demand(world.writes() === before, "the second update wrote to GitLab");
}

/**
 * @param {World} world
 * @param {Stack} stack
 */
async function repair(world, stack) {
  heading(4, "Somebody lets acme/docs in by hand and takes acme/deploy out: the next run sees both and mends both");
  await world.changeByHand();
  await stack.pulumi("up", "--yes", "--skip-preview", "--refresh");
  await world.mustLetIn("acme/deploy");
}

/** @param {Stack} stack */
async function review(stack) {
  heading(5, "A merge request lets acme/docs in and wants a token: what its reviewers read");
  stack.edit((program) => program.replace('["acme/deploy"]', '["acme/deploy", "acme/docs"]') + TOKEN);
  demand((await stack.report(...PACK)) === 0, "the report failed");
}

/**
 * @param {World} world
 * @param {Stack} stack
 */
async function renew(world, stack) {
  heading(6, `It is merged, and ${DAYS_UNTIL_DUE} days pass: the token is due, and the daily run renews it`);
  await stack.pulumi("up", "--yes", "--skip-preview");
  await world.mustLetIn("acme/deploy", "acme/docs");
  const [made, ...others] = await world.liveTokens();
  demand(made !== undefined && others.length === 0, "there is not one token");
  const today = world.letPass(DAYS_UNTIL_DUE);
  await stack.pulumi("up", "--yes", "--skip-preview", "--diff", { GITLAB_CI_ACCESS_NOW: today });
  const [renewed] = await world.liveTokens();
  demand(renewed?.id !== made?.id, "the token was not renewed");
  console.log(`GitLab holds one live token: it ended on ${made?.expires_at}, and now ends on ${renewed?.expires_at}.`);
}

/**
 * @param {number} number
 * @param {string} text
 */
function heading(number, text) {
  console.log(`\n=== ${number}. ${text} ===\n`);
}

main().catch(exitWith);
