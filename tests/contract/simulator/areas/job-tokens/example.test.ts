import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import * as simulator from "../../../../../simulator";

const page = readFileSync(resolve(__dirname, "../../../../../docs/simulator.md"), "utf8");
const blocks = [...page.matchAll(/```js\n([\s\S]*?)\n```/g)].map(([, code = ""]) => code);
const example = blocks.find((code) => code.includes("jobTokens.create")) ?? "";

it("the page's example of a job does what it says", async () => {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const program = ts.transpileModule(example, { compilerOptions }).outputText;
  const load = (name: string) => (name === "pulumi-gitlab-ci-access/simulator" ? simulator : require(name));
  const asserted = jest.spyOn(require("node:assert/strict"), "match");

  await new Function("require", "exports", `return (async () => { ${program} })();`)(load, {});

  expect(asserted).toHaveBeenCalledTimes(1);
});
