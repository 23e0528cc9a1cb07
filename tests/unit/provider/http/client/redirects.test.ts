import { answer, ORIGIN } from "../scripted-gitlab";
import { call, run } from "./run";

describe("a redirect", () => {
  it.each([
    ["to another path", "/api/v4/things/2?x=1", `${ORIGIN}/api/v4/things/2?x=1`],
    ["that names the same host", `${ORIGIN}/api/v4/things/2`, `${ORIGIN}/api/v4/things/2`],
    ["that names another host", "https://evil.example/api/v4/things/2", `${ORIGIN}/api/v4/things/2`],
    ["without a scheme", "//evil.example/api/v4/things/2", `${ORIGIN}/api/v4/things/2`],
    ["with a credential", "https://a:b@evil.example/api/v4/things/2", `${ORIGIN}/api/v4/things/2`],
  ])("%s is followed on our own GitLab only", async (_name, location, followed) => {
    const { gitlab, failure } = await run([answer(301, { location }), answer(200)], call("GET"));

    expect(failure).toBeUndefined();
    expect(gitlab.exchanges.map(({ url }) => url)).toEqual([`${ORIGIN}/api/v4/things/1`, followed]);
  });

  it.each([
    ["out of the API", "/users/sign_in"],
    ["to another host's page", "https://login.acme.example/"],
    ["to where it came from", "/api/v4/things/1"],
    ["that is no address", "http://"],
  ])("%s is not followed, but told", async (_name, location) => {
    const { log, failure } = await run([answer(302, { location })], call("GET"));

    expect(log).toEqual(["GET /things/1"]);
    expect(failure).toMatchObject({ status: 302, message: expect.stringContaining(`redirects to ${location}.`) });
  });

  it("to nowhere is told", async () => {
    expect((await run([answer(304)], call("GET"))).failure).toMatchObject({ status: 304 });
  });

  it.each(["POST", "PATCH", "PUT", "DELETE"] as const)("is never followed for %s", async (method) => {
    const { log, failure } = await run([answer(307, { location: "/api/v4/things/2" })], call(method));

    expect(log).toEqual([`${method} /things/1`]);
    expect(failure).toMatchObject({ status: 307 });
  });

  it("is followed three times, not for ever", async () => {
    const redirects = [2, 3, 4, 5, 6].map((id) => answer(302, { location: `/api/v4/things/${id}` }));
    const { log, failure } = await run(redirects, call("GET"));

    expect(log).toEqual(["GET /things/1", "GET /things/2", "GET /things/3", "GET /things/4"]);
    expect(failure).toMatchObject({ status: 302 });
  });

  it("stays below a relative URL root", async () => {
    const origin = `${ORIGIN}/gitlab`;
    const to = (location: string) => run([answer(302, { location }), answer(200)], call("GET"), { origin });

    expect((await to("/gitlab/api/v4/things/2")).gitlab.exchanges[1]?.url).toBe(`${origin}/api/v4/things/2`);
    expect((await to("/api/v4/things/2")).failure).toMatchObject({ status: 302 });
  });
});
