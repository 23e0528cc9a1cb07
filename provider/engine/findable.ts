import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "./sdk";

/** What the text of every state requires. */
const RUNTIME = "pulumi-gitlab-ci-access/runtime";

const searched = new Set<string>();

/**
 * Throws where the provider process won't find this package. It looks from the working directory of the program, also where the program
 * itself has the package from somewhere else: as the dependency of another package, or of a program in another folder.
 */
export function mustBeFindable(folder = process.cwd()): void {
  if (!pulumi.hasEngine() || searched.has(folder)) return;
  if (!isFoundFrom(folder))
    throw new pulumi.RunError(
      `The package pulumi-gitlab-ci-access is not found from ${folder}, where Pulumi's provider process looks for it: it is no direct dependency there. ` +
        "Run `npm install pulumi-gitlab-ci-access` in the program's folder, also where another package depends on it already. " +
        "With the Automation API, start the process in the folder whose node_modules has the package. Yarn's Plug'n'Play doesn't work: `yarn config set nodeLinker node-modules`.",
    );
  searched.add(folder);
}

function isFoundFrom(folder: string): boolean {
  try {
    createRequire(join(folder, "index.js")).resolve(RUNTIME);
    return true;
  } catch {
    return false;
  }
}
