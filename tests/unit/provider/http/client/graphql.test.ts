import { z } from "zod";
import type { Query } from "../../../../../provider/http/graphql";
import { answer, fault, json, ORIGIN, type Reply, ScriptedGitLab, TOKEN } from "../scripted-gitlab";

const shape = z.object({ project: z.object({ id: z.string() }).nullable() });
const project = { id: "gid://gitlab/Project/12" };

function query(more: Partial<Query> = {}): Query {
  const purpose = { action: "read the project acme/shop", needs: "a token with the read_api scope" };
  return { query: "query($p: ID!) { project(fullPath: $p) { id } }", variables: { p: "acme/shop" }, purpose, ...more };
}

async function run(script: Reply[], given = query({ repeatable: true })) {
  const gitlab = new ScriptedGitLab(script);
  return {
    gitlab,
    result: await gitlab
      .client()
      .query(given, shape)
      .catch((error: Error) => error),
  };
}

describe("a query", () => {
  it("goes to GraphQL's one address, with its variables beside it", async () => {
    const { gitlab, result } = await run([json({ data: { project } })]);

    expect(result).toEqual({ data: { project }, errors: [] });
    expect(gitlab.exchanges).toEqual([
      {
        method: "POST",
        url: `${ORIGIN}/api/graphql`,
        headers: expect.objectContaining({ "private-token": TOKEN, "content-type": "application/json" }),
        body: JSON.stringify({ query: query().query, variables: { p: "acme/shop" } }),
      },
    ]);
  });

  it("gives what could be read and the errors for the rest", async () => {
    const errors = [{ message: "no permission", path: ["project"], locations: [{ line: 1, column: 2 }] }];

    expect((await run([json({ data: { project: null }, errors })])).result).toEqual({
      data: { project: null },
      errors: [{ message: "no permission", path: ["project"] }],
    });
  });

  it("gives no data where there are errors alone", async () => {
    const errors = [{ message: "Query has complexity of 400, which exceeds max complexity of 250" }];

    expect((await run([json({ errors })])).result).toEqual({ data: null, errors });
  });

  it("is sent again after a lost answer only if it says that it may be", async () => {
    const lost = fault("ECONNRESET");

    expect((await run([lost, json({ data: { project } })])).result).toEqual({ data: { project }, errors: [] });
    expect((await run([lost], query())).result).toMatchObject({ name: "LostAnswerError" });
  });

  it("waits for a rate limit as every call does", async () => {
    const { gitlab } = await run([answer(429, { "retry-after": "30" }), json({ data: { project } })], query());

    expect(gitlab.log).toContain("waits 31000 ms");
  });

  it.each<[string, Reply, string]>([
    [
      "a token that is not valid",
      json({ errors: [{ message: "Invalid token" }] }, {}, 401),
      "did not accept the token",
    ],
    ["GraphQL that is off", json({ error: "404 Not Found" }, {}, 404), "GitLab has no such path"],
    ["another shape", json({ data: { project: 4 } }), 'does not have the documented shape at "data.project"'],
  ])("of %s is an error that says so", async (_, reply, message) => {
    const { result } = await run([reply]);

    expect(result).toMatchObject({ message: expect.stringContaining(message) });
    expect(result).toMatchObject({ message: expect.stringContaining("POST /api/graphql") });
  });
});
