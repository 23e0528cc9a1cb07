import { declaredBy } from "../../../policies/reading/resource";
import { Access } from "../../../provider/domain/access/access";
import type { Entry } from "../../../provider/domain/access/declared";
import { type IdentityBook, instanceAt, type Mention, sameInstance } from "../../../provider/domain/identity";
import type { ProjectRecord } from "../../inventory/record";
import { SECRET, withoutSecrets } from "../../preview/stream";
import { plainInputs } from "../../report/declared";
import type { Finding } from "../finding";
import { closeProject } from "../mends";
import { aboutProject } from "../subjects";
import { type Estate, type Listed, nameOf } from "./estate";

/** A resource of a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>> | null | undefined;
  readonly outputs?: Readonly<Record<string, unknown>> | null | undefined;
}

const MOST_NAMES = 5;

/** Compares an estate with what code declares: what no code manages, and what code says and GitLab does not. */
export function checkCode(estate: Estate, resources: readonly StateResource[]): Finding[] {
  const code = new Code(resources, estate.gitlab);
  return estate.inventory.projects.flatMap((project) => [
    ...unmanaged(estate, project, code),
    ...missing(estate, project, code),
    ...otherSwitch(estate, project, code),
  ]);
}

interface Target {
  readonly kind: "group" | "project";
  readonly id: string | undefined;
  readonly path: string | undefined;
}

/** What a state declares of one project. */
interface Declared {
  readonly targets: readonly Target[];
  /** Does the state keep secret whom it lists? */
  readonly isSecret: boolean;
  readonly enabled: boolean | undefined;
}

/** What a state declares, by the ids and the paths of projects. */
class Code {
  readonly #book: IdentityBook;
  readonly #entries = new Map<string, Entry<StateResource>[]>();
  readonly #secret = new Set<string>();
  readonly #switches = new Map<string, boolean>();

  constructor(resources: readonly StateResource[], gitlab: string) {
    const subjects = resources
      .filter((resource) => /gitlab/i.test(resource.type) && isIn(gitlab, resource))
      .map((resource) => ({ ...resource, name: resource.urn, props: readableIn(resource) }));
    const access = new Access<StateResource>(subjects.flatMap((subject) => declaredBy(subject)));
    this.#book = access.book;
    for (const entry of access.entries)
      for (const key of this.#keysOf(entry.project)) this.#entries.set(key, [...(this.#entries.get(key) ?? []), entry]);
    for (const { hidden, project } of access.lists)
      if (hidden !== undefined) for (const key of this.#keysOf(project)) this.#secret.add(key);
    for (const { project, enabled } of access.switches)
      for (const key of this.#keysOf(project)) if (typeof enabled === "boolean") this.#switches.set(key, enabled);
  }

  of({ id, path }: ProjectRecord): Declared {
    const keys = [String(id), path.toLowerCase()];
    const entries = new Set(keys.flatMap((key) => this.#entries.get(key) ?? []));
    const targets = [...entries].map(({ target }) => ({ kind: target.kind, ...this.#book.namesOf(target) }));
    const known = targets.filter((target) => target.id !== undefined || target.path !== undefined);
    return {
      targets: known,
      isSecret: known.length < targets.length || keys.some((key) => this.#secret.has(key)),
      enabled: keys.map((key) => this.#switches.get(key)).find((enabled) => enabled !== undefined),
    };
  }

  /** The id counts where the state has one: a path may be another project's by now. */
  #keysOf(project: Mention): string[] {
    const { id, path } = this.#book.namesOf(project);
    const key = id ?? path;
    return key === undefined ? [] : [key];
  }
}

/** A state may hold resources of another GitLab, whose ids and paths are others. */
function isIn(gitlab: string, { outputs }: StateResource): boolean {
  const origin = outputs?.__origin;
  return typeof origin !== "string" || sameInstance(instanceAt(origin), instanceAt(gitlab)) !== false;
}

/** The properties of a resource. An address that is kept secret gives way to the id that GitLab gave, where the state shows that. */
function readableIn({ inputs, outputs }: StateResource): Readonly<Record<string, unknown>> {
  const props = Object.entries({ ...outputs, ...inputs }).map(([key, value]) => {
    const shown = withoutSecrets(value);
    return [key, shown === SECRET ? (outputs?.[`${key}Id`] ?? SECRET) : shown] as const;
  });
  return plainInputs({ inputs: Object.fromEntries(props) });
}

function listedIn(project: ProjectRecord): Listed[] {
  return [
    ...(project.projects ?? []).map((entry): Listed => ({ project, kind: "project", entry })),
    ...(project.groups ?? []).map((entry): Listed => ({ project, kind: "group", entry })),
  ];
}

function isSame({ kind, entry }: Listed, target: Target): boolean {
  if (kind !== target.kind) return false;
  return target.id === undefined ? target.path === entry.path?.toLowerCase() : target.id === String(entry.id);
}

function unmanaged(estate: Estate, project: ProjectRecord, code: Code): Finding[] {
  const { targets, isSecret } = code.of(project);
  const found = listedIn(project).filter((one) => !targets.some((target) => isSame(one, target)));
  if (found.length === 0) return [];
  const names = some(found.map(nameOf));
  return [
    {
      ...{
        rule: "entries-in-no-code",
        level: "advisory",
        severity: isSecret ? "low" : "medium",
        about: aboutProject(project, estate.gitlab),
      },
      what: isSecret
        ? `${project.path} lets in ${names}, and the state keeps secret whom it lists: they may be among them.`
        : `${project.path} lets in ${names}, which the state does not have.`,
      why: "Nobody has reviewed it as code, and no preview shows when it changes.",
      mend: "Declare it, in an access map or a JobTokenAllowlist, or remove it.",
    },
  ];
}

function missing(estate: Estate, project: ProjectRecord, code: Code): Finding[] {
  if (project.projects === null || project.groups === null) return [];
  const listed = listedIn(project);
  const gone = code.of(project).targets.filter((target) => !listed.some((one) => isSame(one, target)));
  if (gone.length === 0) return [];
  return [
    {
      ...{
        rule: "entries-only-in-code",
        level: "advisory",
        severity: "medium",
        about: aboutProject(project, estate.gitlab),
      },
      what: `The state says that ${project.path} lets in ${some(gone.map(({ path, id, kind }) => path ?? `${kind} ${id}`))}, and GitLab's list does not have it.`,
      why: "Somebody has removed it by hand, and jobs fail.",
      mend: "pulumi up --refresh",
    },
  ];
}

function otherSwitch(estate: Estate, project: ProjectRecord, code: Code): Finding[] {
  const wanted = code.of(project).enabled;
  if (wanted === undefined || project.enabled === null || wanted === project.enabled) return [];
  return [
    {
      ...{
        rule: "switch-differs-from-code",
        level: "advisory",
        severity: wanted ? "critical" : "medium",
        about: aboutProject(project, estate.gitlab),
      },
      what: `The state says that ${project.path} is ${wanted ? "closed" : "open"}, and in GitLab it is ${wanted ? "open to the job tokens of every project" : "closed"}.`,
      why: "Somebody has changed it by hand.",
      mend: wanted ? `pulumi up --refresh, or ${closeProject(project)}` : "pulumi up --refresh",
    },
  ];
}

function some(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return names.slice(0, MOST_NAMES).join(", ") + more;
}
