import { readFileSync } from "node:fs";
import { resolve } from "node:path";

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(resolve(__dirname, "../../package.json"), "utf8"));

/** The versions of `@pulumi/pulumi` from the first that package.json allows to the newest that there is. */
export const sdk = {
  oldest: /^>=([\d.]+) /.exec(manifest.peerDependencies["@pulumi/pulumi"] ?? "")?.[1] ?? "",
  pinned: manifest.devDependencies["@pulumi/pulumi"] ?? "",
  newest: "latest",
};
