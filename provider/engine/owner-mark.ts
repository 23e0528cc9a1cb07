import { randomBytes } from "node:crypto";

/**
 * The declaration (`__key`) that asked for a thing, and the attempt. The mark ends a text that GitLab keeps with the thing. A thing with a
 * secret and without a natural key carries one, so that it can be told from other people's things of the same name.
 */
export interface Mark {
  readonly key: string;
  readonly attempt: string;
}

const MARK = / ?\[pulumi:(?<key>[\da-f]{12}):(?<attempt>[\da-f]{8})\]$/;
const MARK_LENGTH = " [pulumi:0123456789ab:01234567]".length;

/** A number that no other process has drawn. */
export function newAttempt(): string {
  return randomBytes(4).toString("hex");
}

/** The length of GitLab's limit that the mark leaves for the user's own text. */
export function roomBeside(limit: number): number {
  return limit - MARK_LENGTH;
}

export function withMark(text: string | undefined, { key, attempt }: Mark): string {
  const mark = `[pulumi:${key}:${attempt}]`;
  return text === undefined || text === "" ? mark : `${text} ${mark}`;
}

/** Returns the user's own text. An absent text and an empty one are the same. */
export function withoutMark(text: string | null | undefined): string | undefined {
  return text?.replace(MARK, "") || undefined;
}

export function markIn(text: string | null | undefined): Mark | undefined {
  const found = MARK.exec(text ?? "")?.groups;
  return found?.key === undefined || found.attempt === undefined
    ? undefined
    : { key: found.key, attempt: found.attempt };
}
