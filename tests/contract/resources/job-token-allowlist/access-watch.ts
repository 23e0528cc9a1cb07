import type { RecordedRequest } from "../../../../simulator";
import { isWrite } from "../../../support/gitlab/is-write";
import type { ManualChange } from "./list-history";
import { isBelow, type Target } from "./list-world";
import { EVERYTHING, join, type Reach, textsOf } from "./reach";

interface Expected {
  /** What the program lets do, as far as the run can know it: who may do it already may do it all the time. */
  readonly promised: Reach;
  /** What the program lets do: nobody may do anything else. */
  readonly invited: Reach;
  readonly wasClosed: boolean;
  /** Whether the program lets everybody in. */
  readonly mayOpen: boolean;
}

/** Records after every request what everybody may do, and lets people change the list by hand between two requests. */
export class AccessWatch {
  readonly #samples: Reach[];
  #excused: Reach = new Map();
  /** What people may have let in, also where nothing shows of it until the run closes the project or a nearer entry goes. */
  #welcomedByHand: Reach = new Map();
  readonly #removedByHand = new Set<Target>();
  readonly #addedByHand = new Set<Target>();
  readonly #permittedByHand = new Set<Target>();
  /** What the run changed, and how many more may push since. */
  readonly #writes: { readonly name: string; readonly pushes: number }[] = [];
  #toggledByHand = false;
  #sightChanged = false;
  #count = 0;

  readonly #look: () => Reach;
  readonly #targets: readonly Target[];

  constructor(look: () => Reach, targets: readonly Target[]) {
    this.#look = look;
    this.#targets = targets;
    this.#samples = [look()];
  }

  async afterRequest(
    request: RecordedRequest,
    due: (count: number) => ManualChange[],
    act: (change: ManualChange) => Promise<Target | undefined>,
  ): Promise<void> {
    const before = this.#samples.at(-1);
    const after = this.#look();
    this.#samples.push(after);
    if (request.user === "root") return this.#excuse(before ?? after, after);
    if (isWrite(request))
      this.#writes.push({ name: nameOf(request), pushes: pushesIn(after) - pushesIn(before ?? after) });
    const manualChanges = due(this.#count);
    this.#count += 1;
    for (const change of manualChanges) await this.#letChange(change, act);
  }

  seen({ promised, invited, mayOpen, wasClosed }: Expected) {
    const last = this.#look();
    const first = this.#samples[0] ?? last;
    const samples = [...this.#samples, last];
    // Nobody can keep a promise while people take away what it reckons with.
    const isHindered = this.#removedByHand.size + this.#permittedByHand.size > 0 || (this.#sightChanged && !wasClosed);
    const owed = without(join(first, isHindered ? last : join(last, promised, or), and), this.#excused);
    const welcome = [invited, this.#excused, this.#welcomedByHand].reduce((all, more) => join(all, more, or), first);
    const isOpen = mayOpen || this.#toggledByHand;
    return {
      interrupted: [...new Set(samples.flatMap((sample) => textsOf(without(owed, sample))))],
      intruders: isOpen ? [] : [...new Set(samples.flatMap((sample) => textsOf(without(sample, welcome))))],
      untimelyPush: this.#untimelyPush,
      removedByHand: this.#removedByHand,
      addedByHand: this.#addedByHand,
      permittedByHand: this.#permittedByHand,
      toggledByHand: this.#toggledByHand,
    };
  }

  /** The changes after pushes were let in by their settings, and those before they were turned off by them. */
  get #untimelyPush(): string[] {
    const isSetting = ({ name }: { name: string }) => name === SETTINGS;
    const opened = this.#writes.findIndex((write) => isSetting(write) && write.pushes > 0);
    const closed = this.#writes.findLastIndex((write) => isSetting(write) && write.pushes < 0);
    const late = opened < 0 ? [] : this.#writes.slice(opened);
    return [...this.#writes.slice(0, Math.max(0, closed)), ...late]
      .filter((write) => !isSetting(write))
      .map(({ name }) => name);
  }

  /** What was given or taken by hand is no concern of the run. */
  #excuse(before: Reach, after: Reach): void {
    const changed = join(before, after, (a, b) => a ^ b);
    this.#excused = join(changed, this.#excused, or);
  }

  #welcome(target: Target): void {
    const projects = this.#targets.filter(({ kind }) => kind === "project");
    const comeIn = projects.filter((one) => one === target || isBelow(one, target));
    this.#welcomedByHand = new Map([...this.#welcomedByHand, ...comeIn.map(({ id }) => [id, EVERYTHING] as const)]);
  }

  async #letChange(change: ManualChange, act: (change: ManualChange) => Promise<Target | undefined>): Promise<void> {
    const target = await act(change);
    if (target !== undefined && change.do !== "remove") this.#welcome(target);
    if (change.do === "toggle") this.#toggledByHand = true;
    else if (change.do === "sight") this.#sightChanged = true;
    else if (change.do === "permit" && target !== undefined) this.#permittedByHand.add(target);
    else if (target !== undefined) (change.do === "add" ? this.#addedByHand : this.#removedByHand).add(target);
  }
}

const SETTINGS = "mutation projectCiCdSettingsUpdate";

function nameOf({ method, path, operation }: RecordedRequest): string {
  return operation ?? `${method} ${path}`;
}

function pushesIn(reach: Reach): number {
  return textsOf(reach).filter((text) => text.endsWith(" push")).length;
}

const and = (a: number, b: number) => a & b;
const or = (a: number, b: number) => a | b;

function without(reach: Reach, other: Reach): Reach {
  return join(reach, other, (a, b) => a & ~b);
}
