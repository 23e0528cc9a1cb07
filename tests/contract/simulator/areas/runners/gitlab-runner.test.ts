import { z } from "zod";
import type { GitLabApi } from "../../../../support/gitlab/gitlab-api";
import { newRunner } from "../../facts/world";
import { withSimulator } from "../../with-simulator";

/** How GitLab Runner sends its token beside the body. */
const HEADERS = { "16.10 to 17.10": "private-token", "17.11 and later": "runner-token", "before 16.10": undefined };

const Registered = z.object({ id: z.int(), token: z.string() });
const Reset = z.object({ token: z.string() });
const Details = z.object({ version: z.string().nullable(), platform: z.string().nullable(), status: z.string() });

const info = {
  ...{ name: "gitlab-runner", version: "18.5.0", revision: "abc", platform: "linux", architecture: "amd64" },
  ...{ executor: "shell", shell: "bash", features: { cancelable: true } },
};

/** A runner's machine: what it sends, in the order in which it does so. */
class Machine {
  readonly #gitlab: GitLabApi;
  readonly #header: string | undefined;

  constructor(gitlab: GitLabApi, header: string | undefined) {
    this.#gitlab = gitlab;
    this.#header = header;
  }

  send(endpoint: string, token: string, more: object = {}) {
    const headers = this.#header === undefined ? {} : { [this.#header]: token };
    return this.#gitlab.send(endpoint, { headers, json: { token, ...more } });
  }
}

describe.each(Object.entries(HEADERS))("GitLab Runner %s", (_, header) => {
  it("registers, polls, renews its token and goes, on a runner that a user made", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const machine = new Machine(gitlab, header);
      const { id, token } = await newRunner(gitlab);
      const system_id = "s_0123456789ab";

      const verified = await machine.send("POST /runners/verify", token, { system_id });
      expect(verified.status).toBe(200);
      expect(Registered.parse(JSON.parse(verified.text))).toEqual({ id, token });

      const poll = await machine.send("POST /jobs/request", token, { system_id, info, session: {} });
      expect({ status: poll.status, text: poll.text }).toEqual({ status: 204, text: "" });
      const last_update = poll.headers.get("x-gitlab-last-update");
      expect(last_update).toMatch(/^[0-9a-f]{32}$/);
      const again = await machine.send("POST /jobs/request", token, { system_id, info, last_update });
      expect(again.headers.get("x-gitlab-last-update")).toBe(last_update);
      const details = Details.parse(await gitlab.do("GET /runners/:id", { path: { id } }));
      expect(details).toEqual({ version: "18.5.0", platform: "linux", status: "online" });

      const reset = await machine.send("POST /runners/reset_authentication_token", token);
      expect(reset.status).toBe(201);
      const renewed = Reset.parse(JSON.parse(reset.text)).token;
      expect((await machine.send("POST /jobs/request", token, { system_id, info })).status).toBe(403);

      expect((await machine.send("DELETE /runners/managers", renewed, { system_id })).status).toBe(204);
      expect((await machine.send("DELETE /runners/managers", renewed, { system_id })).status).toBe(404);
      expect((await machine.send("DELETE /runners", renewed)).status).toBe(204);
      expect((await gitlab.send("GET /runners/:id", { path: { id }, as: gitlab.token })).status).toBe(404);
    });
  });
});

it("a change of the runner is told to the next poll", async () => {
  await withSimulator({}, async ({ gitlab }) => {
    const { id, token } = await newRunner(gitlab);
    const poll = () => gitlab.send("POST /jobs/request", { json: { token, info } });
    const before = (await poll()).headers.get("x-gitlab-last-update");

    await gitlab.do("PUT /runners/:id", { path: { id }, json: { tag_list: ["deploy"] } });

    expect((await poll()).headers.get("x-gitlab-last-update")).not.toBe(before);
  });
});

it("the record of requests says that a runner's token was sent, and whose user it is not", async () => {
  await withSimulator({}, async ({ gitlab, simulator }) => {
    const { token } = await newRunner(gitlab);

    await gitlab.send("POST /runners/verify", { as: token, json: { token } });

    expect(simulator.requests.all.at(-1)).toMatchObject({ tokenKind: "runner", user: null, status: 200 });
  });
});
