import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { engineAt } from "../../../../provider/engine/engine";
import { startFakeEngine } from "../../../support/process/fake-engine";
import { until } from "../../../support/until";

let printed: string[];
let exits: unknown[];

beforeEach(() => {
  printed = [];
  exits = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  jest.spyOn(process, "exit").mockImplementation((code) => {
    exits.push(code);
    return undefined as never; // A test outlives what would be the end of a provider process.
  });
  // Only the watch is fake, so that none is left behind: it would end the tests' own process.
  jest.useFakeTimers({
    doNotFake: ["setTimeout", "setImmediate", "nextTick", "queueMicrotask", "Date", "performance"],
  });
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

async function listen(): Promise<{ server: Server; address: string }> {
  const server = createServer((socket) => socket.on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return { server, address: `127.0.0.1:${port}` };
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

describe.each([undefined, "", "--flag", "127.0.0.1", "/a/socket"])("without an engine's address: %j", (address) => {
  it("what is said is printed", () => {
    const engine = engineAt(address);

    engine.log("info", "done");
    engine.log("warning", "open");
    engine.status("waiting");

    expect(printed).toEqual(["done\n", "warning: open\n", "waiting\n"]);
  });

  it("nothing is watched", async () => {
    await engineAt(address).mustBeAlive();

    expect(exits).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("an engine that listens", () => {
  it("gets what is said as messages and as passing status, and nothing is printed", async () => {
    const fake = await startFakeEngine();
    const engine = engineAt(fake.address);

    engine.log("info", "done");
    engine.log("warning", "open");
    engine.status("waiting");
    await until(() => fake.log.length === 3);
    fake.stop();

    expect(fake.log).toEqual([
      { severity: "info", text: "done", ephemeral: false },
      { severity: "warning", text: "open", ephemeral: false },
      { severity: "info", text: "waiting", ephemeral: true },
    ]);
    expect(printed).toEqual([]);
  });

  it("keeps the process alive", async () => {
    const { server, address } = await listen();

    await engineAt(address).mustBeAlive();

    expect(exits).toEqual([]);
    await close(server);
  });
});

describe("an engine that is gone", () => {
  it("ends the process before a call that must not happen twice", async () => {
    const { server, address } = await listen();
    const engine = engineAt(address);
    await close(server);

    await engine.mustBeAlive();

    expect(exits).toEqual([1]);
  });

  it("ends the process within a second, whatever it does", async () => {
    const { server, address } = await listen();
    engineAt(address);
    await close(server);

    jest.advanceTimersByTime(999);
    expect(exits).toEqual([]);
    jest.advanceTimersByTime(1);
    await until(() => exits.length > 0);

    expect(exits).toEqual([1]);
  });

  it("does not end the process where it is only out of reach", async () => {
    await engineAt("no-such-host..invalid:4711").mustBeAlive();

    expect(exits).toEqual([]);
  });
});

describe("what is said", () => {
  it("is printed where the engine does not take it", async () => {
    const { server, address } = await listen();
    const engine = engineAt(address);
    await close(server);

    engine.log("warning", "open");
    await until(() => printed.length > 0);

    expect(printed).toEqual(["warning: open\n"]);
  });

  it("is printed where Pulumi's message channel is another one by now", () => {
    jest.isolateModules(() => {
      jest.doMock("@pulumi/pulumi/proto/engine_grpc_pb", () => {
        throw new Error("no such module");
      });
      const isolated: { engineAt: typeof engineAt } = require("../../../../provider/engine/engine");
      const engine = isolated.engineAt("127.0.0.1:4711");

      engine.log("info", "done");
      engine.log("warning", "open");
    });
    jest.dontMock("@pulumi/pulumi/proto/engine_grpc_pb");

    expect(printed).toEqual([
      "Pulumi's own message channel can't be used: Error: no such module\n",
      "done\n",
      "warning: open\n",
    ]);
  });
});
