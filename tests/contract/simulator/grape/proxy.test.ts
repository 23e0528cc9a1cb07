import { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { type Mischief, startProxy } from "../../../support/gitlab/proxy";
import { newGroup, newProject } from "../facts/world";
import { withSimulator } from "../with-simulator";

async function answerThrough(mischief: Mischief | undefined) {
  let answer = { status: 0, text: "" };
  await withSimulator({ log: () => undefined }, async ({ simulator, gitlab }) => {
    const acme = await newGroup(gitlab, "acme");
    const { path_with_namespace: id } = await newProject(gitlab, "billing", { namespace_id: acme.id });
    const proxy = await startProxy(simulator.url, mischief);
    try {
      answer = await new GitLabApi(proxy.url, gitlab.token).send("GET /projects/:id", {
        path: { id },
        as: gitlab.token,
      });
    } finally {
      await proxy.close();
    }
  });
  return answer;
}

describe("a project's path, asked for through a proxy", () => {
  it("is found where the proxy passes on what it gets", async () => {
    expect((await answerThrough(undefined)).status).toBe(200);
  });

  it("is no route of GitLab's where the proxy decodes %2F", async () => {
    const { status, text } = await answerThrough("decodes");

    expect({ status, body: JSON.parse(text) }).toEqual({ status: 404, body: { error: "404 Not Found" } });
  });

  it("is no project where the proxy encodes the percent sign once more", async () => {
    const { status, text } = await answerThrough("doubles");

    expect({ status, body: JSON.parse(text) }).toEqual({ status: 404, body: { message: "404 Project Not Found" } });
  });

  it("is whatever page the proxy shows", async () => {
    const { status, text } = await answerThrough({ page: 404 });

    expect(status).toBe(404);
    expect(text).toContain("<html>");
  });
});
