import { once } from "node:events";
import { Children } from "../../../../../tools/pulumi/host/children";

describe("the programs of a language host", () => {
  const patient = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')";

  it("end with their own code", async () => {
    const children = new Children();
    const child = children.start(["-e", "process.exit(32)"], { stdio: "ignore" });
    expect(await children.ended(child)).toEqual({ code: 32, signal: null });
  });

  it("end with the host, also those that won't listen", async () => {
    const children = new Children(200);
    const quick = children.start(["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const stubborn = children.start(["-e", patient], { stdio: ["ignore", "pipe", "ignore"] });
    if (stubborn.stdout) await once(stubborn.stdout, "data");
    await children.stopAll();
    expect(quick.signalCode).toBe("SIGTERM");
    expect(stubborn.signalCode).toBe("SIGKILL");
  });

  it("that can't be started are an error", async () => {
    const children = new Children();
    const child = children.start([], { stdio: "ignore" }, "no-such-program");
    await expect(children.ended(child)).rejects.toThrow("ENOENT");
  });
});
