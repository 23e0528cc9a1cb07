import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Environment } from "../../../../provider/domain/environment";
import { UserError } from "../../../../provider/domain/user-error";
import { Noticeboard } from "../../../../provider/engine/declared/noticeboard";
import { Session } from "../../../../provider/engine/session";
import { theSwitch } from "./declared/claim-fixtures";

const HERE = "https://gitlab.acme.example";
const THERE = "https://gitlab.old.example";

function sessionWith(env: Environment, noticeboard = new Noticeboard(undefined)) {
  const said: string[] = [];
  const engine = {
    log: (severity: string, text: string) => said.push(`${severity}: ${text}`),
    status: (text: string) => said.push(`status: ${text}`),
    mustBeAlive: async () => {},
  };
  return { session: new Session(env, engine, noticeboard), said };
}

describe("a session", () => {
  it("takes its settings without looking at them, so that configure can't fail", () => {
    const { session } = sessionWith({});
    let looked = false;

    session.configure({
      get: () => {
        looked = true;
        return "no URL";
      },
    });

    expect(looked).toBe(false);
    expect(() => session.connection().instance.origin).toThrow(UserError);
    expect(looked).toBe(true);
  });

  it("works with the settings that came", () => {
    const { session } = sessionWith({});
    session.configure({ get: (key) => (key === "gitlab:baseUrl" ? `${HERE}/api/v4/` : undefined) });

    expect(session.connection().instance.origin).toBe(HERE);
  });

  it.each([
    [
      "a time-out that is no number",
      { GITLAB_CI_ACCESS_REQUEST_TIMEOUT: "soon" },
      'GITLAB_CI_ACCESS_REQUEST_TIMEOUT is "soon"',
    ],
    ["a proxy that is no URL", { HTTPS_PROXY: "proxy:port" }, "HTTPS_PROXY"],
  ])("explains %s when something is to be sent", async (_, env, words) => {
    const { session } = sessionWith({ GITLAB_BASE_URL: HERE, GITLAB_TOKEN: "secret", ...env });
    const sent = session.connection().gitlab.directory.idOf("project", "acme/billing");

    await expect(sent).rejects.toThrow(UserError);
    await expect(sent).rejects.toThrow(words);
  });

  it("needs no credential to say which GitLab it serves, only to ask it", async () => {
    const { session } = sessionWith({ GITLAB_BASE_URL: HERE });

    expect(session.connection().instance.origin).toBe(HERE);
    expect(await session.connection().gitlab.directory.idOf("project", 42)).toBe("42");
    await expect(session.connection().gitlab.directory.idOf("project", "acme/billing")).rejects.toThrow(
      "There is no credential",
    );
  });

  it("has one connection, with a certificate of its own or without", () => {
    const { session } = sessionWith({ GITLAB_BASE_URL: HERE, GITLAB_CI_ACCESS_REQUEST_TIMEOUT: "5" });
    session.configure({ get: (key) => (key === "gitlab:caCert" ? "a certificate" : undefined) });

    expect(session.connection()).toBe(session.connection());
    expect(session.connection().gitlab.client.origin).toBe(HERE);
  });

  it("tells a wrong address each time, not the first time only", () => {
    const { session } = sessionWith({ GITLAB_BASE_URL: "nowhere" });

    expect(() => session.connection()).toThrow("GITLAB_BASE_URL is no URL");
    expect(() => session.connection()).toThrow("GITLAB_BASE_URL is no URL");
  });

  it("speaks to the user through the engine", () => {
    const { session, said } = sessionWith({});

    session.connection().gitlab.say("done");
    session.connection().gitlab.warn("open");

    expect(said).toEqual(["info: done", "warning: open"]);
  });
});

describe("the state of a GitLab", () => {
  it("is its own", () => {
    expect(sessionWith({ GITLAB_BASE_URL: HERE }).session.isRenamedFrom(HERE)).toBe(false);
  });

  it("is never applied to another one, and the error names both ways on", () => {
    const { session } = sessionWith({ GITLAB_BASE_URL: HERE });
    const apply = () => session.isRenamedFrom(THERE);

    expect(apply).toThrow(UserError);
    expect(apply).toThrow(
      `belongs to the GitLab at ${THERE}, but the address in force is ${HERE}, from GITLAB_BASE_URL. Nothing was touched.`,
    );
    expect(apply).toThrow(`Set GITLAB_BASE_URL or gitlab:baseUrl back to ${THERE}`);
    expect(apply).toThrow(`GITLAB_CI_ACCESS_RENAMED_FROM=${THERE}`);
  });

  it.each([THERE, `${THERE}/`, `${THERE}/api/v4`])("is its own under an old address: %s", (former) => {
    const env = { GITLAB_BASE_URL: HERE, GITLAB_CI_ACCESS_RENAMED_FROM: former };

    expect(sessionWith(env).session.isRenamedFrom(THERE)).toBe(true);
  });

  it.each(["", "https://gitlab.third.example"])("is not its own under any old address: %j", (former) => {
    const env = { GITLAB_BASE_URL: HERE, GITLAB_CI_ACCESS_RENAMED_FROM: former };

    expect(() => sessionWith(env).session.isRenamedFrom(THERE)).toThrow(`belongs to the GitLab at ${THERE}`);
  });

  it("is told when the old address is no address", () => {
    const env = { GITLAB_BASE_URL: HERE, GITLAB_CI_ACCESS_RENAMED_FROM: "old" };

    expect(() => sessionWith(env).session.isRenamedFrom(THERE)).toThrow("GITLAB_CI_ACCESS_RENAMED_FROM is no URL");
  });
});

describe("what a session has declared", () => {
  const thing = { byId: theSwitch("12"), byText: theSwitch("acme/billing") };
  const nothing = theSwitch("nowhere");

  it("is remembered by text, then by id", () => {
    const { session } = sessionWith({ GITLAB_BASE_URL: HERE });
    const declared = session.declared();
    expect(declared.isDeclared(thing)).toBe(false);

    declared.declare({ key: "a", texts: [theSwitch("Acme/Billing")] });
    expect(declared.isDeclared({ ...thing, byId: nothing })).toBe(true);

    declared.declare({ key: "a", ids: [theSwitch("12")] });
    expect(session.declared().isDeclared({ ...thing, byText: nothing })).toBe(true);
  });

  it("never counts for another GitLab that meets the same engine", () => {
    const noticeboard = new Noticeboard(undefined);
    const here = sessionWith({ GITLAB_BASE_URL: HERE }, noticeboard).session.declared();
    const there = sessionWith({ GITLAB_BASE_URL: THERE }, noticeboard).session.declared();

    here.declare({ key: "a", texts: [theSwitch("acme/billing")] });

    expect(here.isDeclared(thing)).toBe(true);
    expect(there.isDeclared(thing)).toBe(false);
  });
});

it("a session that is closed keeps no socket, and opens one again when it is used", async () => {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end('{"id":7,"path_with_namespace":"acme/billing"}');
  });
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // Of a server that listens on TCP.
  const { session } = sessionWith({ GITLAB_BASE_URL: `http://127.0.0.1:${port}`, GITLAB_TOKEN: "secret" });
  try {
    await session.connection().gitlab.directory.idOf("group", "acme");
    expect(connections.size).toBe(1);

    await session.close();
    await new Promise((closed) => setImmediate(closed));
    await session.close();

    expect(await session.connection().gitlab.directory.idOf("group", "acme")).toBe("7");
  } finally {
    await session.close();
    await new Promise((closed) => server.close(closed)); // Ends only when no connection is left.
  }
});
