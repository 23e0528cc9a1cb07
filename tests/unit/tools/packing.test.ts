import { execFileSync } from "node:child_process";
import { strayFiles } from "../../../tools/packing";
import { Scratch } from "./scratch";

describe("a package", () => {
  let clone: Scratch;
  beforeEach(() => {
    clone = new Scratch();
    clone.write("package.json", '{ "name": "one", "version": "1.0.0", "files": ["dist", "examples"] }');
    clone.write("provider/index.ts", "");
    clone.write("examples/minimal/index.ts", "");
    execFileSync("git", ["init", "-q"], { cwd: clone.folder });
    execFileSync("git", ["add", "."], { cwd: clone.folder });
    for (const output of ["index.js", "index.d.ts", "index.js.map"]) clone.write(`dist/provider/${output}`, "");
  });
  afterEach(() => clone.remove());

  it("takes what git tracks, and what is built from it", async () => {
    expect(await strayFiles(clone.folder)).toEqual([]);
  });

  it("is refused with what lies in its folders and git doesn't track", async () => {
    clone.write("examples/minimal/Pulumi.dev.yaml", "");
    clone.write("dist/provider/gone.js", "");
    expect((await strayFiles(clone.folder)).sort()).toEqual([
      "dist/provider/gone.js",
      "examples/minimal/Pulumi.dev.yaml",
    ]);
  });

  it("may leave out what git tracks", async () => {
    clone.write("notes.md", "");
    expect(await strayFiles(clone.folder)).toEqual([]);
  });
});
