import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { until } from "../../support/until";
import { withSimulator } from "./with-simulator";

const program = path.resolve(__dirname, "../../../tools/simulator.js");

function started(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The command was started without a pipe.");
  const [line] = await once(createInterface(stdout), "line");
  return line;
}

/** What a command says on standard error before it ends, and its exit code. */
async function failed(...args: string[]): Promise<{ code: number; said: string }> {
  const command = started(...args);
  let said = "";
  command.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(command, "close");
  return { code, said };
}

const textOf = async (url: string) => (await fetch(url)).text();

describe("npm run simulator", () => {
  it("says on its first line where it is and with which token", async () => {
    const command = started("--token", "given-token", "--now", "2026-03-01T00:00:00Z");
    try {
      const { url, token } = JSON.parse(await firstLine(command));

      const answer = await fetch(`${url}/api/v4/user`, { headers: { "private-token": token } });

      expect(token).toBe("given-token");
      expect([answer.status, answer.headers.get("date")]).toEqual([200, "Sun, 01 Mar 2026 00:00:00 GMT"]);
    } finally {
      command.kill("SIGKILL");
    }
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends at once on %s, also while a request hangs", async (signal) => {
    const command = started();
    try {
      const { url } = JSON.parse(await firstLine(command));
      const body = JSON.stringify({ fault: { kind: "hang" } });
      await fetch(`${url}/__simulator/faults`, { method: "POST", body });
      const cut = expect(fetch(`${url}/api/v4/user`)).rejects.toThrow("fetch failed");
      await until(async () => (await textOf(`${url}/__simulator/requests`)).includes('"fault":"hang"'));

      command.kill(signal);

      expect(await once(command, "exit")).toEqual([0, null]);
      await cut;
    } finally {
      command.kill("SIGKILL");
    }
  });

  it("fills itself with a company, and says with which tokens it can be read", async () => {
    const command = started("--estate", "30", "--seed", "7");
    try {
      const { url, estate } = JSON.parse(await firstLine(command));

      const projects = await fetch(`${url}/api/v4/groups/acme/projects?include_subgroups=true&per_page=100`, {
        headers: { "private-token": estate.tokens.owner },
      });

      expect(estate).toMatchObject({ projects: 30, entries: expect.any(Number) });
      expect(await projects.json()).toHaveLength(27);
    } finally {
      command.kill("SIGKILL");
    }
  });

  it("says in words that a port is taken", async () => {
    await withSimulator({}, async ({ simulator }) => {
      const { code, said } = await failed("--port", new URL(simulator.url).port);

      expect({ code, said }).toEqual({
        code: 1,
        said: "The port is taken: stop what listens there, or choose another one with --port (0 is any free one).\n",
      });
    });
  });

  it.each([
    [["--port", "http"], "--port takes a whole number from 0 to 65535, not 'http'."],
    [["--latency", "-1"], "Option '--latency' argument is ambiguous."],
    [["--estate", "many"], "--estate takes a whole number from 0 to 50000, not 'many'."],
    [["--now", "soon"], "'soon' is not a date"],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j is refused with the reason and the usage", async (args, reason) => {
    const { code, said } = await failed(...args);

    expect(code).toBe(1);
    expect(said).toContain(reason);
    expect(said).toContain("Usage: npm run simulator -- [options]");
  });
});
