import { z } from "zod";
import { DAY_1, RotationSetup } from "../../../support/resources/rotation-setup";

const Reset = z.object({ token: z.string() });

/** GitLab Runner's two ways to send its token beside the body: 16.10 to 17.10, and from 17.11 on. */
const HEADERS = ["private-token", "runner-token"];

it.each(HEADERS)(
  "a machine verifies, polls, renews and unregisters with the token of a UserRunner, and sends it as %s too",
  async (header) => {
    const setup = await RotationSetup.start(DAY_1);
    try {
      const [stack, { api }] = [setup.stack(), setup.world];
      const args = { runnerType: "project_type", project: setup.project.path, tagList: ["deploy"] };
      await stack.up({ runner: { type: "UserRunner", args } });
      const token = stack.secret("runner", "token");
      const send = (endpoint: string, as: string, more: object = {}) =>
        api.send(endpoint, { headers: { [header]: as }, json: { token: as, system_id: "s_1", ...more } });

      expect((await send("POST /runners/verify", token)).status).toBe(200);
      const poll = await send("POST /jobs/request", token, { info: { version: "18.5.0", platform: "linux" } });
      expect({ status: poll.status, next: poll.headers.get("x-gitlab-last-update") }).toMatchObject({ status: 204 });
      const reset = await send("POST /runners/reset_authentication_token", token);
      const renewed = Reset.parse(JSON.parse(reset.text)).token;
      expect((await send("POST /jobs/request", token)).status).toBe(403);
      expect((await send("DELETE /runners/managers", renewed)).status).toBe(204);
      expect((await send("DELETE /runners", renewed)).status).toBe(204);
    } finally {
      await setup.stop();
    }
  },
);
