import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProjectRecord } from "../../../cli/inventory/record";
import { main } from "../../../cli/main";
import { inLines } from "../../../provider/map/problem";
import { readMap } from "../../../provider/map/read";
import { endRecord, headerRecord, inventoryText } from "../inventory/records";

/** Each test of the file has a folder of its own, in which commands make a program of an inventory. */
export function useProgram(env: Readonly<Record<string, string>> = {}) {
  let folder = "";
  /** What the last command has said. */
  const said: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-import-"));
    for (const stream of ["log", "error"] as const)
      jest.spyOn(console, stream).mockImplementation((...[text]: unknown[]) => void said.push(String(text)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (name: string) => join(folder, name);
  const out = (name: string) => readFileSync(join(folder, "out", name), "utf8");
  return {
    said,
    /** In the test's folder; the program is in `out`. */
    path,
    /** The text of a file of the program. */
    out,
    json: (name: string) => JSON.parse(out(name)),

    /** Runs a command on an inventory of these projects. Returns the exit code. */
    run(projects: readonly ProjectRecord[], argv: readonly string[]): Promise<number> {
      said.length = 0;
      writeFileSync(path("inventory.jsonl"), inventoryText(headerRecord(), ...projects, endRecord()));
      return main([...argv, "--inventory", path("inventory.jsonl")], env);
    },

    everyFile(): string[] {
      return readdirSync(path("out"), { recursive: true, encoding: "utf8" })
        .filter((name) => statSync(path(`out/${name}`)).isFile())
        .sort();
    },

    /** The lists of a map of the program that has no mistake. */
    listsOf(from: string) {
      const { lists, problems } = readMap({ root: path("out"), from });
      expect(inLines(problems)).toEqual([]);
      return lists.map(({ where: _, ...list }) => list);
    },
  };
}
