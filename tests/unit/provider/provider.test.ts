import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { Provider, type ProviderArgs } from "../../../provider";

let registered: MockResourceArgs[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      registered.push(args);
      return { id: "", state: args.inputs };
    },
    call: ({ inputs }) => inputs,
  });
});

async function settingsOf(args: ProviderArgs): Promise<Record<string, unknown>> {
  const provider = new Provider("acme", args);
  await new Promise((resolve) => provider.urn.apply(resolve));
  const [registration] = registered;
  expect(registration?.type).toBe("pulumi:providers:pulumi-nodejs");
  return registration?.inputs ?? {};
}

const secret = (value: string) => ({ [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value });
const baseUrl = "https://gitlab.acme.example";

describe("a provider", () => {
  it("says that it is explicit, where GitLab is, and which variable holds the token", async () => {
    expect(await settingsOf({ baseUrl, tokenEnvironmentVariable: "ACME_TOKEN" })).toEqual({
      "gitlab:explicitProvider": "true",
      "gitlab:baseUrl": baseUrl,
      "gitlab:tokenEnvironmentVariable": "ACME_TOKEN",
    });
  });

  it("makes its token and its headers secret, whatever the program wrote", async () => {
    expect(await settingsOf({ baseUrl, token: "own", headers: { "x-proxy": "pass" }, caCert: "PEM" })).toMatchObject({
      "gitlab:token": secret("own"),
      "gitlab:headers": secret('{"x-proxy":"pass"}'),
      "gitlab:caCert": "PEM",
    });
  });

  it("says how many changes run at the same time, as text: settings are texts", async () => {
    const settings = await settingsOf({ baseUrl, tokenEnvironmentVariable: "ACME_TOKEN", concurrency: 4 });

    expect(settings["gitlab:concurrency"]).toBe("4");
  });

  it.each([
    ["no credential", {}],
    ["two credentials", { token: "own", tokenEnvironmentVariable: "ACME_TOKEN" }],
  ])("is refused with %s, as a JavaScript program may give it", (_name, credentials) => {
    const declare = () => Reflect.construct(Provider, ["acme", { baseUrl, ...credentials }]);

    expect(declare).toThrow(pulumi.RunError);
    expect(declare).toThrow("Provider 'acme' needs exactly one of token and tokenEnvironmentVariable");
  });

  it.each([
    ["a misspelt address", { baseURL: baseUrl, token: "own" }, 'has no setting "baseURL": did you mean "baseUrl"?'],
    ["a misspelt credential", { baseUrl, tokenEnvVariable: "T" }, 'no setting "tokenEnvVariable": there are "baseUrl"'],
    ["another word, with a value", { baseUrl, token: "own", insecure: true }, 'no setting "insecure": there are'],
    ["two", { baseurl: baseUrl, tokn: "own" }, 'no setting "baseurl", "tokn": did you mean "baseUrl" and "token"?'],
    ["no address", { token: "own" }, "needs baseUrl"],
    ["an empty address", { baseUrl: "", token: "own" }, "needs baseUrl"],
    ["nothing", undefined, "needs baseUrl"],
  ])("is refused with %s, as a JavaScript program may give it", (_name, args, said) => {
    const declare = () => Reflect.construct(Provider, ["acme", args]);

    expect(declare).toThrow(pulumi.RunError);
    expect(declare).toThrow(said);
    expect(declare).not.toThrow(/own/);
  });
});
