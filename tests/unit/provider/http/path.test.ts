import { path } from "../../../../provider/http/path";

describe("the path template", () => {
  it("encodes what is put in and leaves its own text alone", () => {
    expect(path`/projects/${"acme/billing"}/job_token_scope/${"allowlist"}/${42}`).toBe(
      "/projects/acme%2Fbilling/job_token_scope/allowlist/42",
    );
  });

  it("is its own text where nothing is put in", () => {
    expect(path`/user`).toBe("/user");
  });

  it.each(["../user", "a/../../user", "1?private_token=x", "1#x", "%2e%2e", "1\r\nhost: x", "ä b"])(
    "keeps %j inside its place",
    (segment) => {
      const { pathname, search, hash } = new URL(`https://gitlab.acme.example/api/v4${path`/projects/${segment}/x`}`);

      expect(pathname).toBe(`/api/v4/projects/${encodeURIComponent(segment)}/x`);
      expect(search + hash).toBe("");
    },
  );

  it.each(["", ".", ".."])("refuses %j, which a URL would take for a step and not for a name", (segment) => {
    expect(() => path`/groups/${segment}`).toThrow(`"${segment}" can't be part of a path`);
  });
});
