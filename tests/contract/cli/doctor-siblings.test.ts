import { useSimulator } from "../../support/gitlab/use-simulator";
import { World } from "../../support/gitlab/world";
import { examined, type Situation } from "./doctor-situation";

const simulator = useSimulator();
const well = () => ({ env: { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: simulator().token } });
const TOKEN = /personal_access_tokens\/self$/;
const answers = (path: RegExp | string, body: object, status = 200) =>
  simulator().faults.add({ path, fault: { kind: "status", status, body } });

/** What is wrong, and the line that says so with the next step. */
const situations: readonly (readonly [what: string, situation: () => Promise<Situation> | Situation, told: RegExp])[] =
  [
    [
      "no network",
      () => ({ env: { GITLAB_BASE_URL: "http://gitlab.invalid", GITLAB_TOKEN: "some-token" } }),
      /^✗ .*gitlab\.invalid.*\n {4}→ mend the connection/ms,
    ],
    [
      "a proxy's page",
      () => {
        simulator().faults.add({
          path: TOKEN,
          fault: { kind: "html", status: 200, html: "<title>Sign in to the proxy</title>" },
        });
        return well();
      },
      /^✗ .*web page.*\n {4}→ mend the connection/ms,
    ],
    [
      "a proxy that leads elsewhere",
      () => {
        simulator().faults.add({
          path: TOKEN,
          fault: { kind: "redirect", location: "https://sso.acme.example/login" },
        });
        return well();
      },
      /^✗ .*sso\.acme\.example.*\n {4}→ mend the connection/ms,
    ],
    [
      "a token that was revoked",
      async () => {
        const world = await World.create(simulator().url, simulator().token);
        const token = await world.tokenOf("maintainer");
        await fetch(`${simulator().url}/api/v4/personal_access_tokens/self`, {
          method: "DELETE",
          headers: { "private-token": token },
        });
        return { env: { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: token } };
      },
      /^✗ http\S+ does not accept the token: it has ended, was revoked, or is another GitLab's\n {4}→ make a new one/m,
    ],
    [
      "a token that has ended",
      () => {
        answers(
          TOKEN,
          {
            error: "invalid_token",
            error_description: "Token is expired. You can either do re-authorization or token refresh.",
          },
          401,
        );
        return well();
      },
      /^✗ http\S+ does not accept the token: it has ended/m,
    ],
    [
      "a fine-grained token",
      () => {
        answers(TOKEN, { name: "fine", scopes: ["granular"], expires_at: null });
        return well();
      },
      /^! it is a fine-grained token: what it may do is in its permissions, which GitLab does not tell here\n {4}→ the first/m,
    ],
    [
      "the token of a job",
      () => ({ env: { GITLAB_BASE_URL: simulator().url, GITLAB_TOKEN: "of-this-job", CI_JOB_TOKEN: "of-this-job" } }),
      /^✗ The token from GITLAB_TOKEN is a CI job token\..*\n {4}→ set GITLAB_TOKEN/m,
    ],
    [
      "GitLab 16",
      () => {
        answers("/version", { version: "16.11.3-ee", revision: "x" });
        return well();
      },
      /^! GitLab 16\.11\.3-ee at \S+ is none of the versions .*\n {4}→ look at docs\/versions\.md$/m,
    ],
    [
      "GitLab 17",
      () => {
        answers("/version", { version: "17.0.0", revision: "x" });
        return well();
      },
      /^✓ GitLab 17\.0\.0 at /m,
    ],
    ...[{ permissions: "default" }, { projects: [{ project: "acme/deploy", permissions: [] }] }].map(
      (said) =>
        [
          `a GitLab that is too old for ${JSON.stringify(said)}`,
          () => {
            for (const path of ["/version", "/metadata"]) answers(path, { version: "18.2.1-ee", revision: "x" });
            const list = { project: "acme/web", projects: [], groups: [], ...said };
            return { ...well(), declared: { web: ["JobTokenAllowlist", list] as const } };
          },
          /^✗ the program sets permissions of entries, and this GitLab has none\n {4}→ update GitLab to 18\.3 or later/m,
        ] as const,
    ),
    [
      "GraphQL that is off",
      () => {
        simulator().faults.add({ path: "/api/graphql", fault: { kind: "status", status: 404 } });
        return well();
      },
      /^! GraphQL does not answer this token: .*\n {4}→ lists and switches need none of it/m,
    ],
    [
      "a program with another version than the command's",
      () => ({ ...well(), files: { "node_modules/pulumi-gitlab-ci-access/package.json": '{"version":"0.0.9"}' } }),
      /^! this command is pulumi-gitlab-ci-access 0\.1\.0, and the program has 0\.0\.9\n {4}→ run `npx --no-install gitlab-ci-access doctor`/m,
    ],
    [
      "two SDKs",
      () => ({
        ...well(),
        files: {
          "node_modules/pulumi-gitlab-ci-access/node_modules/@pulumi/pulumi/package.json": '{"version":"3.300.0"}',
        },
      }),
      /^! pulumi-gitlab-ci-access has a @pulumi\/pulumi 3\.300\.0 of its own beside the program's 3\.248\.0\n {4}→ npm dedupe/m,
    ],
    [
      "a stack that another run has locked",
      () => ({ ...well(), refusesExport: "error: the stack is currently locked by 1 lock(s). Either wait" }),
      /^✗ .*currently locked.*\n {4}→ wait for the other run to end, or run `pulumi cancel`/m,
    ],
    [
      "a manifest that is no JSON",
      () => ({ ...well(), files: { "package.json": "{" } }),
      /^✗ pulumi-gitlab-ci-access 0\.1\.0 is found, and it is no direct dependency/m,
    ],
  ];

afterEach(() => simulator().faults.clear());

it.each(situations)("%s is named, with the next step", async (_what, situation, told) => {
  expect((await examined(await situation())).text).toMatch(told);
});
