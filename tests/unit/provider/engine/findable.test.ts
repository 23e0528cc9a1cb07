import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { mustBeFindable } from "../../../../provider/engine/findable";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "findable-"));
  jest.spyOn(settings, "hasEngine").mockReturnValue(true);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(below: string): void {
  const place = join(folder, below, "node_modules/pulumi-gitlab-ci-access");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "runtime.js"), "");
  const exports = { "./runtime": "./runtime.js" };
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "pulumi-gitlab-ci-access", exports }));
}

it("is content where the program's folder has the package, or one above it", () => {
  install(".");
  mkdirSync(join(folder, "program"));

  expect(() => mustBeFindable(folder)).not.toThrow();
  expect(() => mustBeFindable(join(folder, "program"))).not.toThrow();
});

it.each([["nowhere"], ["node_modules/library"]])("names the folder and what to do where the package is in %s", (at) => {
  install(at);

  expect(() => mustBeFindable(folder)).toThrow(
    new RegExp(`is not found from ${folder}.*npm install pulumi-gitlab-ci-access.*Automation API`, "s"),
  );
});

it("asks again after a failure, and nothing where there is no engine: a unit test of a program runs anywhere", () => {
  expect(() => mustBeFindable(folder)).toThrow();
  jest.spyOn(settings, "hasEngine").mockReturnValue(false);

  expect(() => mustBeFindable(folder)).not.toThrow();
});
