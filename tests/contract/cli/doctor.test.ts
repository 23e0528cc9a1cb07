import { main } from "../../../cli/main";
import { useSimulator } from "../../support/gitlab/use-simulator";
import { type Named, World } from "../../support/gitlab/world";
import { inDays } from "../simulator/facts/world";
import { examined, type Situation } from "./doctor-situation";

const simulator = useSimulator();

let world: World;
let billing: Named;
let deploy: Named;

beforeAll(async () => {
  world = await World.create(simulator().url, simulator().token);
  billing = await world.project("billing");
  deploy = await world.project("deploy");
});

const as = (token: string) => ({ GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: token });
const list = (args: object = {}) =>
  ["JobTokenAllowlist", { project: billing.path, projects: [deploy.path], groups: [], ...args }] as const;
const token = (): readonly [string, object] => [
  "RotatingProjectToken",
  { project: billing.path, name: "read", scopes: ["read_api"], accessLevel: "reporter", rotationConfiguration: {} },
];

/** What was asked of GitLab in the act, other than to read. GraphQL takes queries by POST. */
async function writesOf(act: () => Promise<unknown>): Promise<string[]> {
  simulator().requests.clear();
  await act();
  const asked = [...simulator().requests].map(({ method, path }) => `${method} ${path}`);
  return asked.filter((line) => !line.startsWith("GET ") && line !== "POST /api/graphql");
}

it("a stack that is well gets no ✗, and nothing is written", async () => {
  const env = as(await world.tokenOf("maintainer"));
  let text = "";
  const writes = await writesOf(async () => {
    const found = await examined({ env, declared: { billing: list() } });
    text = found.text;
    expect(found.code).toBe(0);
  });

  expect(writes).toEqual([]);
  expect(text).not.toMatch(/^✗/m);
  for (const line of [
    /^✓ Node \d+/m,
    /^✓ pulumi-gitlab-ci-access 0\.1\.0, a direct dependency of the program$/m,
    /^✓ @pulumi\/pulumi 3\.248\.0$/m,
    /^✓ Pulumi CLI v3\.258\.0$/m,
    /^✓ the backend holds the stack: 0 resources, 0 of this package$/m,
    /^✓ the program runs, and declares 1 resource$/m,
    /^✓ the token "user-\w+" is a personal access token, of user user-\w+$/m,
    /^✓ its scopes are enough: api$/m,
    /^! it ends on \d{4}-\d\d-\d\d, in \d days\n {4}→ renew it before/m,
    /^✓ GitLab \d+\.\S+ at http/m,
    /^✓ its role is enough in the one place that the program changes$/m,
    /^✓ it sees the one place that the program lets in$/m,
    /^✓ no operation is pending: no run of this stack was interrupted$/m,
  ])
    expect(text).toMatch(line);
});

/** What is wrong, the line that says so, and the exit code. */
const situations: readonly (readonly [
  what: string,
  situation: () => Promise<Situation> | Situation,
  told: RegExp,
  code: number,
])[] = [
  [
    "no CLI",
    () => ({ cli: "", env: as(simulator().token) }),
    /^✗ the Pulumi CLI is not on PATH\n {4}→ install it/m,
    10,
  ],
  [
    "a CLI that can't import by file",
    () => ({ cli: "v3.248.0", env: as(simulator().token) }),
    /^! Pulumi CLI v3\.248\.0, which can't import by file\n {4}→ update it to 3\.254/m,
    0,
  ],
  [
    "no program",
    () => ({ files: { "Pulumi.yaml": "" }, env: as(simulator().token) }),
    /^✗ there is no Pulumi\.yaml in .*\n {4}→ name the program's folder with --cwd/m,
    10,
  ],
  [
    "the package of a dependency only",
    () => ({ files: { "package.json": "{}" }, env: as(simulator().token) }),
    /^✗ pulumi-gitlab-ci-access 0\.1\.0 is found, and it is no direct dependency of the program\n {4}→ npm install/m,
    10,
  ],
  [
    "no package",
    () => ({ files: { "node_modules/pulumi-gitlab-ci-access/package.json": "" }, env: as(simulator().token) }),
    /^✗ pulumi-gitlab-ci-access is not installed where the program is/m,
    10,
  ],
  [
    "no SDK",
    () => ({ files: { "node_modules/@pulumi/pulumi/package.json": "" }, env: as(simulator().token) }),
    /^✗ @pulumi\/pulumi is not installed\n {4}→ npm install @pulumi\/pulumi@3\.248\.0/m,
    10,
  ],
  [
    "an old SDK",
    () => ({
      files: { "node_modules/@pulumi/pulumi/package.json": '{"version":"3.100.0"}' },
      env: as(simulator().token),
    }),
    /^✗ @pulumi\/pulumi 3\.100\.0 is too old/m,
    10,
  ],
  [
    "nobody logged in",
    () => ({ refusesExport: "error: PULUMI_ACCESS_TOKEN must be set for login", env: as(simulator().token) }),
    /^✗ the stack's state can't be read\. Pulumi says: .*\n {4}→ pulumi login, or PULUMI_BACKEND_URL/m,
    10,
  ],
  [
    "no such stack",
    () => ({ refusesExport: "error: no stack named 'prod' found", env: as(simulator().token) }),
    /^✗ .*no stack named 'prod' found\n {4}→ pulumi stack init, or name another with --stack/m,
    10,
  ],
  [
    "a wrong passphrase",
    () => ({ refusesExport: "error: incorrect passphrase", env: as(simulator().token) }),
    /^✗ .*incorrect passphrase\n {4}→ set PULUMI_CONFIG_PASSPHRASE/m,
    10,
  ],
  [
    "a program that fails",
    () => ({ failsWith: "AccessMap 'acme' has a mistake:\n  access/acme.yaml:1:1: x", env: as(simulator().token) }),
    /^✗ the program's preview fails: AccessMap 'acme' has a mistake: .*acme\.yaml:1:1: x\n {4}→ mend it/m,
    2,
  ],
  [
    "no token",
    () => ({ env: { GITLAB_BASE_URL: simulator().url } }),
    /^✗ There is no credential for GitLab\..*\n {4}→ set GITLAB_TOKEN/m,
    10,
  ],
  [
    "a token of another GitLab",
    () => ({ env: as("not-the-token") }),
    /^✗ http\S+ does not accept the token: it has ended, was revoked, or is another GitLab's\n {4}→ make a new one at http/m,
    10,
  ],
  [
    "a GitLab that does not answer",
    () => ({ env: { GITLAB_BASE_URL: "http://127.0.0.1:9", GITLAB_TOKEN: "some-token" } }),
    /^✗ .*127\.0\.0\.1:9.*\n {4}→ mend the connection/ms,
    10,
  ],
  [
    "a token that can only look",
    async () => ({ env: as(await world.tokenOf("maintainer", ["read_api"])), declared: { billing: list() } }),
    /^! its scopes let it look and change nothing: read_api\n {4}→ for `pulumi up` give a token with the scope api/m,
    0,
  ],
  [
    "a token for something else",
    async () => ({ env: as(await world.tokenOf("maintainer", ["read_repository"])) }),
    /^✗ its scopes are not enough: read_repository\n {4}→ make a token with the scope api/m,
    10,
  ],
  [
    "a developer",
    async () => ({ env: as(await world.tokenOf("developer")), declared: { billing: list() } }),
    /^✗ project \S+\/billing: the token's user is developer, and maintainer is needed\n {4}→ an owner grants it there under Manage → Members/m,
    10,
  ],
  [
    "nobody",
    async () => ({ env: as(await world.tokenOf(undefined)), declared: { billing: list({ projects: [] }) } }),
    /^✗ project \S+\/billing does not exist, or the token's user can't see it\n {4}→ correct the address/m,
    10,
  ],
  [
    "a maintainer where an owner is needed",
    async () => ({
      env: as(await world.tokenOf("maintainer")),
      declared: { flag: ["GroupVariable", { group: world.group.path, key: "K" }] },
    }),
    /^✗ group \S+: the token's user is maintainer, and owner is needed/m,
    10,
  ],
  [
    "a target that nobody sees",
    async () => ({
      env: as(await world.tokenOf("maintainer")),
      declared: { billing: list({ projects: ["other/place"] }) },
    }),
    /^✗ project other\/place, which the program lets in, does not exist, or the token's user can't see it/m,
    10,
  ],
  [
    "a bot that is to make tokens",
    async () => ({ env: as(await botToken()), declared: { read: token() } }),
    /^✗ the token "bot" is a project access token, of user \S+, and GitLab lets no such token make or renew other tokens\n {4}→ give the token of a service account/m,
    10,
  ],
  [
    "a token that only Pulumi can read",
    () => ({
      env: { GITLAB_BASE_URL: simulator().url },
      declared: { billing: list() },
      config: { "gitlab:token": "[secret]" },
    }),
    /^! the configuration gitlab:token is a secret that only Pulumi can read, so it was not tried/m,
    0,
  ],
];

it.each(situations)("%s is named, with the next step", async (_what, situation, told, code) => {
  const found = await examined(await situation());
  expect(found.text).toMatch(told);
  expect(found.code).toBe(code);
});

it("a target that nobody sees stops no run where the list stays as it is", async () => {
  const env = as(await world.tokenOf("maintainer"));
  const declared = { billing: list({ projects: ["other/place"] }) };
  const { text, code } = await examined({ env, declared, operation: "same" });
  expect(text).not.toContain("other/place");
  expect(code).toBe(0);
});

it("a CLI that says nothing of use gets a line in JSON as well", async () => {
  const { out } = await examined({ cli: "v3.248.0", env: as(simulator().token), args: ["--json"] });
  const { schema, findings } = JSON.parse(out);
  expect(schema).toBe(1);
  expect(findings).toContainEqual({
    level: "warning",
    check: "cli",
    text: "Pulumi CLI v3.248.0, which can't import by file",
    next: expect.stringContaining("3.254"),
  });
});

async function botToken(): Promise<string> {
  const order = { name: "bot", scopes: ["api"], access_level: 40, expires_at: inDays(60) };
  return (await world.api.post<{ token: string }>(`/projects/${billing.id}/access_tokens`, order)).token;
}

it("says that it takes no arguments, with its usage", async () => {
  const told = jest.spyOn(console, "error").mockImplementation(() => {});
  expect(await main(["doctor", "prod"], {})).toBe(3);
  expect(told.mock.calls.join()).toContain(
    "doctor takes no arguments, and these are: prod\n\nUsage: gitlab-ci-access doctor",
  );
  told.mockRestore();
});
