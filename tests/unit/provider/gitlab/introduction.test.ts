import { SETTING } from "../../../../provider/domain/settings";
import { Connection } from "../../../../provider/gitlab/connection";
import { introductionOf } from "../../../../provider/gitlab/introduction";

const SAFE = { origin: "https://gitlab.acme.example", source: "GITLAB_BASE_URL" };
const FROM_ENVIRONMENT = { source: "GITLAB_TOKEN" };
const FROM_CONFIGURATION = { source: "the configuration gitlab:token" };

describe("what a run says before its first request", () => {
  it("names the address, the credential, and where each comes from", () => {
    expect(introductionOf(SAFE, FROM_ENVIRONMENT)).toEqual({
      line: "GitLab: https://gitlab.acme.example (from GITLAB_BASE_URL), with the token from GITLAB_TOKEN.",
      warnings: [],
    });
  });

  it("says where there is no credential but those in the state", () => {
    expect(introductionOf(SAFE, undefined).line).toMatch(/, with the tokens in the state alone\.$/);
  });

  it.each([
    "http://gitlab.acme.example",
    "http://10.0.0.7:8929",
    "http://127.0.0.1.acme.example",
    "http://localhost.acme.example",
    "http://[::2]:8929",
    "http://notlocalhost",
  ])("warns that nothing is encrypted on the way to %s", (origin) => {
    const { warnings } = introductionOf({ ...SAFE, origin }, FROM_ENVIRONMENT);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/is not encrypted: the token from GITLAB_TOKEN can be read on the way/);
  });

  it.each([
    "http://127.0.0.1:8929",
    "http://127.9.8.7",
    "http://localhost:8929",
    "http://gitlab.localhost",
    "http://[::1]:8929",
    "http://[::ffff:127.0.0.1]:8929",
    "https://gitlab.acme.example",
  ])("does not warn of %s", (origin) => {
    const normal = new URL(origin).origin;

    expect(introductionOf({ ...SAFE, origin: normal }, FROM_ENVIRONMENT).warnings).toEqual([]);
  });

  it.each(["GITLAB_BASE_URL", "CI_API_V4_URL"])("warns of the stack's token at the address from %s", (source) => {
    const { warnings } = introductionOf({ ...SAFE, source }, FROM_CONFIGURATION);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`the address is the environment's (${source})`);
  });

  it.each(["the configuration gitlab:baseUrl", "the provider's baseUrl"])(
    "does not warn of the stack's token at the address from %s",
    (source) => {
      expect(introductionOf({ ...SAFE, source }, FROM_CONFIGURATION).warnings).toEqual([]);
    },
  );

  it.each([FROM_ENVIRONMENT, FROM_CONFIGURATION])(
    "warns of the token from $source where no address was given",
    (of) => {
      const { warnings } = introductionOf({ origin: "https://gitlab.com", source: "the default" }, of);

      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(`the token from ${of.source} goes to https://gitlab.com`);
    },
  );
});

describe("a connection", () => {
  it("introduces itself before its first request, once, and warns", async () => {
    const lines: string[] = [];
    const env = { GITLAB_BASE_URL: "http://127.0.0.1:1" }; // Nobody listens there.
    const settings = { get: (name: string) => (name === SETTING.token ? "token-of-the-test" : undefined) };
    const { gitlab } = new Connection(settings, {
      env,
      time: { now: () => 0, sleep: async () => {} },
      say: (text) => lines.push(`info ${text}`),
      warn: (text) => lines.push(`warning ${text}`),
      announce: () => {},
      beforeOnce: async () => {},
    });
    expect(lines).toEqual([]);

    for (let call = 0; call < 2; call += 1)
      await expect(gitlab.directory.idOf("project", "acme/billing")).rejects.toThrow("can't be reached (ECONNREFUSED)");

    expect(lines).toEqual([
      "info GitLab: http://127.0.0.1:1 (from GITLAB_BASE_URL), with the token from the configuration gitlab:token.",
      expect.stringMatching(/^warning The token is the stack's .* and the address is the environment's/),
    ]);
  });
});
