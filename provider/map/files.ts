import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { parseAddress } from "../domain/address";
import { codeOf } from "../domain/error-code";
import type { Problem } from "./problem";
import type { Refuse } from "./tree";

/** A file of a map, and the group or project that its place names: it speaks for that and for what is below. */
export interface MapText {
  /** As messages name it: from the folder of Pulumi.yaml, with slashes. */
  readonly file: string;
  /** `acme/payments` for `acme/payments.yaml`. */
  readonly place: string;
  readonly text: string;
}

/** Where a map's files are. */
export interface Source {
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** The folder of the map, as the program names it. */
  readonly from: string;
}

/** A map of 20,000 projects has about this size. */
const MOST_BYTES = 1_000_000;

const BYTE_ORDER_MARK = "\uFEFF";

/** Reads every YAML file of the folder and of the folders in it, in the order of their names. */
export function readTexts({ root, from }: Source, refuse: Refuse): MapText[] {
  const folder = resolve(root, from);
  const named = (path: string) => relative(root, path).split(sep).join("/") || ".";
  if (named(folder) === ".") {
    refuse({
      spot: { file: undefined },
      path: ["from"],
      text: "is the program's own folder: name one that holds nothing but the map",
    });
    return [];
  }
  const problems: Problem[] = [];
  const found = new Folder(folder, named, (problem) => void problems.push(problem)).texts();
  if (found.length + problems.length === 0)
    problems.push({ spot: { file: named(folder) }, path: [], text: "has no file that ends in .yaml" });
  for (const problem of problems) refuse(problem);
  return found;
}

class Folder {
  readonly #top: string;
  readonly #named: (path: string) => string;
  readonly #refuse: Refuse;

  constructor(top: string, named: (path: string) => string, refuse: Refuse) {
    this.#top = top;
    this.#named = named;
    this.#refuse = refuse;
  }

  texts(): MapText[] {
    const stat = this.#stat(this.#top);
    if (stat === undefined) return [];
    if (stat.isDirectory()) return this.#below(this.#top);
    this.#say(
      this.#top,
      stat.isSymbolicLink() ? "is a link: name the folder itself" : "is no folder: name the folder of the map",
    );
    return [];
  }

  #below(folder: string): MapText[] {
    const names = this.#tried(folder, () => readdirSync(folder).sort());
    return (names ?? []).flatMap((name) => {
      const path = join(folder, name);
      const stat = this.#stat(path);
      if (stat === undefined) return [];
      if (stat.isDirectory()) return this.#below(path);
      return /\.ya?ml$/i.test(name) || stat.isSymbolicLink() ? this.#text(path, stat) : [];
    });
  }

  /** Only a plain file is read: a link may lead out of the folder, and whoever owns the link need not own what it leads to. */
  #text(path: string, stat: Stats): MapText[] {
    const problem = this.#problemWith(path, stat);
    if (problem !== undefined) {
      this.#say(path, problem);
      return [];
    }
    const place = this.#named(path).slice(this.#named(this.#top).length + 1, -".yaml".length);
    const address = parseAddress("group", place);
    if ("problem" in address || String(address.address) !== place) {
      this.#say(
        path,
        "has a name that is no path of GitLab: it is called as the group or the project that it speaks for",
      );
      return [];
    }
    const text = this.#decoded(path);
    return text === undefined ? [] : [{ file: this.#named(path), place, text }];
  }

  #problemWith(path: string, stat: Stats): string | undefined {
    if (stat.isSymbolicLink())
      return "is a link: a map holds plain files, because a file's place says what it speaks for";
    if (!stat.isFile()) return "is no plain file";
    if (!path.endsWith(".yaml")) return 'would be passed over: let its name end in ".yaml"';
    return stat.size > MOST_BYTES
      ? `has ${stat.size} bytes, and ${MOST_BYTES} is the most: give each group a file of its own`
      : undefined;
  }

  #decoded(path: string): string | undefined {
    const bytes = this.#tried(path, () => readFileSync(path));
    if (bytes === undefined) return undefined;
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      if (!text.startsWith(BYTE_ORDER_MARK)) return text;
      this.#say(path, "begins with a byte order mark: save it as UTF-8 without one");
    } catch (error) {
      if (codeOf(error) !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
      this.#say(path, "is not UTF-8: save it as UTF-8");
    }
    return undefined;
  }

  #stat(path: string): Stats | undefined {
    return this.#tried(path, () => lstatSync(path));
  }

  /** What the system gives, or undefined where it refuses, which is told. */
  #tried<Result>(path: string, act: () => Result): Result | undefined {
    try {
      return act();
    } catch (error) {
      this.#say(path, codeOf(error) === "ENOENT" ? "does not exist" : `can't be read (${codeOf(error)})`);
      return undefined;
    }
  }

  #say(path: string, text: string): void {
    this.#refuse({ spot: { file: this.#named(path) }, path: [], text });
  }
}
