import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of the test's own, removed with it; programs in it stand in for those of a machine. */
export class Scratch {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "tools-")));

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  has(...parts: string[]): boolean {
    return existsSync(this.path(...parts));
  }

  write(name: string, content: string): string {
    const file = this.path(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  program(name: string, ...lines: string[]): string {
    const file = this.write(name, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(file, 0o755);
    return file;
  }

  /** A `pulumi` that says that version, with its Node language host beside it. */
  pulumi(folder: string, version: string): string {
    this.program(join(folder, "pulumi-language-nodejs"));
    return this.program(join(folder, "pulumi"), `echo v${version}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Polls until the condition holds; fails after ten seconds. */
export async function eventually(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("it did not come true within ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
