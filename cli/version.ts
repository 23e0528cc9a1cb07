import { readFileSync } from "node:fs";

/** The version of this package. */
export function versionOf(): string {
  // By the package's name, because the path differs between the sources and the published files.
  const settings: { version: string } = JSON.parse(
    readFileSync(require.resolve("pulumi-gitlab-ci-access/package.json"), "utf8"),
  );
  return settings.version;
}
