import { Access } from "../../provider/domain/access/access";
import type { Entry } from "../../provider/domain/access/declared";
import { isNumericId } from "../../provider/domain/address";
import { type Mention, UNKNOWN } from "../../provider/domain/identity";
import { declaredBy, type Subject } from "./resource";

/** A project or a group among the inputs of a resource. A rule for single resources sees inputs only, no outputs. */
export interface Named {
  readonly input: "project" | Entry<unknown>["input"];
  readonly kind: Mention["kind"];
  readonly written: Mention["written"];
  /** Undefined for an id or a value that is not known yet. */
  readonly path: string | undefined;
}

/** The projects and groups that a resource lets in, by an entry or by a list. A list that is not known yet is one unknown target. */
export function targetsOf(resource: Subject): readonly Named[] {
  const { entries, lists } = new Access(declaredBy(resource));
  const unread = lists.filter(({ hidden }) => hidden !== undefined);
  return [
    ...entries.map(({ input, target }) => named(input, target)),
    ...unread.map(({ input, kind }): Named => ({ input, kind, written: UNKNOWN, path: undefined })),
  ];
}

/** All addresses among the inputs of an access resource. */
export function addressesIn(resource: Subject): readonly Named[] {
  const { all } = new Access(declaredBy(resource));
  return [...all.map(({ project }) => named("project", project)), ...targetsOf(resource)];
}

function named(input: Named["input"], { kind, written }: Mention): Named {
  return { input, kind, written, path: typeof written === "string" && !isNumericId(written) ? written : undefined };
}
