import { randomBytes } from "node:crypto";
import { AccessTokens } from "./access-tokens";
import { ApplicationSettings } from "./application-settings";
import { AuthLog } from "./auth-log";
import { Bots } from "./bots";
import type { Clock } from "./clock";
import type { Edition, Offering } from "./edition";
import { type Group, VISIBILITIES, type Visibility } from "./group";
import { JobTokens } from "./job-tokens";
import { AccessLevel, type Member, Memberships } from "./members";
import { MergeRequests } from "./merge-requests";
import { Namespaces } from "./namespaces";
import type { Project } from "./project";
import { RegistrationTokens } from "./registration-tokens";
import type { Release } from "./release";
import { Runners } from "./runners";
import { SecretMint } from "./secret-mint";
import { type User, Users } from "./users";
import { Variables } from "./variables";

type Sequence = "users" | "namespaces" | "projects";

/** Everything one simulated GitLab holds, and what goes with what when it is deleted. */
export class Instance {
  readonly users = new Users();
  readonly mint = new SecretMint();
  readonly tokens = new AccessTokens(this.mint, () => this.settings.tokenPrefix);
  readonly runners = new Runners(this.mint);
  readonly registrationTokens = new RegistrationTokens(this.mint);
  readonly namespaces = new Namespaces();
  readonly members: Memberships;
  readonly bots: Bots;
  readonly variables = new Variables();
  readonly mergeRequests = new MergeRequests();
  readonly authLog: AuthLog;
  readonly jobTokens: JobTokens;
  readonly settings: ApplicationSettings;
  readonly edition: Edition;
  readonly offering: Offering;
  readonly release: Release;
  /** Where it says it is reached: the origin in web addresses and page links. */
  origin = "http://127.0.0.1";
  readonly #lastIds: Record<Sequence, number> = { users: 0, namespaces: 0, projects: 0 };
  readonly #marked = new Set<Group | Project>();
  /** The second, and the periods that counted, when deletions were last looked for. */
  #lastRound = "";

  constructor(
    readonly clock: Clock,
    settings: {
      readonly enforceJobTokenScope: boolean;
      readonly edition: Edition;
      readonly offering?: Offering;
      readonly release: Release;
    },
  ) {
    this.edition = settings.edition;
    this.offering = settings.offering ?? "self-managed";
    this.release = settings.release;
    this.members = new Memberships(this.namespaces, clock);
    this.bots = new Bots(this);
    this.jobTokens = new JobTokens(this.mint, clock);
    this.authLog = new AuthLog(clock);
    this.settings = new ApplicationSettings(settings.enforceJobTokenScope);
  }

  /** Users, groups and projects share the sequence of namespaces, so a group's id is rarely a project's too. */
  nextId(sequence: Sequence): number {
    this.#lastIds[sequence] += 1;
    return this.#lastIds[sequence];
  }

  addUser(details: Pick<User, "username" | "name" | "email"> & Partial<User>): User {
    const user: User = {
      kind: "human",
      state: "active",
      admin: false,
      external: false,
      canCreateGroup: true,
      projectsLimit: 100_000,
      bio: "",
      note: null,
      lastActivityOn: null,
      profile: new Map(),
      ...details,
      id: this.nextId("users"),
      namespaceId: this.nextId("namespaces"),
      createdAt: this.clock.now(),
      updatedAt: this.clock.now(),
    };
    this.users.add(user);
    this.namespaces.addUser(user);
    return user;
  }

  /** Marks for deletion: GitLab renames what is marked, so that its path is free at once. */
  markForDeletion(place: Group | Project): void {
    const suffix = `-deletion_scheduled-${place.id}`;
    const rename = (marked: Group | Project) => {
      marked.name += suffix;
      marked.path += suffix;
      marked.markedForDeletionOn = this.clock.today();
      marked.updatedAt = this.clock.now();
    };
    if (place.kind === "group") this.namespaces.changeGroup(place, rename);
    else this.namespaces.changeProject(place, rename);
    this.#marked.add(place);
    this.#lastRound = "";
  }

  /** Restores name and path. If another project or group has them by now, they get a suffix. */
  restore(place: Group | Project): void {
    const suffix = `-deletion_scheduled-${place.id}`;
    const isTaken = this.namespaces.atPath(place.fullPath.replace(suffix, "")) !== undefined;
    const behind = isTaken ? `-${randomBytes(4).toString("hex").slice(0, 5)}` : "";
    const rename = (restored: Group | Project) => {
      restored.name = restored.name.replace(suffix, behind);
      restored.path = restored.path.replace(suffix, behind);
      restored.markedForDeletionOn = null;
      restored.updatedAt = this.clock.now();
    };
    if (place.kind === "group") this.namespaces.changeGroup(place, rename);
    else this.namespaces.changeProject(place, rename);
    this.#marked.delete(place);
  }

  /** Makes a place, and all below it, no more open than that: what a move into a more closed group does. */
  closeTo(visibility: Visibility, place: Group | Project): void {
    const { namespaces } = this;
    const below = place.kind === "group" ? [...namespaces.descendants(place), ...namespaces.projectsBelow(place)] : [];
    for (const each of [place, ...below]) {
      if (VISIBILITIES.indexOf(each.visibility) > VISIBILITIES.indexOf(visibility)) each.visibility = visibility;
    }
  }

  /** Deletes what was marked, or unused, longer than its retention period: what GitLab's workers do. At most once a second: it goes over all bots. */
  deleteWhatIsDue(): void {
    const second = Math.floor(this.clock.now().getTime() / 1_000);
    const { inactiveBotRetention, deletionAdjournedPeriod } = this.settings;
    const round = [second, inactiveBotRetention, deletionAdjournedPeriod].join();
    if (round === this.#lastRound) return;
    this.#lastRound = round;
    const today = this.clock.today();
    for (const bot of this.bots.withoutUse(inactiveBotRetention)) this.deleteUser(bot);
    for (const place of this.#marked) {
      const marked = Date.parse(`${place.markedForDeletionOn}T00:00:00Z`);
      const days = (Date.parse(`${today}T00:00:00Z`) - marked) / 86_400_000;
      if (days < deletionAdjournedPeriod) continue;
      if (place.kind === "group") this.deleteGroup(place);
      else this.deleteProject(place);
    }
  }

  deleteProject(project: Project): void {
    for (const bot of this.bots.of(project)) this.deleteUser(bot);
    this.namespaces.removeProject(project);
    this.members.removeSource("project", project.id);
    this.members.shares.forget(project);
    this.runners.removeProject(project.id);
    this.registrationTokens.remove(project);
    this.variables.removeOwner(`project ${project.id}`);
    this.mergeRequests.removeProject(project.id);
    this.authLog.removeProject(project.id);
    this.jobTokens.removeWhere(({ projectId }) => projectId === project.id);
    for (const other of this.namespaces.projects.values()) other.allowedProjects.delete(project.id);
    this.#marked.delete(project);
  }

  deleteGroup(group: Group): void {
    for (const child of [...this.namespaces.subgroups(group.id)]) this.deleteGroup(child);
    for (const project of [...this.namespaces.projectsIn(group.id)]) this.deleteProject(project);
    for (const bot of this.bots.of(group)) this.deleteUser(bot);
    this.namespaces.removeGroup(group);
    this.members.removeSource("group", group.id);
    this.members.shares.forget(group);
    this.runners.removeGroup(group.id);
    this.registrationTokens.remove(group);
    this.variables.removeOwner(`group ${group.id}`);
    for (const project of this.namespaces.projects.values()) project.allowedGroups.delete(group.id);
    this.#marked.delete(group);
  }

  /** A group is never left without a person who owns it; bots don't count, and may always go. */
  isLastOwner(member: Member): boolean {
    if (member.source !== "group" || member.accessLevel < AccessLevel.owner) return false;
    const owners = this.members.of("group", member.sourceId).filter(({ userId, accessLevel }) => {
      return accessLevel >= AccessLevel.owner && this.users.byId(userId)?.kind !== "project_bot";
    });
    return owners.length === 1 && owners[0]?.userId === member.userId;
  }

  /** Groups of which nobody else is an owner. */
  groupsOwnedAlone(user: User): Group[] {
    return this.members.ofUser(user.id).flatMap((member) => {
      const group = member.source === "group" ? this.namespaces.groups.get(member.sourceId) : undefined;
      return group && this.isLastOwner(member) ? [group] : [];
    });
  }

  /** The groups that nobody else owns go along; only a forced deletion gets here while there are any. */
  deleteUser(user: User): void {
    for (const group of this.groupsOwnedAlone(user)) this.deleteGroup(group);
    for (const project of [...this.namespaces.projectsIn(user.namespaceId)]) this.deleteProject(project);
    this.tokens.removeUser(user.id);
    this.jobTokens.removeWhere(({ userId }) => userId === user.id);
    this.members.removeUser(user.id);
    this.namespaces.removeUser(user);
    this.users.remove(user);
  }
}
