import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { downloadedCli } from "../../../../tools/pulumi/downloaded";
import { Scratch } from "../scratch";

const VERSION = "3.258.0";

describe("the official download", () => {
  let machine: Scratch;
  let server: Server;
  let installer: string;
  let status: number;
  let lines: string[];

  beforeEach(async () => {
    machine = new Scratch();
    lines = [];
    status = 200;
    server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is always one
    installer = `http://127.0.0.1:${port}/install.sh`;
  });
  afterEach(() => {
    server.close();
    machine.remove();
  });

  const download = () => {
    return downloadedCli({
      version: VERSION,
      cache: machine.path("cache"),
      env: { PATH: `${machine.path("bin")}:/usr/bin:/bin` },
      log: (line) => lines.push(line),
      installer,
    });
  };

  /** An `npm` that stands for the npm package: it fills `$bin`, as the package does below PULUMI_HOME. */
  const npm = (...body: string[]) =>
    machine.program("bin/npm", 'bin="$PULUMI_HOME/versions/$PULUMI_VERSION/bin"', 'mkdir -p "$bin"', ...body);
  const writeFile = (name: string, line: string) => [
    `printf '#!/bin/sh\\n${line}\\n' >"$bin/${name}"`,
    `chmod +x "$bin/${name}"`,
  ];

  it("is kept whole in the cache", async () => {
    npm(...writeFile("pulumi", `echo v${VERSION}`), ...writeFile("pulumi-language-nodejs", "true"));
    const cli = await download();
    expect(cli).toBe(machine.path("cache/official", VERSION, "bin/pulumi"));
    expect(machine.has(`cache/official/${VERSION}.partial`)).toBe(false);
  });

  it("isn't fetched twice", async () => {
    npm(...writeFile("pulumi", `echo v${VERSION}`), ...writeFile("pulumi-language-nodejs", "true"));
    const cli = await download();
    npm("exit 1");
    expect(await download()).toBe(cli);
  });

  it("is given up with a reason where the address can't be reached, without starting npm", async () => {
    npm(`touch ${machine.path("ran")}`);
    await new Promise((resolve) => server.close(resolve));
    expect(await download()).toBeUndefined();
    expect(machine.has("ran")).toBe(false);
    expect(lines.at(-1)).toMatch(/can't be downloaded here \(127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it("is given up where the address answers with an error", async () => {
    status = 403;
    npm(`touch ${machine.path("ran")}`);
    expect(await download()).toBeUndefined();
    expect(lines.at(-1)).toContain("HTTP 403");
    expect(machine.has("ran")).toBe(false);
  });

  it("leaves nothing behind when it breaks off", async () => {
    npm(...writeFile("pulumi", `echo v${VERSION}`), "echo 'tar: unexpected end' >&2", "exit 2");
    expect(await download()).toBeUndefined();
    expect(lines.at(-1)).toContain("exit code 2");
    expect(machine.has(`cache/official/${VERSION}.partial`)).toBe(false);
    expect(machine.has(`cache/official/${VERSION}`)).toBe(false);
  });
});
