import { type AddressKind, parseAddress } from "../domain/address";
import { normalNames, type Permissions, problemWithName } from "../domain/permissions";
import { likelyMeant } from "../domain/unknown-names";
import { FILE_KEYS, ITEM_KEYS, type ListName, PROJECT_KEYS, SET_KEYS, SETS_FILE_KEYS, SETTING_KEYS } from "./keys";
import { FLAGS, type Item, type MapPart, type ProjectPart, type SetPart, type Settings, type Where } from "./parts";
import { described, type Pair, type Refuse, type Tree } from "./tree";

const kindOf = { projects: "project", groups: "group" } as const satisfies Record<ListName, AddressKind>;

/** A value that is to be read, and where it stands. */
interface Value extends Where {
  readonly tree: Tree;
}

/** Reads the tree of a file or an object, and says of everything that is not as it should be. */
export class Shape {
  readonly #refuse: Refuse;

  constructor(refuse: Refuse) {
    this.#refuse = refuse;
  }

  map(tree: Tree, { place, file }: Pick<MapPart, "file" | "place">): MapPart {
    const keys = this.#keys(top(tree), Object.keys(FILE_KEYS), "a map");
    const defaults = keys.get("defaults");
    const projects = keys.get("projects");
    if (projects === undefined) this.#say(top(tree), "names no project: its key projects is missing");
    const pairs = projects === undefined ? [] : this.#pairs(projects, "the projects by their full paths");
    return {
      place,
      file,
      defaults: defaults === undefined ? {} : this.#settings(defaults, Object.keys(SETTING_KEYS), "defaults").settings,
      projects: pairs.flatMap((pair) => this.#project(pair)),
    };
  }

  sets(tree: Tree): SetPart[] {
    const sets = this.#keys(top(tree), Object.keys(SETS_FILE_KEYS), "sets.yaml").get("sets");
    if (sets === undefined) {
      this.#say(top(tree), "names no set: its key sets is missing");
      return [];
    }
    return this.#pairs(sets, "the sets by their names").map((set) => this.#set(set));
  }

  /** An object of a program: a map and its sets in one. */
  whole(tree: Tree): { readonly map: MapPart; readonly sets: readonly SetPart[] } {
    const own = (wanted: (key: string) => boolean): Tree =>
      tree.kind === "branch" ? { ...tree, pairs: tree.pairs.filter(({ key }) => wanted(key)) } : tree;
    const hasSets = tree.kind === "branch" && tree.pairs.some(({ key }) => key === "sets");
    return {
      map: this.map(
        own((key) => key !== "sets"),
        { place: undefined, file: undefined },
      ),
      sets: hasSets ? this.sets(own((key) => key === "sets")) : [],
    };
  }

  #project({ tree, ...where }: Value): ProjectPart[] {
    const written = where.path.at(-1) ?? "";
    const parsed = parseAddress("project", written);
    if ("problem" in parsed) return this.#say(where, parsed.problem);
    if (typeof parsed.address === "number")
      return this.#say(where, "is an id, and a file's place goes by paths: write the project's full path");
    const { settings, keys } = isNothing(tree)
      ? { settings: {}, keys: new Map<string, Value>() }
      : this.#settings({ tree, ...where }, Object.keys(PROJECT_KEYS), "a project");
    const reason = this.#optional(keys.get("reason"), (value) => this.#text(value));
    const was = this.#optional(keys.get("was"), (value) => this.#texts(value)) ?? [];
    const project = { value: parsed.address, where };
    return [{ project, settings, was, ...(reason === undefined ? {} : { reason }) }];
  }

  #settings(value: Value, known: readonly string[], of: string) {
    const keys = this.#keys(value, known, of);
    const read = <Read>(
      key: string,
      by: (value: Value) => Read | undefined,
    ): { value: Read; where: Where } | undefined => {
      const { tree, ...where } = keys.get(key) ?? { tree: undefined, spot: value.spot, path: [] };
      const found = tree === undefined ? undefined : by({ tree, ...where });
      return found === undefined ? undefined : { value: found, where };
    };
    const settings: Settings = {
      ...Object.fromEntries(
        FLAGS.flatMap((flag) =>
          Object.entries(
            given(
              flag,
              read(flag, (one) => this.#flag(one)),
            ),
          ),
        ),
      ),
      ...given(
        "permissions",
        read("permissions", (one) => this.#permissions(one)),
      ),
      ...given(
        "projects",
        read("projects", (one) => this.#items(one, "projects")),
      ),
      ...given(
        "groups",
        read("groups", (one) => this.#items(one, "groups")),
      ),
    };
    return { settings, keys };
  }

  #set(value: Value): SetPart {
    const { tree: _, ...where } = value;
    const keys = this.#keys(value, Object.keys(SET_KEYS), "a set");
    if (keys.size === 0 && value.tree.kind === "branch")
      this.#say(where, "is empty: give it projects, groups, or both");
    const list = (name: ListName) => this.#optional(keys.get(name), (one) => this.#items(one, name));
    return {
      name: { value: where.path.at(-1) ?? "", where },
      lists: { ...given("projects", list("projects")), ...given("groups", list("groups")) },
    };
  }

  #items(value: Value, name: ListName): Item[] | undefined {
    const { tree } = value;
    if (tree.kind !== "row")
      return this.#not(
        value,
        `a list of ${name}: [] means that nobody may come in, and without the key ${name} are not managed`,
      );
    return tree.items.flatMap((item, index) =>
      this.#item({ tree: item, spot: item.spot, path: [...value.path, String(index + 1)] }, name),
    );
  }

  #item(value: Value, name: ListName): Item[] {
    const kind = kindOf[name];
    if (value.tree.kind !== "branch") return this.#member(value, kind, undefined);
    const keys = this.#keys(value, Object.keys(ITEM_KEYS[name]), `an item of ${name}`);
    const [set, address, permissions] = [keys.get("set"), keys.get(kind), keys.get("permissions")];
    if (set !== undefined && address !== undefined) return this.#say(value, `is a ${kind} and a set: write two items`);
    if (set !== undefined && permissions !== undefined)
      return this.#say(permissions, "are not for a set as a whole: write them at its items, in sets.yaml");
    if (address !== undefined) return this.#member(address, kind, permissions);
    const named = this.#optional(set, (one) => this.#text(one));
    if (named !== undefined && set !== undefined) return [{ value: { set: named }, where: set }];
    const isTold = set !== undefined || (keys.size === 0 && value.tree.pairs.length > 0);
    return isTold ? [] : this.#say(value, `names nobody: write { ${kind}: … } or { set: … }`);
  }

  #member(value: Value, kind: AddressKind, own: Value | undefined): Item[] {
    const given = value.tree.kind === "leaf" ? value.tree.value : undefined;
    if (typeof given !== "string" && typeof given !== "number")
      return this.#not(value, `a ${kind}: its full path or its id`) ?? [];
    const parsed = parseAddress(kind, given);
    if ("problem" in parsed) return this.#say(value, parsed.problem);
    const permissions = this.#optional(own, (one) => this.#permissions(one));
    return [{ value: { address: parsed.address, permissions }, where: value }];
  }

  #permissions(value: Value): Permissions | undefined {
    const { tree } = value;
    if (tree.kind === "leaf" && tree.value === "default") return "default";
    if (tree.kind !== "row") return this.#not(value, "default, or a list of GitLab's names like [read_packages]");
    const names = this.#texts(value) ?? [];
    for (const name of names) {
      const problem = problemWithName(name);
      if (problem !== undefined) this.#say(value, problem);
    }
    return normalNames(names);
  }

  /** The keys of a branch that may be there. */
  #keys(value: Value, known: readonly string[], of: string): ReadonlyMap<string, Value> {
    const pairs = this.#pairs(value, `the keys of ${of}: ${known.join(", ")}`);
    const found = new Map<string, Value>();
    for (const pair of pairs) {
      const key = pair.path.at(-1) ?? "";
      if (known.includes(key)) found.set(key, pair);
      else this.#say(pair, `is no key of ${of}${likelyMeant(key, known)}. The keys are ${known.join(", ")}`);
    }
    return found;
  }

  /** The pairs of a branch, each key once. Paths have no case in GitLab, so keys that differ in case only are one. */
  #pairs(value: Value, wanted: string): Value[] {
    const { tree, path } = value;
    if (tree.kind !== "branch") return this.#not(value, wanted) ?? [];
    const met = new Map<string, Pair>();
    return tree.pairs.flatMap((pair) => {
      const here = { spot: pair.spot, path: [...path, pair.key] };
      const first = met.get(pair.key.toLowerCase());
      met.set(pair.key.toLowerCase(), first ?? pair);
      if (first === undefined) return [{ tree: pair.value, ...here }];
      const line = first.spot.line === undefined ? "" : ` in line ${first.spot.line}`;
      return this.#say(here, `stands here a second time: "${first.key}" is there already${line}`);
    });
  }

  #flag(value: Value): boolean | undefined {
    const given = value.tree.kind === "leaf" ? value.tree.value : undefined;
    return typeof given === "boolean" ? given : this.#not(value, "true or false");
  }

  #text(value: Value): string | undefined {
    const given = value.tree.kind === "leaf" ? value.tree.value : undefined;
    return typeof given === "string" && given.trim() !== "" ? given : this.#not(value, "a text");
  }

  #texts(value: Value): string[] | undefined {
    const { tree, path } = value;
    const items = tree.kind === "row" ? tree.items : [tree];
    return items.flatMap((item) => this.#text({ tree: item, spot: item.spot, path }) ?? []);
  }

  #optional<Read>(value: Value | undefined, read: (value: Value) => Read): Read | undefined {
    return value === undefined ? undefined : read(value);
  }

  #not(value: Value, wanted: string): undefined {
    this.#say(value, `is ${described(value.tree)}, and has to be ${wanted}`);
  }

  #say({ spot, path }: Where, text: string): never[] {
    this.#refuse({ spot, path, text });
    return [];
  }
}

function top(tree: Tree): Value {
  return { tree, spot: tree.spot, path: [] };
}

function isNothing(tree: Tree): boolean {
  return tree.kind === "leaf" && (tree.value === null || tree.value === undefined);
}

function given<Name extends string, Read>(name: Name, value: Read | undefined): { [Key in Name]?: Read } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: Read }); // A computed key loses its name.
}
