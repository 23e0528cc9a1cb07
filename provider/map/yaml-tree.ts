import type { Document, LineCounter, Node, Scalar, YAMLError, YAMLMap, YAMLSeq } from "yaml";
import type { Problem, Spot } from "./problem";
import type { Pair, Refuse, Tree } from "./tree";

type Yaml = typeof import("yaml");

/** Maps are shallow. The parser's own recursion and its patterns don't bear what a file can hold. */
const DEEPEST = 20;

/** What YAML can do and a map must not: a reader of one line has to know what it says without reading another. */
const WRITE_OUT = "is not allowed in an access map: write it out where it counts";

/**
 * Returns the tree of a file; undefined where it can't be read, or holds nothing. The parser is loaded by the first file, because most
 * programs have none.
 */
export function treeOfYaml(file: string, text: string, refuse: Refuse): Tree | undefined {
  const yaml: Yaml = require("yaml");
  const lines = new yaml.LineCounter();
  const reader = new Reader(yaml, { file, lines, refuse });
  if (nestsTooDeep(yaml, text)) {
    refuse({ spot: { file }, path: [], text: `nests deeper than ${DEEPEST} levels: a map needs four` });
    return undefined;
  }
  const options = { uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: "silent" } as const;
  return reader.read([...yaml.parseAllDocuments(text, { ...options, lineCounter: lines })]);
}

/** Reads tokens only, before anything recurses. */
function nestsTooDeep(yaml: Yaml, text: string): boolean {
  let [depth, inLine] = [0, 0];
  for (const token of new yaml.Lexer().lex(text)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    else if (token === "-" || token === "?") inLine += 1;
    else if (token.endsWith("\n")) inLine = 0;
    if (depth > DEEPEST || inLine > DEEPEST) return true;
  }
  return false;
}

interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly refuse: Refuse;
}

class Reader {
  readonly #yaml: Yaml;
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #refuse: Refuse;

  constructor(yaml: Yaml, { file, lines, refuse }: Reading) {
    this.#yaml = yaml;
    this.#file = file;
    this.#lines = lines;
    this.#refuse = refuse;
  }

  read(documents: readonly Document.Parsed[]): Tree | undefined {
    const [first, second] = documents;
    if (first === undefined) return this.#nothing();
    if (second !== undefined) this.#say(second.range[0], [], "begins a second document: one file is one document");
    if (first.directives.yaml.explicit)
      this.#say(0, [], "begins with a directive: an access map is YAML 1.2 without one");
    const errors = documents.flatMap((document) => document.errors);
    for (const error of errors) this.#say(error.pos[0], [], inOurWords(error));
    if (errors.length > 0 || second !== undefined) return undefined;
    return first.contents === null ? this.#nothing() : this.#tree(first.contents, []);
  }

  #nothing(): undefined {
    this.#refuse({ spot: { file: this.#file }, path: [], text: "is empty: remove it, or write what it says" });
  }

  #tree(node: Node, path: readonly string[]): Tree {
    this.#refusePowers(node, path);
    const spot = this.#spot(node.range?.[0] ?? 0);
    if (this.#yaml.isMap(node)) return { kind: "branch", spot, pairs: this.#pairs(node, path) };
    if (this.#yaml.isSeq(node)) return { kind: "row", spot, items: this.#items(node, path) };
    if (!this.#yaml.isScalar(node)) return { kind: "leaf", spot, value: null };
    this.#refuseOtherNumber(node, path);
    return { kind: "leaf", spot, value: node.value };
  }

  /** A group may be called 1e3 or 0x1f, and YAML would read the id of another one. */
  #refuseOtherNumber({ value, source = "", range }: Scalar, path: readonly string[]): void {
    if (typeof value !== "number" || source === String(value)) return;
    const text = `is ${source}, which YAML reads as the number ${value}: write the digits of an id, or the path in quotes`;
    this.#say(range?.[0] ?? 0, path, text);
  }

  #pairs(map: YAMLMap, path: readonly string[]): Pair[] {
    return map.items.flatMap(({ key, value }): Pair[] => {
      if (!this.#yaml.isScalar(key)) return [];
      const name = String(key.value);
      const at = [...path, name];
      this.#refusePowers(key, at);
      const spot = this.#spot(key.range?.[0] ?? 0);
      if (name === "<<") this.#refuse({ spot, path: at, text: `is a merge key, which ${WRITE_OUT}` });
      const tree: Tree = this.#yaml.isNode(value) ? this.#tree(value, at) : { kind: "leaf", spot, value: null };
      return name === "<<" ? [] : [{ key: name, spot, value: tree }];
    });
  }

  #items(row: YAMLSeq, path: readonly string[]): Tree[] {
    return row.items.flatMap((item, index) =>
      this.#yaml.isNode(item) ? [this.#tree(item, [...path, String(index + 1)])] : [],
    );
  }

  #refusePowers(node: Node, path: readonly string[]): void {
    const at = node.range?.[0] ?? 0;
    if (this.#yaml.isAlias(node)) this.#say(at, path, `is the alias *${node.source}, which ${WRITE_OUT}`);
    else if (node.anchor !== undefined) this.#say(at, path, `has the anchor &${node.anchor}, which ${WRITE_OUT}`);
    if (node.tag !== undefined) this.#say(at, path, `has the tag ${shortened(node)}: values need none here`);
  }

  #say(offset: number, path: readonly string[], text: string): void {
    const problem: Problem = { spot: this.#spot(offset), path, text };
    this.#refuse(problem);
  }

  #spot(offset: number): Spot {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line, column: col };
  }
}

function shortened({ tag = "" }: Scalar | Node): string {
  return tag.replace("tag:yaml.org,2002:", "!!");
}

/** The mistakes that people make most, in other words than the parser's. */
function inOurWords({ code, message }: YAMLError): string {
  if (code === "TAB_AS_INDENT") return "begins with a tab: YAML is indented with spaces";
  if (code === "NON_STRING_KEY") return "is a list or a map in the place of a key: a key is a text";
  return `is no YAML: ${message.split("\n")[0]}`;
}
