import { compared } from "../../../cli/comparison/compare";
import { connectionsOf } from "../../../cli/comparison/connections";
import { type Change, SECRET } from "../../../cli/preview/events";
import { ambientAddress } from "../../../cli/report/declared";
import { markdownOf } from "../../../cli/report/markdown";
import { instancesOf, type Reading, readingOf, wideningOf } from "../../../cli/report/reading";
import { type Simulator, startSimulator } from "../../../simulator";
import { change, preview } from "../../support/cli/change";
import { World } from "../../support/gitlab/world";

let simulator: Simulator;
let world: World;

beforeEach(async () => {
  simulator = await startSimulator({ enforceJobTokenScope: false });
  world = await World.create(simulator.url, simulator.token);
});
afterEach(() => simulator.close());

/** A job's log says which GitLab was asked; the report goes to another stream. */
const said = jest.spyOn(console, "error").mockImplementation(() => undefined);
afterEach(() => {
  const lines = said.mock.calls.flat();
  expect(lines.filter((line) => !/^GitLab: http\S+ \(from/.test(line))).toEqual([]);
  said.mockClear();
});

const now = new Date("2027-01-10T12:00:00Z");
const environment = () => ({ GITLAB_BASE_URL: simulator.url, GITLAB_TOKEN: simulator.token });

/** The report of these changes, with a credential unless the environment has none. */
async function report(
  changes: readonly Change[],
  env: Readonly<Record<string, string>> = environment(),
  config: object = {},
): Promise<{ reading: Reading; text: string }> {
  const seen = preview(changes, { config: { ...config } });
  const instances = instancesOf(seen, ambientAddress(env, seen));
  const { open, notes } = connectionsOf(seen, instances, env);
  try {
    const reading = await compared({ ...readingOf(seen, { now, instances }), notes }, open, instances);
    return { reading, text: markdownOf(reading, { project: "access", stack: "prod" }) };
  } finally {
    await Promise.all([...open.values()].map((connection) => connection.close()));
  }
}

it("thirty lists that GitLab holds already are taken over, and nothing changes", async () => {
  const deploy = await world.project("deploy");
  const projects = await Promise.all(Array.from({ length: 30 }, (_, index) => world.project(`service-${index}`)));
  for (const { id } of projects)
    await world.api.post(`/projects/${id}/job_token_scope/allowlist`, { target_project_id: deploy.id });
  const lists = projects.map(({ path }) =>
    change("JobTokenAllowlist", path, { after: { project: path, projects: [deploy.path], enabled: true } }),
  );
  simulator.requests.clear();

  const { reading, text } = await report(lists);

  expect(wideningOf(reading)).toBe("nothing");
  expect(text).toContain(
    "No job token gains access, and no token, variable or runner gives more: 30 taken over, 30 changes in all.",
  );
  expect(text).toContain(`- job tokens of \`${deploy.path}\` may open \`${projects[0]?.path}\``);
  expect(text).not.toMatch(/gains\||Closed|first time/);
  // Two for each project, its switch and its list; a page of the group for all paths.
  expect([...simulator.requests].length).toBeLessThanOrEqual(30 * 2 + 3);
  expect([...simulator.requests].every(({ method }) => method === "GET")).toBe(true);
});

it("without a credential the same may be there already, and GitLab is not asked", async () => {
  const billing = await world.project("billing");
  simulator.requests.clear();

  const { reading, text } = await report(
    [change("JobTokenAllowlist", "x", { after: { project: billing.path, projects: ["acme/deploy"] } })],
    { GITLAB_BASE_URL: simulator.url },
  );

  expect(wideningOf(reading)).toBe("may widen");
  expect(text).toContain("Declared for the first time; may be there already:");
  expect([...simulator.requests]).toEqual([]);
});

it("what GitLab does not hold is a gain, and a project that is open is closed", async () => {
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  await world.api.patch(`/projects/${billing.id}/job_token_scope`, { enabled: false });

  const { reading, text } = await report([
    change("JobTokenAllowlist", "x", { after: { project: billing.path, projects: [deploy.path], enabled: true } }),
  ]);

  expect(wideningOf(reading)).toBe("widens");
  expect(text).toContain(
    `- **Gains**: job tokens of \`${deploy.path}\` may open \`${billing.path}\`\n- **Closed**: \`${billing.path}\``,
  );
});

it("a project that is closed in GitLab and declared open for the first time is opened", async () => {
  const billing = await world.project("billing");

  const { text } = await report([change("JobTokenScope", "x", { after: { project: billing.path, enabled: false } })]);

  expect(text).toContain(`- **Opened**: \`${billing.path}\` to the job tokens of **every project**\n`);
  expect(text).toContain("**This change widens access**");
});

it("a list that replaces what is there names who loses access", async () => {
  const [billing, deploy, docs] = [
    await world.project("billing"),
    await world.project("deploy"),
    await world.project("docs"),
  ];
  for (const { id } of [deploy, docs])
    await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: id });
  const list = { project: billing.path, projects: [deploy.path], groups: [], replaceExisting: true };

  const { text } = await report([change("JobTokenAllowlist", "x", { after: list })]);

  expect(text).toContain(
    `- **Loses**: job tokens of \`${docs.path}\` may no longer open \`${billing.path}\`: its list is replaced`,
  );
  expect(text).not.toContain("whoever else");
});

it("an address that does not exist is named, with what was likely meant", async () => {
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  const wrong = deploy.path.replace("deploy", "dpeloy");

  const { text } = await report([
    change("JobTokenAllowlist", "x", {
      after: { project: billing.path, projects: [wrong, 99_999], groups: [deploy.path] },
    }),
    change("RotatingProjectToken", "t", { after: { project: `${billing.path}x`, scopes: ["api"] } }),
  ]);

  expect(text).toContain("#### Addresses that GitLab does not know");
  expect(text).toContain(
    `- \`project ${wrong}\`: It does not exist, or this credential can't see it. Did you mean \`${deploy.path}\`?`,
  );
  expect(text).toContain("- `project 99999`: It does not exist, or this credential can't see it.");
  expect(text).toContain(`- \`group ${deploy.path}\`: It is a project, not a group.`);
  expect(text).toContain(
    `- \`project ${billing.path}x\`: It does not exist, or this credential can't see it. Did you mean \`${billing.path}\`?`,
  );
});

describe("a variable that is declared for the first time", () => {
  const declared = (project: string, flags: object) =>
    change("ProjectVariable", "x", {
      after: { project, key: "TOKEN", value: SECRET, environmentScope: "*", ...flags },
    });
  const flags = { protected: true, masked: true, hidden: false };

  it.each<[string, object | undefined, string, string, object?]>([
    ["is there with the same flags", { protected: true, masked: true }, "nothing", "taken over: it is there already"],
    [
      "is there with more flags",
      { protected: true, masked: true },
      "widens",
      "there already with other settings",
      { protected: false },
    ],
    [
      "is there with more flags and is to be replaced",
      { protected: true, masked: true },
      "widens",
      "replaces what is there already",
      { protected: false, replaceExisting: true },
    ],
    ["is there and hidden", { masked_and_hidden: true, protected: true }, "widens", "`up` stops before it touches it"],
    ["is not there", undefined, "widens", "**gives more than before**"],
  ])("and %s", async (_what, there, widening, words, other = {}) => {
    const billing = await world.project("billing");
    if (there !== undefined)
      await world.api.post(`/projects/${billing.id}/variables`, { key: "TOKEN", value: "some-value-1", ...there });

    const { reading, text } = await report([declared(billing.path, { ...flags, ...other })]);

    expect(wideningOf(reading)).toBe(widening);
    expect(text).toContain(words);
    expect(text).not.toContain("some-value-1");
  });
});

it("a token that a provider or the configuration holds is not used, and the report says so", async () => {
  const billing = await world.project("billing");
  const provider = {
    ...change("Provider", "acme", {
      after: { "gitlab:explicitProvider": "true", "gitlab:baseUrl": simulator.url, "gitlab:token": SECRET },
    }),
    urn: "urn:x::acme",
    type: "pulumi:providers:pulumi-nodejs",
  };
  const list = (of: string) =>
    change("JobTokenAllowlist", "x", { after: { project: billing.path, projects: ["acme/deploy"] }, provider: of });
  simulator.requests.clear();

  const explicit = await report([provider, list("urn:x::acme")]);
  const ambient = await report([list("")], { GITLAB_BASE_URL: simulator.url }, { "gitlab:token": SECRET });

  for (const { text } of [explicit, ambient])
    expect(text).toMatch(
      /#### Not asked\n\n- The GitLab at .* was not asked what it holds, because its token arrives as a secret/,
    );
  expect([...simulator.requests]).toEqual([]);
});

it("a provider's own variable is the credential for its GitLab", async () => {
  const billing = await world.project("billing");
  const provider = {
    ...change("Provider", "acme", {
      after: {
        "gitlab:explicitProvider": "true",
        "gitlab:baseUrl": simulator.url,
        "gitlab:tokenEnvironmentVariable": "ACME_TOKEN",
      },
    }),
    urn: "urn:x::acme",
    type: "pulumi:providers:pulumi-nodejs",
  };

  const { text } = await report(
    [
      provider,
      change("JobTokenScope", "x", { after: { project: billing.path, enabled: true }, provider: "urn:x::acme" }),
    ],
    { ACME_TOKEN: simulator.token },
  );

  expect(text).toContain("No job token gains access, and no token, variable or runner gives more: 1 change in all.");
});

it("the token that writes comments is sent to nobody, whatever a program names as its credential", async () => {
  const provider = {
    ...change("Provider", "sly", {
      after: {
        "gitlab:explicitProvider": "true",
        "gitlab:baseUrl": simulator.url,
        "gitlab:tokenEnvironmentVariable": "GITLAB_CI_ACCESS_REPORT_TOKEN",
      },
    }),
    urn: "urn:x::sly",
    type: "pulumi:providers:pulumi-nodejs",
  };
  simulator.requests.clear();

  await report(
    [
      provider,
      change("JobTokenScope", "x", { after: { project: "acme/billing", enabled: true }, provider: "urn:x::sly" }),
    ],
    { GITLAB_CI_ACCESS_REPORT_TOKEN: simulator.token },
  );

  expect([...simulator.requests]).toEqual([]);
});

it("a credential that may not see the settings leaves the report as it is, and the report says why", async () => {
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  simulator.faults.add({
    method: "GET",
    path: /job_token_scope/,
    times: 100,
    fault: { kind: "status", status: 403, body: { message: "403 Forbidden" } },
  });

  const { reading, text } = await report([
    change("JobTokenAllowlist", "x", { after: { project: billing.path, projects: [deploy.path] } }),
  ]);

  expect(wideningOf(reading)).toBe("may widen");
  expect(text).toContain("#### Not asked\n\n- GitLab did not tell: Could not read");
});
