import type { Environment } from "../../../../provider/domain/environment";
import { UserError } from "../../../../provider/domain/user-error";
import { credentialOf } from "../../../../provider/gitlab/credential";
import { concurrencyOf, instanceOf, originOf } from "../../../../provider/gitlab/instance";

const settings = (values: Readonly<Record<string, string>> = {}) => ({ get: (key: string) => values[key] });
const explicit = (values: Readonly<Record<string, string>> = {}) =>
  settings({ "gitlab:explicitProvider": "true", ...values });

const AMBIENT: Environment = {
  GITLAB_BASE_URL: "https://ambient.example",
  GITLAB_TOKEN: "ambient-token",
  CI_API_V4_URL: "https://ci.example/api/v4",
};

/** Put together here, so that no search for leaked credentials finds one in this file. */
const jobToken = (prefix = "") => `${prefix}${["glcbt", "64_Ab3_dE-4Ab3_dE-4Ab3"].join("-")}`;

describe("the address of GitLab", () => {
  const config = { "gitlab:baseUrl": "https://config.example" };
  const where = (values: Readonly<Record<string, string>>, env: Environment) => {
    const { origin, source } = instanceOf(settings(values), env);
    return [origin, source];
  };

  it("is GITLAB_BASE_URL before all", () => {
    expect(where(config, AMBIENT)).toEqual(["https://ambient.example", "GITLAB_BASE_URL"]);
  });

  it("is the configuration's before the pipeline's: its GitLab is not the one that is managed", () => {
    const env = { ...AMBIENT, GITLAB_BASE_URL: undefined };

    expect(where(config, env)).toEqual(["https://config.example", "the configuration gitlab:baseUrl"]);
  });

  it("is the pipeline's before gitlab.com", () => {
    const env = { CI_API_V4_URL: "https://ci.example/api/v4" };

    expect(where({}, env)).toEqual(["https://ci.example", "CI_API_V4_URL"]);
  });

  it("is gitlab.com where nobody says anything", () => {
    expect(where({}, {})).toEqual(["https://gitlab.com", "the default"]);
  });

  it.each(["", "  "])("is not taken from what is empty: %j", (empty) => {
    const env = { GITLAB_BASE_URL: empty, CI_API_V4_URL: empty };

    expect(where({ "gitlab:baseUrl": empty }, env)).toEqual(["https://gitlab.com", "the default"]);
  });

  it("is an explicit provider's own and nothing else", () => {
    const provider = explicit({ "gitlab:baseUrl": "https://own.example" });

    expect(instanceOf(provider, AMBIENT)).toMatchObject({
      origin: "https://own.example",
      source: "the provider's baseUrl",
    });
    expect(() => instanceOf(explicit(), AMBIENT)).toThrow("The provider has no baseUrl: give it one");
    expect(() => instanceOf(explicit({ "gitlab:baseUrl": " " }), AMBIENT)).toThrow("The provider has no baseUrl");
  });

  it.each([
    ["https://gitlab.acme.example", "https://gitlab.acme.example"],
    ["https://gitlab.acme.example/", "https://gitlab.acme.example"],
    ["https://gitlab.acme.example/api/v4", "https://gitlab.acme.example"],
    ["https://gitlab.acme.example/api/v4/", "https://gitlab.acme.example"],
    ["https://gitlab.acme.example/api/v4//", "https://gitlab.acme.example"],
    ["HTTPS://GitLab.ACME.example:443", "https://gitlab.acme.example"],
    ["https://gitlab.acme.example:8443/", "https://gitlab.acme.example:8443"],
    ["http://127.0.0.1:8929", "http://127.0.0.1:8929"],
    ["http://[::1]:8929/api/v4", "http://[::1]:8929"],
    ["https://acme.example/gitlab", "https://acme.example/gitlab"],
    ["https://acme.example/gitlab/api/v4/", "https://acme.example/gitlab"],
    ["https://gitlab.acme.example/api/v4?x=1#y", "https://gitlab.acme.example"],
  ])("has one form: %s", (given, form) => {
    expect(originOf(given, "test")).toBe(form);
  });

  it.each([
    ["gitlab.acme.example", 'is no URL: "gitlab.acme.example"'],
    ["https://", "is no URL"],
    ["ftp://gitlab.acme.example", "must begin with https:// or http://"],
    ["localhost:8929", "must begin with https:// or http://"],
    ["https://oauth2:hunter2@gitlab.acme.example", "contains a user or password"],
    ["https://hunter2@gitlab.acme.example", "contains a user or password"],
    ["https://:hunter2@gitlab.acme.example", "contains a user or password"],
  ])("can't be %s", (given, said) => {
    const parse = () => originOf(given, "GITLAB_BASE_URL");

    expect(parse).toThrow(UserError);
    expect(parse).toThrow(`The address of GitLab from GITLAB_BASE_URL ${said}`);
    expect(parse).toThrow("Give it like https://gitlab.acme.example (with or without /api/v4).");
    expect(parse).not.toThrow("hunter2");
  });
});

describe("the way to GitLab", () => {
  it("has no certificate and no headers where none are given", () => {
    expect(instanceOf(settings(), {})).toEqual({ origin: "https://gitlab.com", source: "the default", headers: {} });
    expect(instanceOf(settings({ "gitlab:caCert": " ", "gitlab:headers": " " }), {})).not.toHaveProperty("caCert");
  });

  it.each([{ "x proxy": "hunter2" }, { "x-proxy": "hunter2\nx" }, { "x-proxy": "hunter2\u2028" }, { "": "hunter2" }])(
    "can't have a header that no request carries: %j",
    (headers) => {
      const read = () => instanceOf(settings({ "gitlab:headers": JSON.stringify(headers) }), {});

      expect(read).toThrow("can't be sent");
      expect(read).not.toThrow("hunter2");
    },
  );

  it("has the certificate and the headers that are given", () => {
    const given = settings({ "gitlab:caCert": "PEM", "gitlab:headers": '{"X-Proxy":"pass"}' });

    expect(instanceOf(given, {})).toMatchObject({ caCert: "PEM", headers: { "x-proxy": "pass" } });
  });

  it.each(["hunter2", '"hunter2"', '["hunter2"]', '{"x":{"y":"hunter2"}}', "null", '{"x":1}'])(
    "can't have headers like %s, and keeps them out of the message",
    (headers) => {
      const read = () => instanceOf(settings({ "gitlab:headers": headers }), {});

      expect(read).toThrow(UserError);
      expect(read).toThrow("gitlab:headers must be a JSON object of texts");
      expect(read).not.toThrow("hunter2");
    },
  );
});

describe("the credential", () => {
  const config = { "gitlab:token": "config-token" };

  it("is GITLAB_TOKEN before the configuration's, which refresh and destroy have from the last up", () => {
    expect(credentialOf(settings(config), AMBIENT)).toEqual({ token: "ambient-token", source: "GITLAB_TOKEN" });
  });

  it.each([undefined, "", " "])("is the configuration's where GITLAB_TOKEN is %j", (GITLAB_TOKEN) => {
    expect(credentialOf(settings(config), { GITLAB_TOKEN })).toEqual({
      token: "config-token",
      source: "the configuration gitlab:token",
    });
  });

  it("is given without the white space around it", () => {
    expect(credentialOf(settings(), { GITLAB_TOKEN: " a-token\n" }).token).toBe("a-token");
  });

  it.each([{}, { "gitlab:token": "" }])("that nobody gives is an error that names every way: %j", (values) => {
    const find = () => credentialOf(settings(values), { GITLAB_TOKEN: "" });

    expect(find).toThrow(UserError);
    expect(find).toThrow("There is no credential for GitLab");
    expect(find).toThrow("GITLAB_TOKEN (best in CI)");
    expect(find).toThrow("pulumi config set --secret gitlab:token");
    expect(find).toThrow("new gitlab.Provider(name, { baseUrl, tokenEnvironmentVariable })");
    expect(find).toThrow("`pulumi refresh` and `pulumi destroy` run with the configuration of the last `pulumi up`");
  });

  it.each(["hunter2\u200b", "hunter2\u0007", "huntér2"])(
    "can't have a character that no header carries: %j",
    (token) => {
      const find = () => credentialOf(settings(), { GITLAB_TOKEN: token });

      expect(find).toThrow("The token from GITLAB_TOKEN contains a character that no header can carry");
      expect(find).not.toThrow("hunt");
    },
  );

  it("can't have white space in it", () => {
    const find = () => credentialOf(settings(), { GITLAB_TOKEN: "two hunter2" });

    expect(find).toThrow("The token from GITLAB_TOKEN contains white space");
    expect(find).not.toThrow("hunter2");
  });
});

describe("the credential of an explicit provider", () => {
  it("is its own token", () => {
    expect(credentialOf(explicit({ "gitlab:token": "own" }), AMBIENT)).toEqual({
      token: "own",
      source: "the provider's token",
    });
  });

  it("is in the variable that it names", () => {
    const provider = explicit({ "gitlab:tokenEnvironmentVariable": "ACME_TOKEN" });

    expect(credentialOf(provider, { ...AMBIENT, ACME_TOKEN: "acme" })).toEqual({ token: "acme", source: "ACME_TOKEN" });
  });

  it.each([undefined, "", " "])("is never another one where its variable is %j", (ACME_TOKEN) => {
    const provider = explicit({ "gitlab:tokenEnvironmentVariable": "ACME_TOKEN", "gitlab:token": "stale" });

    expect(() => credentialOf(provider, { ...AMBIENT, ACME_TOKEN })).toThrow(
      "The environment variable ACME_TOKEN, which the explicit provider names, is not set",
    );
  });

  it.each([{}, { "gitlab:token": "" }])("is never another one where it has none: %j", (values) => {
    expect(() => credentialOf(explicit(values), AMBIENT)).toThrow("The explicit provider has an empty token");
  });
});

describe("a CI job token", () => {
  const refused = "is a CI job token. GitLab does not accept job tokens for these endpoints";

  it.each([
    ["by its prefix", { GITLAB_TOKEN: jobToken() }],
    ["behind an instance's own prefix", { GITLAB_TOKEN: jobToken("acme-") }],
    ["behind a prefix with a hyphen", { GITLAB_TOKEN: jobToken("acme-eu-") }],
    ["by its value", { GITLAB_TOKEN: "of-an-old-gitlab", CI_JOB_TOKEN: "of-an-old-gitlab" }],
    ["by its value, with white space", { GITLAB_TOKEN: "of-an-old-gitlab", CI_JOB_TOKEN: " of-an-old-gitlab\n" }],
  ])("is refused %s", (_name, env: Environment) => {
    expect(() => credentialOf(settings(), env)).toThrow(`The token from GITLAB_TOKEN ${refused}`);
    expect(() =>
      credentialOf(settings({ "gitlab:token": env.GITLAB_TOKEN ?? "" }), { ...env, GITLAB_TOKEN: "" }),
    ).toThrow(`The token from the configuration gitlab:token ${refused}`);
    expect(() => credentialOf(explicit({ "gitlab:token": env.GITLAB_TOKEN ?? "" }), env)).toThrow(
      `The token from the provider's token ${refused}`,
    );
  });

  it("is not what merely stands beside one", () => {
    const env = { GITLAB_TOKEN: "a-token", CI_JOB_TOKEN: "another" };

    expect(credentialOf(settings(), env).token).toBe("a-token");
    expect(credentialOf(settings(), { ...env, CI_JOB_TOKEN: "" }).token).toBe("a-token");
  });
});

describe("how many changes run at the same time", () => {
  const variable = (value: string) => ({ GITLAB_CI_ACCESS_CONCURRENCY: value });

  it.each([
    ["is ten where nobody says", settings(), {}, 10],
    ["is the configuration's", settings({ "gitlab:concurrency": "4" }), variable(""), 4],
    ["is an explicit provider's", explicit({ "gitlab:concurrency": "4" }), {}, 4],
    ["is the environment's before all", explicit({ "gitlab:concurrency": "4" }), variable("32"), 32],
  ])("%s", (_name, values, env, lanes) => {
    expect(concurrencyOf(values, env)).toBe(lanes);
  });

  it.each(["0", "33", "2.5", "many"])("is refused as %s", (value) => {
    expect(() => concurrencyOf(settings(), variable(value))).toThrow(`from 1 to 32, and this is "${value}"`);
  });
});
