// The main job from end to end, with the real engine against the simulated GitLab: declared, refused, corrected, applied, repaired.
const { spawn } = require("node:child_process");
const { cpSync, mkdtempSync, rmSync, symlinkSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { setup } = require("./setup");
const { isolatedPulumi } = require("./pulumi/environment");

const root = path.resolve(__dirname, "..");
const pack = "node_modules/pulumi-gitlab-ci-access/policies";

async function main() {
  await setup();
  const { startSimulator } = require("pulumi-gitlab-ci-access/simulator");
  const gitlab = await startSimulator();
  const folder = mkdtempSync(path.join(tmpdir(), "gitlab-ci-access-demo-"));
  try {
    cpSync(path.join(root, "examples/minimal"), folder, { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    await play(await seed(gitlab), pulumiIn(folder, gitlab));
  } finally {
    await gitlab.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(world, pulumi) {
  await pulumi("stack", "init", "demo");

  heading(1, "A project that nobody may open: the policy pack stops it in preview");
  await pulumi("config", "set", "callers", "[]");
  const refused = await pulumi.shown("preview", "--policy-pack", pack);
  console.log(`Exit code ${refused}`);
  demand(refused !== 0, "the preview of an empty allowlist was not refused");
  demand((await world.callers()).length === 0, "the refused program changed GitLab");

  heading(2, "The corrected program: acme/deploy is let in, then the project is closed to everybody else");
  await pulumi("config", "set", "callers", '["acme/deploy"]');
  demand((await pulumi.shown("preview", "--policy-pack", pack)) === 0, "the preview of the corrected program failed");
  demand((await pulumi.shown("up", "--yes", "--skip-preview", "--policy-pack", pack)) === 0, "the update failed");
  await world.mustBeClosedButFor("deploy");

  heading(3, "The same again: nothing to do");
  world.forgetWrites();
  demand(
    (await pulumi.shown("up", "--yes", "--skip-preview", "--expect-no-changes")) === 0,
    "the second update had something to do",
  );
  demand(world.writes() === 0, "the second update wrote to GitLab");

  heading(4, "Someone removes the entry by hand: refresh sees it, up puts it back");
  await world.removeByHand("deploy");
  demand((await pulumi.shown("refresh", "--yes", "--skip-preview")) === 0, "the refresh failed");
  demand((await pulumi.shown("up", "--yes", "--skip-preview")) === 0, "the repair failed");
  await world.mustBeClosedButFor("deploy");

  heading(5, "Destroy: the entry goes, the project stays closed");
  demand((await pulumi.shown("destroy", "--yes", "--skip-preview")) === 0, "the destroy failed");
  demand((await world.callers()).length === 0, "destroy left an entry behind");
  demand(await world.isClosed(), "destroy opened the project");

  console.log("\nEvery step did what it says; GitLab was asked each time.");
}

/** What the example is about, made through GitLab's own API: the group acme with the projects billing and deploy. */
async function seed(gitlab) {
  const call = async (method, url, body) => {
    const headers = { "private-token": gitlab.token, "content-type": "application/json" };
    const response = await fetch(`${gitlab.url}/api/v4${url}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    demand(response.ok, `${method} ${url} answered ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  };
  const acme = await call("POST", "/groups", { name: "acme", path: "acme" });
  const ids = {};
  for (const name of ["billing", "deploy"])
    ids[name] = (await call("POST", "/projects", { name, namespace_id: acme.id })).id;
  const scope = `/projects/${ids.billing}/job_token_scope`;
  const callers = async () =>
    (await call("GET", `${scope}/allowlist`)).map(({ id }) => id).filter((id) => id !== ids.billing);
  const isClosed = async () => (await call("GET", scope)).inbound_enabled;
  return {
    callers,
    isClosed,
    forgetWrites: () => gitlab.requests.clear(),
    writes: () => [...gitlab.requests].filter(({ method }) => method !== "GET").length,
    removeByHand: (name) => call("DELETE", `${scope}/allowlist/${ids[name]}`),
    async mustBeClosedButFor(name) {
      demand(await isClosed(), "the project is open to every project's job tokens");
      demand(`${await callers()}` === `${ids[name]}`, `GitLab does not let in exactly acme/${name}`);
    },
  };
}

/** The CLI in a copy of the example, with a backend, a home and a passphrase of its own: nothing of the user's is read or written. */
function pulumiIn(folder, gitlab) {
  const env = {
    ...withoutGitLab(process.env),
    GITLAB_BASE_URL: gitlab.url,
    GITLAB_TOKEN: gitlab.token,
    ...isolatedPulumi(folder, "demo"),
  };
  const run = (stdio, args) => {
    const child = spawn(path.join(root, "tools/bin/pulumi"), [...args, "--non-interactive"], {
      cwd: folder,
      env,
      stdio: ["ignore", stdio, "inherit"],
    });
    return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  };
  const quiet = async (...args) => demand((await run("ignore", args)) === 0, `pulumi ${args.join(" ")} failed`);
  return Object.assign(quiet, {
    shown(...args) {
      console.log(`$ pulumi ${args.join(" ")}\n`);
      return run("inherit", args);
    },
  });
}

function withoutGitLab(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(GITLAB_|CI_)/.test(name)));
}

function heading(number, text) {
  console.log(`\n=== ${number}. ${text} ===\n`);
}

function demand(condition, problem) {
  if (!condition) throw new Error(`The demo failed: ${problem}.`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
