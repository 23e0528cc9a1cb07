import { createServer } from "node:net";
import { watchEngine } from "../../../../../tools/pulumi/host/engine-watch";

describe("the watch on the engine", () => {
  const engine = createServer((socket) => socket.destroy());

  it("says once that the engine has gone", async () => {
    const asked = new Promise<void>((resolve) => engine.on("connection", () => resolve()));
    await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
    const address = engine.address();
    const port = typeof address === "object" ? address?.port : undefined;
    let gone = false;
    const end = new Promise<void>((resolve) => {
      const onGone = () => {
        gone = true;
        resolve();
      };
      watchEngine(`127.0.0.1:${port}`, onGone, 50);
    });
    await asked;
    expect(gone).toBe(false);
    engine.close();
    await end;
  });
});
