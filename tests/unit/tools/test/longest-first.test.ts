import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import LongestFirst from "../../../../tools/test/longest-first";

const root = resolve(__dirname, "../../../..");

it("the files that begin first exist", () => {
  expect(LongestFirst.files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
