import { lastLines, run } from "../../../../tools/setup/command";

describe("a command", () => {
  it("gives its code and all of its output", async () => {
    const { code, output } = await run("sh", ["-c", "echo out; echo err >&2; exit 3"]);
    expect(code).toBe(3);
    expect(output.split("\n").sort()).toEqual(["", "err", "out"]);
  });

  it("that takes too long is stopped with all that it started", async () => {
    // The output only ends when the last process that could write to it has gone.
    const { timedOut } = await run("sh", ["-c", "sleep 60 & wait"], { timeoutMs: 300 });
    expect(timedOut).toBe(true);
  });

  it("that doesn't exist is an error", async () => {
    await expect(run("no-such-program", [])).rejects.toThrow("ENOENT");
  });

  it("is summed up by its last lines", () => {
    expect(lastLines("1\n2\n3\n\n", 2)).toBe("2\n3");
  });
});
