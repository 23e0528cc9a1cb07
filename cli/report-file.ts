import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { codeOf } from "../provider/domain/error-code";
import { CommandError } from "./command";

/** Removes what is there: a report that a branch has committed must not be taken for this one, however this run ends. */
export function removeReport(file: string): void {
  try {
    rmSync(resolve(file), { force: true });
  } catch (error) {
    throw new CommandError(`--output ${file} can't be removed before the preview (${codeOf(error)}): name a file.`);
  }
}

/** Writes a new file: the previewed program may have put something there meanwhile, such as a link to another file. */
export function writeReport(file: string, markdown: string): void {
  removeReport(file);
  try {
    writeFileSync(resolve(file), markdown, { flag: "wx" });
  } catch (error) {
    throw new CommandError(`The report can't be written to ${file} (${codeOf(error)}).`);
  }
}
