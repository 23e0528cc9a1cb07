import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as settings from "@pulumi/pulumi/runtime/settings";

export type Files = Readonly<Record<string, string | Buffer>>;

/** A folder with a map in `access`, thrown away after the act. */
export async function withMap<Result>(files: Files, act: (root: string) => Promise<Result> | Result): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), "gitlab-ci-access-map-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(root, "access", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return await act(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The folder of Pulumi.yaml, as the engine would say it. */
export function inRoot<Result>(root: string, act: () => Promise<Result>): Promise<Result> {
  const spy = jest.spyOn(settings, "getRootDirectory").mockReturnValue(root);
  return act().finally(() => spy.mockRestore());
}
