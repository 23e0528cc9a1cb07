import type { Client } from "../http/client";
import { isDoubtful, isNotFound, isRefusal, isUnsettled } from "../http/errors";
import { type Allowlist, addToAllowlist, listAllowlist, removeFromAllowlist } from "./job-token-scope";
import { settle } from "./settle";

/** How old a shared list may be when it answers a read. All reads of one refresh begin within seconds of each other. */
const SHARED_FOR_MS = 60_000;

interface SharedList {
  readonly readAt: number;
  readonly ids: Promise<Map<string, string | undefined>>;
}

/** The allowlists of all projects: reads are shared by all entries of a list, writes are settled by looking at it. */
export class Allowlists {
  private readonly shared = new Map<string, SharedList>();
  /** About how long each list is: its pages can then be read at the same time. */
  private readonly lengths = new Map<string, number>();

  constructor(
    private readonly client: Client,
    private readonly now: () => number,
  ) {}

  /** Is the target listed? One listing serves all who ask within a minute; known writes keep it right. */
  async has(list: Allowlist, targetId: string): Promise<boolean> {
    const known = this.shared.get(keyOf(list));
    const fresh = known !== undefined && this.now() - known.readAt < SHARED_FOR_MS ? known : this.read(list);
    return (await fresh.ids).has(targetId);
  }

  /** The ids that are listed now, each with its path, if GitLab tells. `expected` is how many a state knows of. */
  async entries(list: Allowlist, expected?: number): Promise<ReadonlyMap<string, string | undefined>> {
    return new Map(await this.read(list, expected).ids);
  }

  /** Puts the target in and leaves every doubt to the one who reads the list afterwards. */
  async post(list: Allowlist, targetId: string): Promise<void> {
    await this.unshared(list, 1, () => addToAllowlist(this.client, list, targetId));
  }

  /** Takes the target out, likewise. */
  async delete(list: Allowlist, targetId: string): Promise<void> {
    await this.unshared(list, -1, () => removeFromAllowlist(this.client, list, targetId));
  }

  /**
   * Puts the target in. Posts first, because most are not there; GitLab refuses what is listed with a 400 that says many things,
   * and a lost answer says nothing, so in both cases the list decides.
   */
  add(list: Allowlist, targetId: string): Promise<"added" | "already there"> {
    return settle<"added" | "already there">({
      isDoubtful,
      act: async () => {
        await addToAllowlist(this.client, list, targetId);
        this.amend(list, (ids) => ids.set(targetId, undefined));
        return "added";
      },
      look: async (doubt, attempt) => {
        if (await this.looked(list, targetId)) return isRefusal(doubt) && attempt === 1 ? "already there" : "added";
        if (isRefusal(doubt)) throw doubt;
        return undefined;
      },
    });
  }

  /** Takes the target out. GitLab answers 400 for a target that is not listed and 404 for one that is gone: the list decides. */
  async remove(list: Allowlist, targetId: string): Promise<void> {
    try {
      await removeFromAllowlist(this.client, list, targetId);
      this.amend(list, (ids) => ids.delete(targetId));
    } catch (error) {
      if (isUnsettled(error)) this.shared.delete(keyOf(list)); // Nobody knows what it holds now.
      if (!isRefusal(error) && !isNotFound(error)) throw error;
      if (await this.isStillListed(list, targetId)) throw error;
    }
  }

  private async unshared(list: Allowlist, lengthensBy: number, change: () => Promise<void>): Promise<void> {
    const key = keyOf(list);
    try {
      await change();
      this.lengths.set(key, (this.lengths.get(key) ?? 0) + lengthensBy);
    } finally {
      this.shared.delete(key);
    }
  }

  /** Where the project itself is gone, nothing is listed. */
  private async isStillListed(list: Allowlist, targetId: string): Promise<boolean> {
    try {
      return await this.looked(list, targetId);
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  private async looked(list: Allowlist, targetId: string): Promise<boolean> {
    return (await this.read(list).ids).has(targetId);
  }

  private read(list: Allowlist, expected?: number): SharedList {
    const key = keyOf(list);
    const ids = listAllowlist(this.client, list, this.lengths.get(key) ?? expected);
    const reading: SharedList = { readAt: this.now(), ids };
    this.shared.set(key, reading);
    ids.then(
      ({ size }) => this.lengths.set(key, size),
      () => {
        if (this.shared.get(key) === reading) this.shared.delete(key);
      },
    );
    return reading;
  }

  /** Also a list that is being read at this moment gets the change: whether the reading saw it or not, the result is the same. */
  private amend(list: Allowlist, change: (ids: Map<string, string | undefined>) => void): void {
    const key = keyOf(list);
    const changed = (ids: Map<string, string | undefined>) => {
      change(ids);
      this.lengths.set(key, ids.size);
    };
    this.shared.get(key)?.ids.then(changed, () => undefined); // A failed reading has been dropped already.
  }
}

function keyOf({ projectId, kind }: Allowlist): string {
  return `${projectId}:${kind}`;
}
