import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../cli/main";
import { comment, destinationIn } from "../../../cli/notes/comment";
import { NOTE_LIMIT } from "../../../cli/notes/notes";
import { headerOf } from "../../../cli/provenance";
import { markerOf } from "../../../cli/report/markdown";
import { addDays } from "../../../provider/domain/calendar";
import { type Simulator, startSimulator } from "../../../simulator";
import { GitLabApi } from "../../support/gitlab/gitlab-api";

const report = `${markerOf({ project: "access", stack: "prod" })}\n\n### GitLab CI access\n`;

interface Scene {
  readonly simulator: Simulator;
  readonly env: Readonly<Record<string, string>>;
  readonly bodies: (page?: string) => Promise<string[]>;
}

function scene(act: (scene: Scene) => Promise<void>): () => Promise<void> {
  return async () => {
    const simulator = await startSimulator();
    try {
      const api = new GitLabApi(simulator.url, simulator.token);
      const { id } = await api.post<{ id: number }>("/projects", { name: "pipeline" });
      const notes = `/projects/${id}/merge_requests/1/notes`;
      await api.post(`/projects/${id}/merge_requests`, { title: "x", source_branch: "x", target_branch: "main" });
      const env = {
        CI_API_V4_URL: `${simulator.url}/api/v4`,
        CI_PROJECT_ID: String(id),
        CI_MERGE_REQUEST_IID: "1",
        GITLAB_CI_ACCESS_REPORT_TOKEN: simulator.token,
      };
      const bodies = async (page = "") =>
        (await api.get<{ body: string }[]>(`${notes}?sort=asc${page}`)).map(({ body }) => body);
      await act({ simulator, env, bodies });
    } finally {
      await simulator.close();
    }
  };
}

function destination({ env }: Scene) {
  const found = destinationIn(env);
  if (found === undefined) throw new Error("no destination");
  return found;
}

it.each([
  ["line feeds", "\n"],
  ["carriage returns", "\r"],
  ["blanks", " "],
])("writes a file with a hundred thousand %s without a command in it, and before anybody waits for it", (_, blank) =>
  scene(async (given) => {
    const begun = performance.now();
    await comment(destination(given), `${report} /merge\n${blank.repeat(100_000)}x`);
    expect(performance.now() - begun).toBeLessThan(4_000); // A pattern that reads on over the ends of lines takes four times as long for twice as many.
    expect((await given.bodies())[0]?.startsWith(`${report} \\/merge\n`)).toBe(true);
  })(),
);

it(
  "finds its comment again behind a hundred others",
  scene(async (given) => {
    for (let number = 0; number < 100; number += 1)
      await comment(destination(given), report.replace("prod", `stack${number}`));
    expect(await comment(destination(given), report)).toBe("created");

    expect(await comment(destination(given), `${report}again`)).toBe("updated");

    expect(await given.bodies("&per_page=100&page=2")).toEqual([`${report}again`]);
  }),
);

it(
  "leaves another's comment with its marker alone",
  scene(async (given) => {
    const { env, simulator } = given;
    const api = new GitLabApi(simulator.url, simulator.token);
    await api.post(`/projects/${env.CI_PROJECT_ID}/merge_requests/1/notes`, { body: `${report}Mine.` });
    const tomorrow = addDays(simulator.clock.now().toISOString().slice(0, 10), 1);
    const order = { name: "reports", scopes: ["api"], access_level: 20, expires_at: tomorrow };
    const bot = await api.post<{ token: string }>(`/projects/${env.CI_PROJECT_ID}/access_tokens`, order);
    const ofBot = { ...given, env: { ...env, GITLAB_CI_ACCESS_REPORT_TOKEN: bot.token } };

    expect(await comment(destination(ofBot), report)).toBe("created");
    expect(await comment(destination(ofBot), `${report}again`)).toBe("updated");

    expect(await given.bodies()).toEqual([`${report}Mine.`, `${report}again`]);
  }),
);

it(
  "an answer that is lost leaves one comment",
  scene(async (given) => {
    given.simulator.faults.add({ method: "POST", path: /notes$/, times: 1, fault: { kind: "resetAfter" } });

    expect(await comment(destination(given), report)).toBe("created");

    expect(await given.bodies()).toEqual([report]);
  }),
);

it(
  "what GitLab would take for a command is a text",
  scene(async (given) => {
    await comment(destination(given), `${report}/approve\n  /merge\npath/approve`);

    expect(await given.bodies()).toEqual([`${report}\\/approve\n  \\/merge\npath/approve`]);
  }),
);

it(
  "a file that is no report is refused, and one over GitLab's limit is GitLab's error",
  scene(async (given) => {
    await expect(comment(destination(given), "hello")).rejects.toThrow("no report of `gitlab-ci-access report`");
    await expect(comment(destination(given), report + "x".repeat(NOTE_LIMIT))).rejects.toThrow(/is too long/);
  }),
);

it(
  "a report over GitLab's limit is written without its longest section, and says so",
  scene(async (given) => {
    const long = `${report}\n#### Drift\n\n${"x".repeat(NOTE_LIMIT)}\n\n#### Rotation\n\nNothing is due.\n`;

    expect(await comment(destination(given), long)).toBe("created");

    const [body = ""] = await given.bodies();
    expect(body).toMatch(
      /^.*\n\n> \[!warning\]\n> \*\*This report is too long for a comment\*\*.*Nothing is due\.\n$/s,
    );
    expect(body).not.toContain("#### Drift");
  }),
);

it(
  "a CI job token is refused before anything is sent, with what to use instead",
  scene(async ({ simulator, env }) => {
    const found = destinationIn({ ...env, GITLAB_CI_ACCESS_REPORT_TOKEN: "of-the-job", CI_JOB_TOKEN: "of-the-job" });
    simulator.requests.clear();

    await expect(found && comment(found, report)).rejects.toThrow(/is a CI job token/);

    expect([...simulator.requests]).toEqual([]);
  }),
);

describe("the command", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const here = { CI_PIPELINE_ID: "77", CI_COMMIT_SHA: commit };
  let said: string[] = [];

  beforeEach(() => {
    said = [];
    for (const stream of ["error", "log"] as const)
      jest.spyOn(console, stream).mockImplementation((...texts: unknown[]) => void said.push(texts.join(" ")));
  });

  /** Runs `comment` in a pipeline, with a report that this pipeline or another one has made. */
  async function publishes({ env }: Scene, made: Parameters<typeof headerOf>[0]): Promise<number> {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-comment-"));
    try {
      const file = join(folder, "report.md");
      const header = headerOf(made).map((line) => `${line}\n`);
      writeFileSync(file, report.replace("\n\n", `\n${header.join("")}\n`));
      return await main(["comment", file], { ...env, ...here });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it(
    "takes the report that its own pipeline has made",
    scene(async (given) => {
      expect(await publishes(given, { pipeline: "77", commit })).toBe(0);

      expect(await given.bodies()).toHaveLength(1);
    }),
  );

  it.each([
    ["another pipeline", { pipeline: "76", commit }, "a report of pipeline 76, and this is pipeline 77"],
    ["another commit", { pipeline: "77", commit: "f".repeat(40) }, "a report of commit fff"],
    ["no pipeline at all, as one that a branch has committed", {}, "a report of no pipeline that it names"],
    ["no commit", { pipeline: "77" }, "a report of no commit that it names"],
  ])("refuses a report of %s and writes nothing", (_, made, problem) =>
    scene(async (given) => {
      expect(await publishes(given, made)).toBe(3);

      expect(said.join()).toContain(problem);
      expect(await given.bodies()).toEqual([]);
    })(),
  );

  it(
    "ends with 3 where there is no report",
    scene(async ({ env }) => {
      expect(await main(["comment", "/nowhere/report.md"], env)).toBe(3);
      expect(said.join()).toContain("There is no report in /nowhere/report.md (ENOENT)");
    }),
  );
});
