import type { RequestListener } from "node:http";
import { LostAnswerError, UnsentError } from "../../../provider/http/errors";
import { path } from "../../../provider/http/path";
import { startServer } from "./bare-server";
import { call, clientOf, failureOf, ok, once, serve, stopAll, TOKEN, thing } from "./wired-client";

afterEach(stopAll);

/** Fails as often as told, then answers. */
function failing(times: number, fail: RequestListener): RequestListener {
  let failed = 0;
  return (request, response) => {
    failed += 1;
    return failed <= times ? fail(request, response) : ok(request, response);
  };
}

const reset: RequestListener = (request) => {
  request.socket.resetAndDestroy();
};

describe("a request", () => {
  it("reaches GitLab with method, path, credential and body", async () => {
    let got = {};
    const { url, seen } = await serve(async (request, response) => {
      const body = (await request.toArray()).join("");
      got = { token: request.headers["private-token"], type: request.headers["content-type"], body };
      ok(request, response);
    });

    const answer = await clientOf(url).send(call("POST", { query: { q: "a b" }, body: { name: "ä" } }), thing);

    expect(answer).toEqual({ id: 7 });
    expect(seen).toEqual(["POST /api/v4/things/1?q=a+b"]);
    expect(got).toEqual({ token: TOKEN, type: "application/json", body: '{"name":"ä"}' });
  });

  it("keeps an encoded path as it is", async () => {
    const { url, seen } = await serve(ok);

    await clientOf(url).send(call("GET", { path: path`/projects/${"acme/billing"}` }), thing);

    expect(seen).toEqual(["GET /api/v4/projects/acme%2Fbilling"]);
  });

  // Two, because undici frees a connection only after it has handed over the answer, when the next request may have begun.
  it("keeps its connections: ten, one after the other, need two at most", async () => {
    const { url, seen, connections } = await serve(ok);
    const client = clientOf(url);

    for (const method of ["GET", "POST", "DELETE", "PATCH", "PUT"] as const) {
      await client.send(call(method), thing);
      await client.send(call(method), thing);
    }

    expect(seen).toHaveLength(10);
    expect(connections()).toBeLessThanOrEqual(2);
  });
});

describe("a connection that breaks", () => {
  it.each([
    ["before GitLab did anything", reset],
    ["in the middle of the answer", (_request, response) => void response.write('{"id"', () => response.destroy())],
  ] satisfies [string, RequestListener][])("%s: GET is repeated, POST is not", async (_name, fail) => {
    const { url, seen } = await serve(failing(1, fail));
    expect(await clientOf(url).send(call("GET"), thing)).toEqual({ id: 7 });
    expect(seen).toHaveLength(2);

    const other = await serve(failing(1, fail));
    expect(await failureOf(clientOf(other.url).send(call("POST"), thing))).toBeInstanceOf(LostAnswerError);
    expect(other.seen).toHaveLength(1);
  });

  it("was never made where nobody listens: that is said, with the address and where it came from", async () => {
    const { url, stop } = await startServer(ok);
    await stop();
    const failure = await failureOf(clientOf(url).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty(
      "message",
      expect.stringContaining(
        `${url} can't be reached (ECONNREFUSED). Check the address, which comes from GITLAB_BASE_URL`,
      ),
    );
  });

  it("was never made where the name does not exist", async () => {
    const failure = await failureOf(clientOf("http://no-such-host..invalid").sendOnly(call("GET")));

    expect(failure).toBeInstanceOf(UnsentError);
    expect(failure).toHaveProperty("message", expect.stringMatching(/can't be reached \((ENOTFOUND|EAI_AGAIN)\)/));
  });
});

describe("an answer that takes time", () => {
  it("is waited for", async () => {
    const { url } = await serve((request, response) => {
      response.setHeader("content-type", "application/json").write('{"id"');
      setTimeout(() => response.end(":7}"), 50);
      request.resume();
    });

    expect(await clientOf(url).send(once, thing)).toEqual({ id: 7 });
  });

  it.each([
    ["never begins", () => {}],
    ["never ends", (_request, response) => void response.write('{"id"')],
  ] satisfies [string, RequestListener][])("is lost when it %s", async (_name, hang) => {
    const { url, seen } = await serve(hang);
    const failure = await failureOf(clientOf(url, { timeoutMs: 300 }).sendOnly(call("POST")));

    expect(failure).toBeInstanceOf(LostAnswerError);
    expect(failure).toHaveProperty(
      "message",
      expect.stringContaining("broke before an answer came (TimeoutError, POST"),
    );
    expect(seen).toHaveLength(1);
  });
});

describe("an answer that is none of GitLab's API", () => {
  it("is told as a wrong address when it is a web page", async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8").end("<!DOCTYPE html><title>Sign in</title>");
    });

    expect(await failureOf(clientOf(url).send(once, thing))).toHaveProperty(
      "message",
      expect.stringContaining(`${url} answered with a web page instead of the API's JSON`),
    );
  });

  it("is told as cut off when it is half a JSON", async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader("content-type", "application/json").end('{"id": 7, "na');
    });

    expect(await failureOf(clientOf(url).send(once, thing))).toMatchObject({
      name: "LostAnswerError",
      message: expect.stringContaining("GitLab's answer was cut off or is no JSON"),
    });
  });

  it("is not read to its end when it is far too big", async () => {
    let sent = 0;
    const { url } = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, "x");
      const more = () => {
        if (response.destroyed) return;
        sent += 1;
        response.write(chunk, more);
      };
      more();
    });

    expect(await failureOf(clientOf(url).send(once, thing))).toMatchObject({
      name: "LostAnswerError",
      message: expect.stringContaining("UND_ERR_RES_EXCEEDED_MAX_SIZE"),
    });
    expect(sent).toBeLessThan(64);
  });
});

describe("a redirect", () => {
  const redirectTo = (location: string): RequestListener =>
    failing(1, (_request, response) => void response.writeHead(302, { location }).end());

  it("is followed on the same GitLab", async () => {
    const { url, seen } = await serve(redirectTo("/api/v4/things/2"));

    expect(await clientOf(url).send(call("GET"), thing)).toEqual({ id: 7 });
    expect(seen).toEqual(["GET /api/v4/things/1", "GET /api/v4/things/2"]);
  });

  it("never takes the credential to another host", async () => {
    const other = await serve(ok);
    const api = await serve(redirectTo(`${other.url}/api/v4/things/2`));
    const page = await serve(redirectTo(`${other.url}/login`));

    expect(await clientOf(api.url).send(call("GET"), thing)).toEqual({ id: 7 });
    expect(await failureOf(clientOf(page.url).send(call("GET"), thing))).toMatchObject({ status: 302 });
    expect(api.seen).toEqual(["GET /api/v4/things/1", "GET /api/v4/things/2"]);
    expect(other.connections()).toBe(0);
  });
});
