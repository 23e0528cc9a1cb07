import type { PolicyResource } from "@pulumi/policy";
import { GroupAllowlistEntry, JobTokenAllowlist, JobTokenScope, ScopeAllowlistEntry } from "pulumi-gitlab-ci-access";
import { canonical } from "../../provider/domain/address";
import { type CannotTell, cannotTell, known } from "./known";

/** An address among the inputs of a resource: as it was written, in which input, and of what. */
export interface Written {
  readonly input: "groups" | "project" | "projects" | "targetGroup" | "targetProject";
  readonly kind: "group" | "project";
  readonly address: CannotTell | string;
}

/** All the entries of a kind that a list declares. One that is not known yet as a whole stands as one target that is not, and may be empty. */
export interface WrittenList {
  readonly kind: "group" | "project";
  readonly isKnown: boolean;
  readonly targets: readonly Written[];
}

/** A resource policy's arguments and a resource of a stack have it. */
type Inputs = Pick<PolicyResource, "isType" | "props">;

/** The project that a resource opens or closes; nothing for a resource that does neither. */
export function projectIn({ isType, props }: Inputs): Written | undefined {
  const isOne = isType(JobTokenScope) || isType(JobTokenAllowlist);
  const isOfOne = isType(ScopeAllowlistEntry) || isType(GroupAllowlistEntry);
  return isOne || isOfOne ? written("project", "project", known(props, "project")) : undefined;
}

/** Does a preview know any property? Of a resource whose provider is not known yet, the engine shows none. */
export function isShown({ props }: Pick<Inputs, "props">): boolean {
  return known(props, "project") !== undefined;
}

/** Whom a single entry lets in. */
export function targetIn({ isType, props }: Inputs): Written | undefined {
  if (isType(ScopeAllowlistEntry)) return written("targetProject", "project", known(props, "targetProject"));
  if (isType(GroupAllowlistEntry)) return written("targetGroup", "group", known(props, "targetGroup"));
  return undefined;
}

/** The lists that a resource manages: of projects, of groups, or of both. */
export function listsIn({ isType, props }: Inputs): readonly WrittenList[] {
  if (!isType(JobTokenAllowlist)) return [];
  return [listIn(props, "projects", "project"), listIn(props, "groups", "group")].filter((list) => list !== undefined);
}

/** Everybody whom a resource lets in, by an entry or by a list. */
export function targetsIn(resource: Inputs): readonly Written[] {
  const target = targetIn(resource);
  return target === undefined ? listsIn(resource).flatMap(({ targets }) => targets) : [target];
}

function listIn(
  props: Inputs["props"],
  input: "groups" | "projects",
  kind: WrittenList["kind"],
): WrittenList | undefined {
  const list: unknown = known(props, input);
  if (list === cannotTell) return { kind, isKnown: false, targets: [written(input, kind, list)] };
  if (!Array.isArray(list)) return undefined;
  // Read one by one: an element that is not known yet throws, and so would every method of the array that meets it.
  const targets = Array.from({ length: list.length }, (_, index) => written(input, kind, known(list, index)));
  return { kind, isKnown: true, targets };
}

function written(input: Written["input"], kind: Written["kind"], address: unknown): Written {
  const isThere = typeof address === "number" || typeof address === "string";
  return { input, kind, address: isThere ? canonical(address) : cannotTell };
}
