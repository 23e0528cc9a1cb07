import type { Simulator } from "../../../../../simulator";
import { jobRoutes } from "../../../../../simulator/areas/job-tokens/routes";
import type { Answer, GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { addMember, DEVELOPER, GUEST, MAINTAINER, newUser, PLANNER, REPORTER, type User } from "../../facts/world";
import { dataOf } from "../../graphql/graphql-api";
import { withSimulator } from "../../with-simulator";
import { aJob, asJob, type Situation } from "./jobs";
import { GIVEN, type Outcome, ROUTES, type RouteRow } from "./routes-table";

const LEVELS = [GUEST, PLANNER, REPORTER, DEVELOPER, MAINTAINER];

interface Case {
  readonly gitlab: GitLabApi;
  readonly simulator: Simulator;
  readonly billing: { readonly id: number; readonly path_with_namespace: string };
  readonly deploy: { readonly path: string; readonly id: number };
  /** Tokens of jobs of `deploy` by the level of the user behind them; 0 is no member. */
  readonly tokens: ReadonlyMap<number, string>;
}

async function withCase(given: Situation, use: (at: Case) => Promise<void>): Promise<void> {
  await withSimulator({ enforceJobTokenScope: false, edition: "premium" }, async ({ simulator, gitlab }) => {
    const { billing, deploy, user } = await aJob(simulator, gitlab, given);
    const users: (readonly [number, User])[] = [[0, user]];
    for (const level of LEVELS) {
      const member = await newUser(gitlab, `level-${level}`);
      await addMember(gitlab, { in: "projects", id: billing.id, user: member, level });
      users.push([level, member]);
    }
    const start = ({ id }: User) => simulator.jobTokens.create({ project: deploy.id, user: id });
    await use({
      gitlab,
      simulator,
      billing,
      deploy,
      tokens: new Map(users.map(([level, who]) => [level, start(who)])),
    });
  });
}

function ask({ gitlab, billing, tokens }: Case, { endpoint }: RouteRow, level: number): Promise<Answer> {
  const [method = "", path = ""] = endpoint.split(" ");
  const asked = /render|changelog/.test(path) ? { query: GIVEN } : {};
  const call = method === "GET" ? asked : { json: GIVEN };
  return asJob(gitlab, tokens.get(level) ?? "", `${method} /projects/${billing.id}${path}`, call);
}

function shown({ status, text }: Answer) {
  if (text === "") return { status };
  try {
    return { status, body: JSON.parse(text) as unknown };
  } catch {
    return { status, body: text };
  }
}

const LOG = `query($path: ID!) { project(fullPath: $path) { ciJobTokenAuthLogs { nodes { lastAuthorizedAt } } } }`;

/** When the log of billing says that a job came in last, five minutes later. */
async function lastIn({ gitlab, simulator, billing }: Case): Promise<string | undefined> {
  simulator.clock.advance({ minutes: 6 });
  const variables = { path: billing.path_with_namespace };
  const { nodes } = (await dataOf(gitlab, LOG, { variables })).project.ciJobTokenAuthLogs;
  return nodes[0]?.lastAuthorizedAt;
}

const forbidden = (reason?: string) => ({
  status: 403,
  body: { message: reason === undefined ? "403 Forbidden" : `403 Forbidden - ${reason}` },
});

const below = (level: number) => LEVELS[LEVELS.indexOf(level) - 1] ?? 0;
const notListed = ({ billing, deploy }: Case) =>
  forbidden(`Authentication by CI/CD job token not allowed from ${deploy.path} to project #${billing.id}.`);

const NO_RIGHT_TO_TRIGGER = {
  status: 400,
  body: { message: { base: ["Insufficient permissions to create a new pipeline"] } },
};

/** How a job of another project stands, and what each endpoint then answers it. */
const CASES: readonly [
  when: string,
  given: Situation,
  level: (row: RouteRow) => number,
  answer: (row: RouteRow, at: Case) => Outcome,
][] = [
  ["is let in", { listed: "project" }, ({ level }) => level, ({ granted }) => granted],
  [
    "has an entry without permissions",
    { listed: "project", permissions: [] },
    () => MAINTAINER,
    ({ permissions, granted }, { billing }) => {
      if (permissions.length === 0) return granted;
      const several = permissions.length > 1 ? "permissions are" : "permission is";
      return forbidden(
        `Insufficient permissions to access this resource in project #${billing.id}. The following token ${several} required: ${permissions.join(" and ")}.`,
      );
    },
  ],
  [
    "is in no list",
    {},
    () => MAINTAINER,
    ({ permissions }, at) =>
      permissions.length === 0 ? { status: 404, body: { message: "404 Not Found" } } : notListed(at),
  ],
  [
    "runs for somebody with a lower role",
    { listed: "project" },
    ({ level }) => below(level),
    ({ level, permissions }, at) => {
      if (permissions.length === 0) return NO_RIGHT_TO_TRIGGER;
      return below(level) === 0 ? notListed(at) : forbidden();
    },
  ],
];

describe("on every endpoint that takes a job's token", () => {
  it.each(CASES)("GitLab's answer is given, and the log filled, to a job that %s", async (_, given, level, answer) => {
    await withCase(given, async (at) => {
      let before = await lastIn(at);
      const found: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const row of ROUTES) {
        const answered = await ask(at, row, level(row));
        // Who was refused is looked for once, at the end.
        const after = answered.status === 403 ? before : await lastIn(at);
        found[row.endpoint] = { ...shown(answered), logged: after !== before };
        before = after;
        const { status, body } = answer(row, at);
        const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
        const refused = status === 400 || status === 403 || (row.permissions.length === 0 && status === 404);
        expected[row.endpoint] = {
          status,
          ...(body !== undefined && { body: isObject ? expect.objectContaining(body) : body }),
          logged: !refused,
        };
      }

      expect(found).toEqual(expected);
      expect(await lastIn(at)).toBe(before);
    });
  });

  it("the table has every one", () => {
    const pattern = (path: string) => new RegExp(`^${path.replace(/:\w+/g, "[^/]+").replace("**", ".+")}$`);
    const untried = jobRoutes.filter(
      ({ method, path }) =>
        !ROUTES.some(({ endpoint }) => pattern(`${method} ${path}`).test(endpoint.replace(" ", " /projects/1"))),
    );

    expect(untried).toEqual([]);
  });
});

describe("a job that is let in reads what the project holds", () => {
  it("as the user behind it would", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { token, billing, user } = await aJob(simulator, gitlab, { listed: "project", level: PLANNER });
      const at = `/projects/${billing.id}`;
      const commit = { branch: "main", content: "hello", commit_message: "x" };
      await gitlab.do("POST /projects/:id/repository/files/:file_path", {
        path: { id: billing.id, file_path: "a/b.md" },
        json: commit,
      });
      await gitlab.post(`${at}/merge_requests`, { title: "More", source_branch: "more", target_branch: "main" });
      await gitlab.post(`${at}/merge_requests/1/notes`, { body: "Why?" });

      for (const endpoint of [
        "merge_requests?state=opened",
        "merge_requests?state=merged",
        "merge_requests/1",
        "merge_requests/1/notes",
        "merge_requests/1/notes/1",
        "repository/branches",
        "repository/branches/main",
        "repository/files/a%2Fb.md/raw?ref=main",
      ]) {
        const asked = `GET ${at}/${endpoint}`;
        const [job, person] = [await asJob(gitlab, token, asked), await gitlab.send(asked, { as: user.token })];
        expect([asked, job.status, job.text]).toEqual([asked, 200, person.text]);
      }
      expect((await asJob(gitlab, token, `GET ${at}/repository/files/a%2Fb.md/raw`)).text).toBe("hello");
    });
  });

  it("page by page, also where there is nothing", async () => {
    await withSimulator({ enforceJobTokenScope: false }, async ({ simulator, gitlab }) => {
      const { token, billing } = await aJob(simulator, gitlab, { listed: "project", level: MAINTAINER });
      const asked = `GET /projects/${billing.id}/packages`;

      const { headers } = await asJob(gitlab, token, asked, { query: { per_page: 5 } });
      const asParameter = { query: { job_token: token, per_page: 5 } };
      for (const endpoint of [asked, asked.replace("packages", "merge_requests")]) {
        const link = (await gitlab.send(endpoint, asParameter)).headers.get("link");
        expect([endpoint, link]).toEqual([endpoint, expect.stringMatching(/per_page=5/)]);
        expect(link).not.toContain(token);
      }
      const wrong = await asJob(gitlab, token, asked, { query: { page: 0 } });

      expect(Object.fromEntries(["x-total", "x-per-page", "x-page"].map((name) => [name, headers.get(name)]))).toEqual({
        "x-total": "0",
        "x-per-page": "5",
        "x-page": "1",
      });
      expect([wrong.status, wrong.text]).toEqual([400, JSON.stringify({ error: "page does not have a valid value" })]);
    });
  });
});
