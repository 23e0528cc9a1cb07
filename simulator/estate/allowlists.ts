import type { AllowlistEntry } from "../model/allowlist-entry";
import type { Group } from "../model/group";
import type { Instance } from "../model/instance";
import type { Project } from "../model/project";
import { type People, timeFrom } from "./people";
import type { Random } from "./random";
import type { Tree } from "./tree";

interface Surroundings {
  readonly random: Random;
  readonly people: People;
  readonly tree: Tree;
}

/** On average. */
const ENTRIES_OF_A_PROJECT = 10;
/** GitLab's limit is 200. */
const MOST_ENTRIES = 190;
const PERMISSIONS: readonly (readonly string[])[] = [
  ["read_packages"],
  ["read_packages", "read_releases"],
  ["read_jobs"],
  ["read_repositories"],
  ["admin_packages"],
  ["admin_releases", "read_packages"],
  ["read_deployments", "read_environments"],
  ["admin_deployments", "admin_environments"],
  ["admin_repositories"],
  ["read_terraform_state"],
  [],
];

/** Sets switches and fills allowlists and the log. Returns how many entries there are. */
export function fillAllowlists(instance: Instance, surroundings: Surroundings): number {
  const { random, tree } = surroundings;
  const filler = new Filler(instance, surroundings);
  for (const project of tree.projects) {
    project.inboundJobTokenScope = random.chance(0.88);
    filler.fill(project);
    if (project.settings.get("ci_push_repository_for_job_token_allowed") === true)
      project.crossProjectPush = random.chance(0.3);
  }
  for (const project of tree.retired) retire(instance, project, random.chance(0.8));
  return filler.count;
}

/** GitLab renames what is scheduled for deletion, so it comes when all else stands. */
function retire(instance: Instance, project: Project, isArchived: boolean): void {
  if (isArchived) project.settings.set("archived", true);
  else instance.markForDeletion(project);
}

class Filler {
  count = 0;
  readonly #instance: Instance;
  readonly #around: Surroundings;
  /** The projects of each group itself. */
  readonly #neighbours = new Map<number, Project[]>();

  constructor(instance: Instance, around: Surroundings) {
    this.#instance = instance;
    this.#around = around;
    for (const project of around.tree.projects) {
      const known = this.#neighbours.get(project.namespaceId);
      if (known) known.push(project);
      else this.#neighbours.set(project.namespaceId, [project]);
    }
  }

  fill(project: Project): void {
    for (const target of this.#targetsOf(project)) this.#add(project, target);
    for (const group of this.#groupsFor(project)) this.#add(project, group);
  }

  /** Shared projects have long lists, a fifth of the others have none. The average is that of all. */
  #targetsOf(project: Project): Set<Project> {
    const { random, tree } = this.#around;
    const isShared = tree.shared.includes(project);
    const count = isShared ? random.whole(20, MOST_ENTRIES) : this.#countOf();
    const found = new Set<Project>();
    for (let tries = 0; found.size < count && tries < 3 * count; tries += 1) {
      const target = this.#target(project);
      if (target !== project) found.add(target);
    }
    return found;
  }

  /** Few have many: the square of an even number leans to the small ones. */
  #countOf(): number {
    const { random } = this.#around;
    return random.chance(0.2) ? 0 : Math.round(random.next() ** 2 * ENTRIES_OF_A_PROJECT * 2.4);
  }

  #target(project: Project): Project {
    const { random, tree } = this.#around;
    const dice = random.next();
    if (dice < 0.45) return random.pick(this.#neighbours.get(project.namespaceId) ?? tree.projects);
    if (dice < 0.65 && tree.shared.length > 0) return random.pick(tree.shared);
    if (dice < 0.67 && tree.outside.length > 0) return random.pick(tree.outside);
    return random.pick(tree.projects);
  }

  #groupsFor(project: Project): Set<Group> {
    const { random, tree } = this.#around;
    const own = this.#instance.namespaces.groupOf(project);
    const found = new Set<Group>();
    if (own !== undefined && random.chance(0.3)) found.add(own);
    if (random.chance(0.1)) found.add(random.pick(tree.groups));
    if (random.chance(0.02)) found.add(tree.top);
    return found;
  }

  #add(project: Project, target: Group | Project): void {
    this.count += 1;
    const entry = this.#entry();
    if (target.kind === "project") project.allowedProjects.set(target.id, entry);
    else project.allowedGroups.set(target.id, entry);
    this.#use(project, target);
  }

  #entry(): AllowlistEntry {
    const { random, people } = this.#around;
    const isDefault = random.chance(0.65);
    return {
      defaultPermissions: isDefault,
      jobTokenPolicies: isDefault ? [] : random.pick(PERMISSIONS),
      addedById: random.pick(people.all).id,
      createdAt: timeFrom(this.#instance.clock.now(), -random.whole(100, 900)),
    };
  }

  /** Three quarters of the entries are in use, some are not any more, some never were. Of a group some projects use it. */
  #use(project: Project, target: Group | Project): void {
    const { random } = this.#around;
    const users = target.kind === "project" ? [target] : random.some(this.#neighbours.get(target.id) ?? [], 3);
    const dice = random.next();
    if (dice < 0.1) return;
    for (const user of users) {
      const days = dice < 0.85 ? random.next() * 60 : random.whole(91, 400);
      const lastAuthorizedAt = timeFrom(this.#instance.clock.now(), -days);
      this.#instance.authLog.record({ accessedId: project.id, originId: user.id, lastAuthorizedAt });
    }
  }
}
