import { withSimulator } from "../with-simulator";

describe("routes", () => {
  it("a known path with the wrong verb answers 405 and says which are right", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send("POST /version", { as: gitlab.token });

      expect([answer.status, answer.text]).toEqual([405, '{"error":"405 Not Allowed"}']);
      expect(answer.headers.get("allow")).toBe("OPTIONS, GET, HEAD");
    });
  });

  it("may end with the one format that GitLab speaks", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      expect((await gitlab.send("GET /version.json", { as: gitlab.token })).status).toBe(200);
      expect((await gitlab.send("GET /version.xml", { as: gitlab.token })).status).toBe(404);
    });
  });

  it("OPTIONS says which verbs there are", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await fetch(`${gitlab.url}/api/v4/version`, {
        method: "OPTIONS",
        headers: { "private-token": gitlab.token },
      });

      expect([answer.status, await answer.text()]).toEqual([204, ""]);
      expect(answer.headers.get("allow")).toBe("OPTIONS, GET, HEAD");
    });
  });

  it("of the version before this one are said to be gone", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await fetch(`${gitlab.url}/api/v3/projects`);

      expect([answer.status, await answer.json()]).toEqual([
        410,
        { error: "API V3 is no longer supported. Use API V4 instead." },
      ]);
    });
  });

  it("HEAD answers as GET does, without a body", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send("HEAD /version", { as: gitlab.token });

      expect([answer.status, answer.text, answer.headers.get("content-type")]).toEqual([200, "", "application/json"]);
    });
  });

  it("an unknown one is reported, without the token that was in it", async () => {
    const lines: string[] = [];
    await withSimulator({ log: (line) => lines.push(line) }, async ({ gitlab }) => {
      await gitlab.send("GET /no/such/thing", { query: { private_token: "secret-value", page: 2 } });

      expect(lines).toEqual([
        "GET /api/v4/no/such/thing?private_token=[redacted]&page=2: there is no such endpoint in the simulated GitLab",
      ]);
    });
  });

  it("slashes at the end or doubled do not count, as clients differ about them", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      expect((await gitlab.send("GET /features/", { as: gitlab.token })).status).toBe(200);
      expect((await gitlab.send("GET //version", { as: gitlab.token })).status).toBe(200);
    });
  });

  it("a body that is no JSON although it says so is refused", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const response = await fetch(`${gitlab.url}/api/v4/groups`, {
        method: "POST",
        headers: { "content-type": "application/json", "private-token": gitlab.token },
        body: "{name: acme}",
      });

      expect([response.status, await response.json()]).toEqual([
        400,
        { error: "message body does not match declared format" },
      ]);
    });
  });

  it("a body in a form that GitLab does not read is refused", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const response = await fetch(`${gitlab.url}/api/v4/groups`, {
        method: "POST",
        headers: { "content-type": "text/xml", "private-token": gitlab.token },
        body: "<group/>",
      });

      expect([response.status, await response.json()]).toEqual([
        415,
        { error: "The provided content-type 'text/xml' is not supported." },
      ]);
    });
  });

  it("parameters are read from multipart bodies too", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const body = new FormData();
      body.append("name", "Überblick");
      body.append("path", "overview");

      const response = await fetch(`${gitlab.url}/api/v4/groups`, {
        method: "POST",
        headers: { "private-token": gitlab.token },
        body,
      });

      expect(await response.json()).toMatchObject({ name: "Überblick", path: "overview" });
    });
  });
});
