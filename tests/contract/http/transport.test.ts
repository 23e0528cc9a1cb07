import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnsentError } from "../../../provider/http/errors";
import { startProxy } from "./bare-server";
import { selfSigned } from "./certificate";
import { call, clientOf, failureOf, ok, proxy, serve, stopAll, thing } from "./wired-client";

afterEach(stopAll);

describe("a certificate of one's own authority", () => {
  const certificate = selfSigned("127.0.0.1");
  const trouble = "no trusted connection to";

  it("is accepted when it is given as caCert", async () => {
    const { url } = await serve(ok, certificate);

    expect(await clientOf(url, { caCert: certificate.cert }).send(call("GET"), thing)).toEqual({ id: 7 });
  });

  it("is accepted from NODE_EXTRA_CA_CERTS beside another caCert", async () => {
    const { url } = await serve(ok, certificate);
    const folder = mkdtempSync(join(tmpdir(), "certificate-"));
    const file = join(folder, "ca.pem");
    writeFileSync(file, certificate.cert);

    try {
      const caCert = selfSigned("gitlab.acme.example").cert;
      const client = clientOf(url, { caCert, env: { NODE_EXTRA_CA_CERTS: file } });
      expect(await client.send(call("GET"), thing)).toEqual({ id: 7 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ["that nobody vouches for", undefined],
    ["that another authority vouches for", selfSigned("127.0.0.1").cert],
  ])("%s is refused, and the way to trust it is named", async (_name, caCert) => {
    const { url, seen } = await serve(ok, certificate);
    const way = caCert === undefined ? {} : { caCert };
    const failure = await failureOf(clientOf(url, way).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringContaining(`${trouble} ${url}`));
    expect(failure).toHaveProperty("message", expect.stringContaining("NODE_EXTRA_CA_CERTS"));
    expect(seen).toEqual([]);
  });

  it("for another host is refused", async () => {
    const another = selfSigned("gitlab.acme.example");
    const { url, seen } = await serve(ok, another);
    const failure = await failureOf(clientOf(url, { caCert: another.cert }).sendOnly(call("POST")));

    expect(failure).toHaveProperty("message", expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID"));
    expect(seen).toEqual([]);
  });

  it("is none where the server speaks plain HTTP: that is said", async () => {
    const { port } = await serve(ok);
    const failure = await failureOf(clientOf(`https://127.0.0.1:${port}`).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringContaining("the address must begin with http://"));
  });
});

describe("a proxy", () => {
  it.each(["HTTP_PROXY", "http_proxy"])("is used when %s names it", async (variable) => {
    const { url, port, seen } = await serve(ok);
    const between = await proxy();

    expect(await clientOf(url, { env: { [variable]: between.url } }).send(call("GET"), thing)).toEqual({ id: 7 });
    expect(between.seen).toEqual([`CONNECT 127.0.0.1:${port}`]);
    expect(seen).toEqual(["GET /api/v4/things/1"]);
  });

  it.each(["HTTPS_PROXY", "https_proxy"])("is used for HTTPS when %s names it, and sees nothing", async (variable) => {
    const certificate = selfSigned("127.0.0.1");
    const { url, port } = await serve(ok, certificate);
    const between = await proxy();
    const client = clientOf(url, { env: { [variable]: between.url }, caCert: certificate.cert });

    expect(await client.send(call("GET"), thing)).toEqual({ id: 7 });
    expect(between.seen).toEqual([`CONNECT 127.0.0.1:${port}`]);
  });

  it.each(["NO_PROXY", "no_proxy"])("is left out when %s names the host", async (variable) => {
    const { url } = await serve(ok);
    const between = await proxy();
    const env = { HTTP_PROXY: between.url, HTTPS_PROXY: between.url, [variable]: "gitlab.acme.example,127.0.0.1" };

    expect(await clientOf(url, { env }).send(call("GET"), thing)).toEqual({ id: 7 });
    expect(between.connections()).toBe(0);
  });

  it("is asked for two tunnels at most, not for one each request", async () => {
    const { url } = await serve(ok);
    const between = await proxy();
    const client = clientOf(url, { env: { HTTP_PROXY: between.url } });

    for (let count = 0; count < 10; count += 1) await client.send(call("GET"), thing);

    expect(between.seen.length).toBeLessThanOrEqual(2);
  });

  it("that is not there is told as a matter of the network", async () => {
    const { url, seen } = await serve(ok);
    const { url: nowhere, stop } = await startProxy();
    await stop();
    const failure = await failureOf(clientOf(url, { env: { HTTP_PROXY: nowhere } }).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringContaining("HTTPS_PROXY and NO_PROXY"));
    expect(seen).toEqual([]);
  });

  it.each([403, 407])("that refuses with %i has kept the request from GitLab", async (status) => {
    const { url, seen } = await serve(ok);
    const between = await proxy(status);
    const failure = await failureOf(clientOf(url, { env: { HTTP_PROXY: between.url } }).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringContaining("HTTPS_PROXY and NO_PROXY"));
    expect(seen).toEqual([]);
  });
});
