import { z } from "zod";
import { LostAnswerError } from "../../../../../provider/http/errors";
import type { Exchange } from "../../../../../provider/http/transport";
import { answer, fault, html, json, type Reply, ScriptedGitLab, TOKEN } from "../scripted-gitlab";
import { call, run, shape } from "./run";

describe("a list", () => {
  const rows = async (gitlab: ScriptedGitLab, query?: Record<string, string>) => {
    const ids: number[] = [];
    const list = call("GET", query === undefined ? {} : { query });
    for await (const { id } of gitlab.client().rows(list, z.array(shape))) ids.push(id);
    return ids;
  };

  it("is read page by page until X-Next-Page is empty", async () => {
    const gitlab = new ScriptedGitLab([
      json([{ id: 1 }, { id: 2 }], { "x-next-page": "2" }),
      json([{ id: 3 }], { "x-next-page": "3" }),
      json([], { "x-next-page": "" }),
    ]);

    expect(await rows(gitlab, { simple: "true" })).toEqual([1, 2, 3]);
    expect(gitlab.log).toEqual([
      "GET /things/1?simple=true&per_page=100&page=1",
      "GET /things/1?simple=true&per_page=100&page=2",
      "GET /things/1?simple=true&per_page=100&page=3",
    ]);
  });

  it("is read five pages at a time where GitLab tells how many there are", async () => {
    const under = { now: 0, most: 0 };
    const gitlab = new ScriptedGitLab([]);
    const transport = async ({ url }: Exchange) => {
      under.now += 1;
      under.most = Math.max(under.most, under.now);
      await new Promise((resolve) => setImmediate(resolve));
      under.now -= 1;
      const page = Number(new URL(url).searchParams.get("page"));
      return json([{ id: page }], { "x-next-page": page < 8 ? `${page + 1}` : "", "x-total-pages": "8" });
    };
    const ids: number[] = [];
    for await (const { id } of gitlab.client({ transport }).rows(call("GET"), z.array(shape))) ids.push(id);

    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(under.most).toBe(5);
  });

  it("is asked for whole where its length is known, and read on where it is longer", async () => {
    const page = (ids: number[], next: string) =>
      json(
        ids.map((id) => ({ id })),
        { "x-next-page": next },
      );
    const gitlab = new ScriptedGitLab([page([1], "2"), page([2], "3"), page([3], "")]);
    const ids: number[] = [];
    for await (const { id } of gitlab.client().rows(call("GET"), z.array(shape), 101)) ids.push(id);

    expect(ids).toEqual([1, 2, 3]);
  });

  it("is read to its end where it is shorter than expected", async () => {
    const gitlab = new ScriptedGitLab([json([{ id: 1 }], { "x-next-page": "" }), json([], { "x-next-page": "" })]);
    const ids: number[] = [];
    for await (const { id } of gitlab.client().rows(call("GET"), z.array(shape), 150)) ids.push(id);

    expect(ids).toEqual([1]);
  });

  it("is read to its end where it grew meanwhile", async () => {
    const gitlab = new ScriptedGitLab([
      json([{ id: 1 }], { "x-next-page": "2", "x-total-pages": "2" }),
      json([{ id: 2 }], { "x-next-page": "3", "x-total-pages": "3" }),
      json([{ id: 3 }], { "x-next-page": "", "x-total-pages": "3" }),
    ]);

    expect(await rows(gitlab)).toEqual([1, 2, 3]);
  });

  it("has one page where GitLab names no next one", async () => {
    const gitlab = new ScriptedGitLab([json([{ id: 1 }])]);

    expect(await rows(gitlab)).toEqual([1]);
    expect(gitlab.log).toEqual(["GET /things/1?per_page=100&page=1"]);
  });

  it("asks for no page that nobody wants", async () => {
    const gitlab = new ScriptedGitLab([json([{ id: 1 }], { "x-next-page": "2" })]);
    for await (const { id } of gitlab.client().rows(call("GET"), z.array(shape))) if (id === 1) break;

    expect(gitlab.log).toHaveLength(1);
  });

  it("repeats the page that was lost, and that page only", async () => {
    const gitlab = new ScriptedGitLab([
      json([{ id: 1 }], { "x-next-page": "2" }),
      fault("ECONNRESET"),
      json([{ id: 2 }]),
    ]);

    expect(await rows(gitlab)).toEqual([1, 2]);
  });
});

describe("a list that does not end", () => {
  /** Reads such a list. A client that follows it for ever gets no further answer after some thousand requests, so that this ends. */
  async function read(nextOf: (page: number) => string): Promise<ScriptedGitLab> {
    const gitlab: ScriptedGitLab = new ScriptedGitLab(({ url }) => {
      if (gitlab.exchanges.length > 6_000) throw new Error("it is still being read");
      return json([{ id: 1 }], { "x-next-page": nextOf(Number(new URL(url).searchParams.get("page"))) });
    });
    const rows = async () => {
      for await (const _row of gitlab.client().rows(call("GET"), z.array(shape)));
    };
    await expect(rows()).rejects.toThrow("the list does not end");
    return gitlab;
  }

  it.each([
    ["by a page that is followed by itself", "1"],
    ["by a page that is followed by an earlier one", "0"],
    ["by a page whose next one has no number", "two"],
  ])("ends %s, as an error", async (_name, next) => {
    expect((await read(() => next)).exchanges).toHaveLength(1);
  });

  it("ends after thousands of pages", async () => {
    expect((await read((page) => `${page + 1}`)).exchanges.length).toBeLessThanOrEqual(5_000);
  });
});

describe("an answer that can't be used", () => {
  const send = (reply: Reply) => new ScriptedGitLab([reply]).client().send(call("GET"), shape);

  it("names the request and the field of another shape, not its value", async () => {
    await expect(send(json({ id: "hunter2" }))).rejects.toMatchObject({
      name: "LostAnswerError",
      message: expect.stringMatching(/documented shape at "id" \(.*expected number.*\).*newer.*\(GET \/things\/1\)/),
    });
    await expect(send(json({ id: "hunter2" }))).rejects.not.toThrow("hunter2");
  });

  it("names the answer itself where all of it is another shape", async () => {
    await expect(send(json([1]))).rejects.toThrow("documented shape at the answer itself");
  });

  it("names the row of a list", async () => {
    const rows = new ScriptedGitLab([json([{ id: 1 }, {}])]).client().rows(call("GET"), z.array(shape));

    await expect(rows.next()).rejects.toThrow('documented shape at "1.id"');
  });

  it("is told as a wrong address where it is a web page", async () => {
    await expect(send(html())).rejects.toThrow("answered with a web page instead of the API's JSON");
  });

  it("is no success either where no content is wanted", async () => {
    const { failure } = await run([html()], call("POST"));

    expect(failure).toBeInstanceOf(LostAnswerError);
  });

  it("is told as cut off where it is no whole JSON", async () => {
    await expect(send(answer(200, { "content-type": "application/json" }, '{"id": 7'))).rejects.toMatchObject({
      name: "LostAnswerError",
      message: expect.stringContaining("was cut off or is no JSON"),
      cause: expect.any(SyntaxError),
    });
  });
});

describe("what a failure says", () => {
  it("has neither the token nor the provider's headers in it", async () => {
    const echoed = json({ message: `no ${TOKEN} and no pass-of-the-proxy` }, {}, 403);
    const { failure } = await run([echoed], call("GET"), { headers: { "x-proxy": "pass-of-the-proxy" } });

    expect(failure).toMatchObject({ message: expect.stringContaining('"no [redacted] and no [redacted]"') });
  });

  it.each(["hunter2-the-database-password", "abc", 'p"ss w/ord'])("has no value that was sent: %s", async (value) => {
    const message = `request blocked: value=${value} (${JSON.stringify({ value })}, ${encodeURIComponent(value)})`;
    const sent = call("POST", { body: { value }, secrets: [value] });
    const { failure } = await run([json({ message }, {}, 400)], sent);

    expect(failure).toHaveProperty("message", expect.stringContaining("request blocked: value=[redacted]"));
    for (const spelling of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
      expect(failure).not.toHaveProperty("message", expect.stringContaining(spelling));
  });

  it("names where the token and the address came from", async () => {
    const options = { credential: () => ({ token: TOKEN, source: "ACME_TOKEN" }), addressSource: "CI_API_V4_URL" };

    expect((await run([answer(401)], call("GET"), options)).failure).toHaveProperty(
      "message",
      expect.stringContaining("the token from ACME_TOKEN"),
    );
    expect((await run([html()], call("GET"), options)).failure).toHaveProperty(
      "message",
      expect.stringContaining("which comes from CI_API_V4_URL"),
    );
  });
});
