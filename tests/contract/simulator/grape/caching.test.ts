import { newProject } from "../facts/world";
import { withSimulator } from "../with-simulator";

const KEPT = "max-age=0, private, must-revalidate";

describe("an answer", () => {
  it("that succeeded has a weak tag, and whoever sends it back gets no body until something changed", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const { id } = await newProject(gitlab, "billing");
      const ask = (known = "") =>
        fetch(`${gitlab.url}/api/v4/projects/${id}`, {
          headers: { "private-token": gitlab.token, "if-none-match": known },
        });

      const tag = (await ask()).headers.get("etag") ?? "";
      const again = await ask(tag);

      expect(tag).toMatch(/^W\/"[0-9a-f]{32}"$/);
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
      expect(["content-type", "content-length"].map((name) => again.headers.get(name))).toEqual([null, null]);

      await gitlab.do("PUT /projects/:id", { path: { id }, json: { description: "other" } });

      expect((await ask(tag)).status).toBe(200);
    });
  });

  it.each([
    ["GET /version", KEPT, /^W/],
    ["HEAD /version", "no-cache", /^$/],
    ["GET /projects/99", "no-cache", /^$/],
    ["DELETE /user", "no-cache", /^$/],
  ])("to %s may be kept: %s", async (address, control, tag) => {
    await withSimulator({}, async ({ gitlab }) => {
      const { headers } = await gitlab.send(address, { as: gitlab.token });

      expect(headers.get("cache-control")).toBe(control);
      expect(headers.get("etag") ?? "").toMatch(tag);
    });
  });
});
