import { closes, opens } from "./access";
import { label } from "./escape";
import { giftText } from "./gifts";
import type { Access, Grant, Place } from "./model";

/** GitLab draws a longer text only when somebody asks for it: MAX_CHAR_LIMIT in its render_sandboxed_mermaid.js. */
const LONGEST_DRAWN = 2_000;

/** More permissions than these are only counted. */
const MOST_NAMED = 2;

const styles = [
  "  classDef open stroke:#c91c00,stroke-width:3px",
  "  classDef closed stroke:#2f7d4f,stroke-width:3px",
] as const;

/**
 * Who opens what, as a Mermaid flowchart in syntax that every Mermaid since 8 draws. A thick arrow is new, a dotted one goes. Undefined
 * where nothing changes. If the picture is too big, it shows only what changes; if that is too big too, a sentence stands in its place.
 */
export function graphOf(access: Access): string | undefined {
  const moves =
    access.gained.length + access.lost.length + access.changed.length + access.switches.filter(isMoved).length;
  if (moves === 0) return undefined;
  const pictures = [access, { ...access, kept: [], takenOver: [] }].map(draw);
  const fitting = pictures.find((picture) => picture.length <= LONGEST_DRAWN);
  return fitting === undefined ? "The picture is too big to be drawn: the list above has it all." : fenced(fitting);
}

function draw(access: Access): string {
  const nodes = new Nodes();
  const edge = (arrow: string) => (grant: Grant) => `  ${nodes.of(grant.caller)} ${arrow} ${nodes.of(grant.project)}`;
  const kept = (grant: Grant) => edge(narrowed(grant) === undefined ? "-->" : `-->|${narrowed(grant)}|`)(grant);
  const gained = (grant: Grant) => {
    const gift = narrowed(grant);
    return edge(`==>|${grant.isFirst ? "may gain" : "gains"}${gift === undefined ? "" : ` ${gift}`}|`)(grant);
  };
  const lines = [
    ...[...access.kept, ...access.takenOver].map(kept),
    ...access.gained.map(gained),
    ...access.lost.map(edge("-.->|loses|")),
    ...access.switches.filter(opens).map(({ project }) => `  ${nodes.everybody()} ==>|gains| ${nodes.of(project)}`),
    ...access.switches.filter(closes).map(({ project }) => `  ${nodes.everybody()} -.->|closed| ${nodes.of(project)}`),
  ];
  const marks = [
    ...access.switches.filter(opens).map(({ project }) => `  class ${nodes.of(project)} open`),
    ...access.switches.filter(closes).map(({ project }) => `  class ${nodes.of(project)} closed`),
  ];
  return ["flowchart LR", ...nodes.lines(), ...lines, ...(marks.length > 0 ? [...styles, ...marks] : [])].join("\n");
}

/** What is on the edge of an entry that gives no default permissions. Names have letters and underscores only. */
function narrowed({ permissions }: Grant): string | undefined {
  if (!Array.isArray(permissions)) return undefined;
  if (permissions.length > MOST_NAMED) return `${permissions.length} permissions`;
  return giftText(permissions).replace(/[^a-z_, ]/g, "");
}

function isMoved(of: Access["switches"][number]): boolean {
  return opens(of) || closes(of);
}

/** The nodes of a graph. Names are labels only, because Mermaid could read them as syntax in an id. */
class Nodes {
  readonly #ids = new Map<string, { readonly id: string; readonly line: string }>();

  of({ kind, key, name }: Place): string {
    return this.#id(key ?? `? ${name}`, (id) =>
      kind === "group" ? `${id}[[${label(`group ${name}`)}]]` : `${id}[${label(name)}]`,
    );
  }

  everybody(): string {
    return this.#id("everybody", (id) => `${id}((${label("every project")}))`);
  }

  lines(): string[] {
    return [...this.#ids.values()].map(({ line }) => `  ${line}`);
  }

  #id(key: string, draw: (id: string) => string): string {
    const id = this.#ids.get(key)?.id ?? `n${this.#ids.size + 1}`;
    this.#ids.set(key, { id, line: draw(id) });
    return id;
  }
}

function fenced(text: string): string {
  return `\`\`\`mermaid\n${text}\n\`\`\``;
}
