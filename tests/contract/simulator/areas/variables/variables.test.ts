import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { aTeam } from "../../facts/world";
import { bodyOf, withSimulator } from "../../with-simulator";

const all = "/projects/:id/variables";

async function aProject(gitlab: GitLabApi) {
  const { billing } = await aTeam(gitlab);
  return { path: { id: billing.id }, as: gitlab.token };
}

describe("POST …/variables", () => {
  it.each([
    ["with a space", "long enough", false],
    ["with a dollar sign", "abcd$efgh1", false],
    ["of seven characters", "seven77", false],
    ["of Base64's alphabet", "YWJjZGVmZw==", true],
  ])("masked: a value %s is taken as raw only where it has no white space", async (_, value, plain) => {
    await withSimulator({}, async ({ gitlab }) => {
      const call = await aProject(gitlab);
      const create = async (key: string, raw: boolean) =>
        (await gitlab.send(`POST ${all}`, { ...call, json: { key, value, raw, masked: true } })).status;

      expect(await create("EXPANDED", false)).toBe(plain ? 201 : 400);
      expect(await create("RAW", true)).toBe(/^\S{8,}$/.test(value) ? 201 : 400);
    });
  });

  it.each([
    ["with-hyphen", ["can contain only letters, digits and '_'."]],
    ["", ["can't be blank", "can contain only letters, digits and '_'."]],
    ["K".repeat(256), ["is too long (maximum is 255 characters)"]],
  ])("answers 400 when the key is '%s'", async (key, errors) => {
    await withSimulator({}, async ({ gitlab }) => {
      const answer = await gitlab.send(`POST ${all}`, { ...(await aProject(gitlab)), json: { key, value: "x" } });

      expect([answer.status, bodyOf(answer)]).toEqual([400, { message: { key: errors } }]);
    });
  });

  it("takes the same key in one environment once only, after a change too", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const call = await aProject(gitlab);
      await gitlab.do(`POST ${all}`, { ...call, json: { key: "REGION", value: "a", environment_scope: "staging" } });
      await gitlab.do(`POST ${all}`, { ...call, json: { key: "REGION", value: "b", environment_scope: "production" } });

      const answer = await gitlab.send(`PUT ${all}/:key`, {
        ...call,
        path: { ...call.path, key: "REGION" },
        query: { "filter[environment_scope]": "staging" },
        json: { environment_scope: "production" },
      });

      expect([answer.status, bodyOf(answer)]).toEqual([400, { message: { key: ["(REGION) has already been taken"] } }]);
    });
  });
});

describe("a hidden variable", () => {
  const json = { key: "TOKEN", value: "long-enough-to-mask", masked_and_hidden: true };

  it("keeps its value to itself in every answer, and takes a new one", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const call = await aProject(gitlab);
      const one = { ...call, path: { ...call.path, key: "TOKEN" } };
      await gitlab.do(`POST ${all}`, { ...call, json });

      const answers = [
        await gitlab.send(`PUT ${all}/:key`, { ...one, json: { value: "another-long-value" } }),
        await gitlab.send(`GET ${all}/:key`, one),
        await gitlab.send(`GET ${all}`, call),
      ];

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      for (const { text } of answers) expect(text).not.toMatch(/long-enough|another-long/);
    });
  });

  it("stays masked through changes that say nothing of it", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const call = await aProject(gitlab);
      await gitlab.do(`POST ${all}`, { ...call, json });

      const one = { ...call, path: { ...call.path, key: "TOKEN" }, json: { protected: true } };

      expect(bodyOf(await gitlab.send(`PUT ${all}/:key`, one))).toMatchObject({
        protected: true,
        masked: true,
        hidden: true,
      });
    });
  });
});

describe("variables of a group and of the instance", () => {
  it("are apart from those of a project, under the same key", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const key = "REGION";
      await gitlab.do(`POST ${all}`, { path: { id: billing.id }, json: { key, value: "project" } });
      await gitlab.do("POST /groups/:id/variables", { path: { id: acme.id }, json: { key, value: "group" } });
      await gitlab.do("POST /admin/ci/variables", { json: { key, value: "instance" } });

      await gitlab.do("DELETE /groups/:id/variables/:key", { path: { id: acme.id, key } });

      const as = gitlab.token;
      expect(bodyOf(await gitlab.send(`GET ${all}`, { path: { id: billing.id }, as }))).toMatchObject([
        { value: "project" },
      ]);
      expect(bodyOf(await gitlab.send("GET /groups/:id/variables", { path: { id: acme.id }, as }))).toEqual([]);
      expect(bodyOf(await gitlab.send("GET /admin/ci/variables", { as }))).toMatchObject([{ value: "instance" }]);
    });
  });

  it("PUT /groups/:id/variables/:key without a filter changes the first of several", async () => {
    await withSimulator({ edition: "premium" }, async ({ gitlab }) => {
      const { acme } = await aTeam(gitlab);
      const path = { id: acme.id, key: "REGION" };
      for (const environment_scope of ["staging", "production"]) {
        const json = { key: "REGION", value: "old", environment_scope };
        await gitlab.do("POST /groups/:id/variables", { path, json });
      }

      await gitlab.do("PUT /groups/:id/variables/:key", { path, json: { value: "new" } });

      expect(bodyOf(await gitlab.send("GET /groups/:id/variables", { path, as: gitlab.token }))).toMatchObject([
        { environment_scope: "staging", value: "new" },
        { environment_scope: "production", value: "old" },
      ]);
    });
  });
});

describe("below Premium", () => {
  it("a group's variable is for every environment, whatever is asked, and a project's is not", async () => {
    await withSimulator({ edition: "free" }, async ({ gitlab }) => {
      const { acme, billing } = await aTeam(gitlab);
      const json = { key: "REGION", value: "north", environment_scope: "production" };
      const ofGroup = { path: { id: acme.id, key: "REGION" }, as: gitlab.token, json };

      const answers = [
        await gitlab.send("POST /groups/:id/variables", ofGroup),
        await gitlab.send("PUT /groups/:id/variables/:key", ofGroup),
        await gitlab.send(`POST ${all}`, { ...ofGroup, path: { id: billing.id } }),
      ];

      expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
      expect(answers.map(bodyOf)).toMatchObject(
        ["*", "*", "production"].map((scope) => ({ environment_scope: scope })),
      );
    });
  });
});
