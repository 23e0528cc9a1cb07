import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { staleOutputs } from "../../../../tools/setup/build";

const root = resolve(__dirname, "../../../..");
const settingsIn = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

describe("the build's output", () => {
  const sources = ["provider/index.ts", "provider/gitlab/client.ts"];

  it("stays where its source is there", () => {
    const outputs = [
      "provider/index.js",
      "provider/index.d.ts",
      "provider/index.js.map",
      "provider/gitlab/client.d.ts.map",
    ];
    expect(staleOutputs(outputs, sources)).toEqual([]);
  });

  it("goes where its source has gone", () => {
    const outputs = ["provider/gone.js", "provider/gone.d.ts", "provider/gone.js.map", "provider/gone.d.ts.map"];
    expect(staleOutputs([...outputs, "provider/index.js"], sources)).toEqual(outputs);
  });

  it("goes together with the compiler's notes about it, which are not packed", () => {
    const { outDir, tsBuildInfoFile: notes } = settingsIn("tsconfig.build.json").compilerOptions;
    const { files } = settingsIn("package.json");
    expect(notes).toMatch(new RegExp(`^${outDir}/[^/]+$`));
    expect(files.filter((file: string) => file === outDir || notes.startsWith(file))).toEqual([]);
  });
});
