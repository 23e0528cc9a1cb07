import { randomBytes } from "node:crypto";

/**
 * Who made it: the declaration (`__key`) and the attempt of it, at the end of a text that GitLab keeps with the thing. What has a secret
 * and no natural key carries one, so that a thing whose secret was lost can be told from everybody else's of the same name.
 */
export interface Mark {
  readonly key: string;
  readonly attempt: string;
}

/** A declaration as `converge` sees it. */
export interface Owner extends Mark {
  /** Was made by this very attempt. */
  isOwn(mark: Mark | undefined): boolean;
  /** Was made by an attempt of this declaration that the state, as far as this run has met it, does not know. */
  isOrphan(mark: Mark | undefined): boolean;
}

const MARK = / ?\[pulumi:(?<key>[\da-f]{12}):(?<attempt>[\da-f]{8})\]$/;
const MARK_LENGTH = " [pulumi:0123456789ab:01234567]".length;

export function newAttempt(): string {
  return randomBytes(4).toString("hex");
}

/** What is left of GitLab's limit for the user's own words. */
export function roomBeside(limit: number): number {
  return limit - MARK_LENGTH;
}

export function withMark(text: string | undefined, { key, attempt }: Mark): string {
  const mark = `[pulumi:${key}:${attempt}]`;
  return text === undefined || text === "" ? mark : `${text} ${mark}`;
}

/** The user's own words. Nothing and an empty text are the same. */
export function withoutMark(text: string | null | undefined): string | undefined {
  return text?.replace(MARK, "") || undefined;
}

export function markIn(text: string | null | undefined): Mark | undefined {
  const found = MARK.exec(text ?? "")?.groups;
  return found?.key === undefined || found.attempt === undefined
    ? undefined
    : { key: found.key, attempt: found.attempt };
}

/**
 * The attempts that this run has met in the state. Where an input replaces a thing, Pulumi makes the new one while the old one is still in
 * use, and tells `create` nothing of it; the old inputs that `check` was given before name its attempt. With `--replace` there are none:
 * so what earlier attempts have left is removed only once the new thing is there.
 */
export class Owners {
  private readonly inState = new Map<string, Set<string>>();

  meet({ key, attempt }: Mark): void {
    this.inState.set(key, (this.inState.get(key) ?? new Set()).add(attempt));
  }

  owner({ key, attempt }: Mark): Owner {
    const known = this.inState.get(key);
    const isOwn = (mark: Mark | undefined) => mark?.key === key && mark.attempt === attempt;
    const isOrphan = (mark: Mark | undefined) =>
      isOwn(mark) || (mark?.key === key && known?.has(mark.attempt) !== true);
    return { key, attempt, isOwn, isOrphan };
  }
}
