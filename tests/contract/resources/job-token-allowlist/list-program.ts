import { moveOf } from "../../../../provider/domain/address";
import { type Permissions, samePermissions } from "../../../../provider/domain/permissions";
import type { Named } from "../../../support/gitlab/world";
import type { Properties } from "../../../support/pulumi/provider";
import type { Gift, Mention, Program } from "./list-history";
import { isBelow, type ListWorld, type Target } from "./list-world";
import { join, type Opening, type Reach, reachOf } from "./reach";

/** What a run finds before it begins. */
export interface Found {
  /** What the entries give, by the paths of their targets. */
  readonly gifts: Readonly<Record<string, Permissions>>;
  readonly push: readonly [boolean, boolean];
  readonly wasClosed: boolean;
  /** The entries that the run may not remove. */
  readonly staying: readonly Target[];
}

/** What a program means in a world. */
export class ListProgram {
  readonly #gitlab: ListWorld;
  readonly #billing: Named;
  readonly #program: Program;

  constructor(gitlab: ListWorld, billing: Named, program: Program) {
    this.#gitlab = gitlab;
    this.#billing = billing;
    this.#program = program;
  }

  get args(): Properties {
    const { projects, groups, enabled, replaceExisting, namesItself, preset, push } = this.#program;
    const own = [...(namesItself ? [this.#billing.path] : []), ...this.#crowd.map(({ id }) => id)];
    const settings = {
      enabled,
      permissions: preset,
      pushRepositoryForJobTokenAllowed: push[0],
      crossProjectPushForJobTokenAllowed: push[1],
      projects: projects && [...this.#elements("project"), ...own],
      groups: groups && this.#elements("group"),
    };
    const written = Object.entries(settings).filter(([, value]) => value !== undefined);
    return { project: this.#billing.id, replaceExisting, ...Object.fromEntries(written) };
  }

  get wanted(): Target[] {
    return [...new Set([...this.#crowd, ...this.#mentions.map(({ target }) => target)])];
  }

  get managesPermissions(): boolean {
    return this.wanted.some((target) => this.giftFor(target) !== undefined) || this.#program.preset !== undefined;
  }

  /** What is declared for it. Its first mention decides: two that differ are refused. */
  giftFor(target: Target): Gift {
    return this.#mentions.find((mention) => mention.target === target)?.gift ?? this.#program.preset;
  }

  /** Whether the program names something by an address that leads out of its namespace today. */
  get namesMoved(): boolean {
    return this.#mentions.some(({ target: { moved, addresses }, form }) => moved && addresses[form] === moved);
  }

  /** Whether the entry may have to stay for a target of the program that nobody can find: above it or below it, or its path is unknown. */
  mayStayFor(entry: Target): boolean {
    return this.#mentions
      .filter(({ target }) => !target.reachable)
      .some(({ form, target }) => {
        if (target.kind === "project" && entry.kind === "project") return false;
        if (typeof target.addresses[form] === "number") return true;
        return (
          (entry.kind === "group" && isBelow(target, entry)) || (target.kind === "group" && isBelow(entry, target))
        );
      });
  }

  /**
   * Whether the entry may have to wait for a target of the program that nobody can find, and that is to have other permissions; or for an
   * entry below it that waits.
   */
  mayWait(entry: Target): boolean {
    if (entry.kind !== "group") return false;
    const isOther = (target: Target) =>
      !samePermissions(this.giftFor(target) ?? "default", this.giftFor(entry) ?? "default");
    const isUnseen = this.#mentions.some(
      ({ form, target }) =>
        !target.reachable && isOther(target) && (typeof target.addresses[form] === "number" || isBelow(target, entry)),
    );
    return isUnseen || this.wanted.some((target) => isBelow(target, entry) && isOther(target) && this.mayWait(target));
  }

  /**
   * What the program lets do, as it may come about. What its user can't see is let in by what covers it, and so keeps its access in a list
   * that is closed already; where the run closes it, nothing can let it in. Where only addresses that it has left name it, nobody can tell
   * that the list has it.
   */
  promisedIn(found: Found): Reach {
    return this.#reach(
      found,
      (target) => this.#gitlab.sees(target) || (found.wasClosed && this.#isNamedNow(target)),
      (a, b) => a & b,
    );
  }

  /** All that the program lets do. */
  invitedIn(found: Found): Reach {
    return this.#reach(
      found,
      () => true,
      (a, b) => a | b,
    );
  }

  /** What hides a listed target, or shows through where none is, may be an entry that stays. */
  #reach(found: Found, counts: (target: Target) => boolean, both: (a: number, b: number) => number): Reach {
    const all = this.#gitlab.all;
    const callers = [...all.filter(({ kind }) => kind === "project"), this.#gitlab.outsider];
    const wanted = this.wanted.filter((target) => target.exists && counts(target));
    const others = found.staying.filter((target) => !this.wanted.includes(target));
    const unmanaged = others.filter(({ kind }) => !this.manages(kind));
    const isClosed = this.#program.enabled ?? found.wasClosed; // Nobody else pushes to an open project.
    const push = isClosed && this.#program.push.map((declared, index) => declared ?? found.push[index]).every(Boolean);
    const declared = [...wanted, ...unmanaged].map((target) => this.#opening(target, found));
    const stays = others.map((target) => this.#opening(target, found));
    return join(reachOf(callers, declared, push), reachOf(callers, [...declared, ...stays], push), both);
  }

  /** Whether the program names it by its id or by its path of today. */
  #isNamedNow(target: Target): boolean {
    const written = this.#mentions.filter((mention) => mention.target === target);
    const isNow = (address: number | string = "") => moveOf(address, target.path) === undefined;
    return this.#crowd.includes(target) || written.some(({ form }) => isNow(target.addresses[form]));
  }

  manages(kind: Target["kind"]): boolean {
    return this.#program[kind === "project" ? "projects" : "groups"] !== undefined;
  }

  #opening(target: Target, { gifts }: Found): Opening {
    const { kind, path } = target;
    const declared = this.wanted.includes(target) ? this.giftFor(target) : undefined;
    return { kind, path, permissions: declared ?? gifts[path] ?? "default" };
  }

  #elements(kind: Target["kind"]): unknown[] {
    return this.#mentions
      .filter(({ target }) => target.kind === kind)
      .map(({ target, form }) => {
        const address = target.addresses[form] ?? target.addresses[0];
        const { gift } = this.#mentions.find((mention) => mention.target === target) ?? {};
        return gift === undefined ? address : { [kind]: address, permissions: gift };
      });
  }

  get #mentions(): { target: Target; form: number; gift: Gift }[] {
    const { projects = [], groups = [] } = this.#program;
    const meant = (kind: Target["kind"]) => (mention: Mention) => ({ ...mention, target: this.#meant(kind, mention) });
    return [...projects.map(meant("project")), ...groups.map(meant("group"))];
  }

  get #crowd(): Target[] {
    const { projects, crowd } = this.#program;
    return projects === undefined ? [] : this.#gitlab.crowd.slice(crowd.from, crowd.from + crowd.count);
  }

  #meant(kind: Target["kind"], { what, reachable }: Mention): Target {
    const ofKind = this.#gitlab.targets.filter((target) => target.kind === kind && target.reachable === reachable);
    const target = ofKind[what % ofKind.length];
    if (target === undefined) throw new Error(`there is no ${kind} to mean`);
    return target;
  }
}
