import { createRequire } from "node:module";
import { join } from "node:path";

/** A module as a program in that folder would get it: the program's own SDK runs it, never ours. */
export function installedModule(directory: string, name: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(name);
  } catch (cause) {
    throw new Error(`@pulumi/pulumi isn't installed for ${directory}: run "npm install" there.`, { cause });
  }
}
