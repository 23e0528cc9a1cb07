import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EmptyFolder } from "./empty-folder";
import { type Packed, packed } from "./newcomer";
import { succeeds } from "./scenario";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What npm installs for `package.json` files, with the package as it is published: no registry has this version of it yet. */
export class Installations {
  readonly #folders = new Map<string, Promise<EmptyFolder>>();

  private constructor(readonly pack: Packed) {}

  static async open(): Promise<Installations> {
    return new Installations(await packed());
  }

  /** The `node_modules` of a folder that holds a `package.json`. Equal dependencies are installed once. */
  async modulesFor(folder: string): Promise<string> {
    const file = join(folder, "package.json");
    const { dependencies, devDependencies }: Manifest = JSON.parse(await readFile(file, "utf8"));
    const key = JSON.stringify([dependencies, devDependencies]);
    const installed = this.#folders.get(key) ?? this.#install(file);
    this.#folders.set(key, installed);
    return join((await installed).dir, "node_modules");
  }

  async remove(): Promise<void> {
    for (const installed of this.#folders.values()) await (await installed).remove();
    await this.pack.remove();
  }

  async #install(file: string): Promise<EmptyFolder> {
    const folder = await EmptyFolder.create();
    await cp(file, join(folder.dir, "package.json"));
    await succeeds(folder.sh(`npm install --no-audit --no-fund --prefer-offline ${this.pack.tarball}`));
    return folder;
  }
}
