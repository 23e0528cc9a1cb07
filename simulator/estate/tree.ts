import type { Group, Visibility } from "../model/group";
import type { Instance } from "../model/instance";
import { newProject, type Project } from "../model/project";
import { DEPARTMENTS, FORMS, PRIVATE_DEPARTMENTS, SHARED, SUBJECTS } from "./names";
import { addMembers, type People, timeFrom } from "./people";
import type { Random } from "./random";

/** The groups and projects of an estate. */
export interface Tree {
  readonly top: Group;
  readonly groups: readonly Group[];
  /** Those below acme and those of others, in the order of ids. */
  readonly projects: readonly Project[];
  /** Those that many others use or that use many others. */
  readonly shared: readonly Project[];
  /** Projects of other top-level groups. */
  readonly outside: readonly Project[];
  /** What is archived or scheduled for deletion once everything stands. */
  readonly retired: readonly Project[];
}

interface Growth {
  readonly random: Random;
  readonly people: People;
  readonly count: number;
}

const OUTSIDE = ["globex", "initech", "open-source-mirror"];
const PROJECTS_OF_A_TEAM = 25;

export function growTree(instance: Instance, { random, people, count }: Growth): Tree {
  const grower = new Grower(instance, random, people);
  const top = grower.group("acme", undefined, "public");
  addMembers(instance, people, top.id);
  const teams = teamsOf(grower, top, count);
  const foreign = OUTSIDE.map((name) =>
    grower.group(name, undefined, name === "open-source-mirror" ? "public" : "private"),
  );
  const outsideCount = Math.min(count - 1, Math.max(3, Math.round(count * 0.01)));
  const shared: Project[] = [];
  for (let index = 0; index < count - outsideCount; index += 1) {
    const name = sharedName(index, count);
    if (name !== undefined) shared.push(grower.project(name, random.pick(teams)));
    else grower.project(undefined, random.pick(teams));
  }
  const outside = Array.from({ length: outsideCount }, () => grower.project(undefined, random.pick(foreign)));
  const retired = grower.projects.filter((project) => !shared.includes(project) && random.chance(0.05));
  return { top, groups: grower.groups, projects: grower.projects, shared, outside, retired };
}

/** One in forty projects is shared. */
function sharedName(index: number, count: number): string | undefined {
  const every = Math.max(2, Math.min(40, Math.floor(count / 4)));
  return index % every === 1 ? SHARED[Math.floor(index / every) % SHARED.length] : undefined;
}

/** As many departments and teams as the projects fill. Every third team has a group of its own for experiments. */
function teamsOf(grower: Grower, top: Group, count: number): Group[] {
  const wanted = Math.max(2, Math.ceil(count / PROJECTS_OF_A_TEAM));
  const teams: Group[] = [];
  for (const [department, names] of Object.entries(DEPARTMENTS)) {
    if (teams.length >= wanted) break;
    const visibility = PRIVATE_DEPARTMENTS.includes(department) ? "private" : "public";
    const parent = grower.group(department, top, visibility);
    for (const name of names.slice(0, Math.max(1, wanted - teams.length))) {
      const team = grower.group(name, parent, visibility);
      teams.push(team);
      if (teams.length % 3 === 0) teams.push(grower.group("experiments", team, visibility));
    }
  }
  return teams;
}

/** Makes groups and projects, and gives no name twice. */
class Grower {
  readonly groups: Group[] = [];
  readonly projects: Project[] = [];
  readonly #taken = new Set<string>();

  constructor(
    readonly instance: Instance,
    readonly random: Random,
    readonly people: People,
  ) {}

  group(path: string, parent: Group | undefined, visibility: Visibility): Group {
    const group: Group = {
      id: this.instance.nextId("namespaces"),
      kind: "group",
      parentId: parent?.id ?? null,
      ...{ name: path, path, visibility, fullPath: "", fullName: "", description: "" },
      createdAt: timeFrom(this.instance.clock.now(), -1_500),
      updatedAt: timeFrom(this.instance.clock.now(), -1_500),
      markedForDeletionOn: null,
      archived: false,
      settings: new Map(),
    };
    this.instance.namespaces.addGroup(group);
    this.groups.push(group);
    return group;
  }

  project(wanted: string | undefined, holder: Group): Project {
    const path = this.#free(wanted ?? `${this.random.pick(SUBJECTS)}-${this.random.pick(FORMS)}`, holder);
    this.instance.nextId("namespaces"); // A project has a namespace of its own.
    const details = { path, name: path, namespaceId: holder.id, description: null, defaultBranch: "main", topics: [] };
    const createdAt = timeFrom(this.instance.clock.now(), -this.random.whole(30, 1_400));
    const creatorId = this.random.pick(this.people.all).id;
    const id = this.instance.nextId("projects");
    const project = newProject({ ...details, id, creatorId, visibility: this.#visibilityIn(holder) }, createdAt);
    this.#settle(project);
    this.instance.namespaces.addProject(project);
    this.projects.push(project);
    return project;
  }

  #free(path: string, holder: Group): string {
    for (let number = 1; ; number += 1) {
      const tried = number === 1 ? path : `${path}-${number}`;
      const key = `${holder.id} ${tried}`;
      if (this.#taken.has(key) || this.instance.namespaces.atPath(`${holder.fullPath}/${tried}`) !== undefined)
        continue;
      this.#taken.add(key);
      return tried;
    }
  }

  #visibilityIn({ visibility }: Group): Visibility {
    if (visibility === "private") return "private";
    const dice = this.random.next();
    if (dice < 0.08) return "public";
    return dice < 0.2 ? "internal" : "private";
  }

  #settle({ settings, visibility }: Project): void {
    const { random } = this;
    if (visibility !== "private" && random.chance(0.5))
      for (const feature of ["builds", "package_registry", "container_registry"])
        settings.set(`${feature}_access_level`, "private");
    if (visibility === "public") settings.set("public_jobs", random.chance(0.6));
    if (random.chance(0.1)) settings.set("ci_push_repository_for_job_token_allowed", true);
    const role = random.next();
    settings.set(
      "ci_pipeline_variables_minimum_override_role",
      role < 0.5 ? "no_one_allowed" : role < 0.8 ? "maintainer" : "developer",
    );
  }
}
