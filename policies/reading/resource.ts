import type { PolicyResource } from "@pulumi/policy";
import type * as gitlab from "pulumi-gitlab-ci-access";
import { type Declared, isAccessType } from "../../provider/domain/access/declared";
import { IdentityBook, type Instance, instanceBehind, type Mention, mention } from "../../provider/domain/identity";
import { type TypeName, typeNameOf } from "../../provider/domain/kinds";
import { type AsOurs, asOurs, isLikeOurs } from "../../provider/domain/pulumi-gitlab";
import { plain } from "./known";

/** The resource that a rule judges: the arguments of a resource policy, or a resource of a stack. */
export type Subject = Pick<PolicyResource, "name" | "props" | "type" | "urn">;

/** A resource's inputs by the names of its class, and its outputs as far as the state has them. */
export type InputsOf<Name extends TypeName> = Readonly<
  Partial<Record<keyof InstanceType<(typeof gitlab)[Name]>, unknown>>
>;

/**
 * Returns the inputs of a resource of one of these types, else undefined. Every rule says "only for type X" in this way. Resources of
 * pulumi-gitlab that mean the same count as ours, with their inputs by our names.
 */
export function inputsOf<Name extends TypeName>(
  { type, props }: Pick<Subject, "props" | "type">,
  ...names: readonly Name[]
): InputsOf<Name> | undefined {
  const ours = typeNameOf(type);
  // Most resources are none of these types: properties are read of those only that may be.
  if (ours !== undefined && !names.some((name) => name === ours)) return undefined;
  const found = readOf({ type, props });
  // The keys are typed for the reader's sake. The values are unknown, so the cast promises nothing about them.
  return names.some((name) => name === found?.name) ? (found?.inputs as InputsOf<Name> | undefined) : undefined;
}

/** What a resource declares about access; empty for other types. */
export function declaredBy<Source extends Subject>(
  source: Source,
  instance: Instance = instanceBehind(""),
): Declared<Source>[] {
  const found = readOf(source);
  if (found === undefined || !isAccessType(found.name)) return [];
  const { name: type, inputs } = found;
  return [{ type, inputs, outputs: inputs, instance, source }];
}

/** Returns whether the engine shows any property. It shows none while the resource's provider is not known yet. */
export function isShown({ props }: Pick<Subject, "props">): boolean {
  return "project" in props || "projectId" in props;
}

/** The items of a list; none if it is missing or not known yet. */
export function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

/** The projects and groups that a resource is about. */
export function ownersOf(
  resource: Pick<Subject, "props" | "type">,
  instance: Instance = instanceBehind(""),
): readonly Mention[] {
  const inputs = readOf(resource)?.inputs ?? {};
  return (["project", "group"] as const).flatMap((kind) => {
    if (inputs[kind] === undefined || inputs[kind] === null) return [];
    const facts = { instance, id: inputs[`${kind}Id`], realPath: inputs[`${kind}Path`] };
    return [mention(kind, inputs[kind], facts)];
  });
}

/** The ids and paths of what a resource is about. Where the state has GitLab's own path, that path replaces the written one. */
export function addressesOf(resource: Pick<Subject, "props" | "type">): readonly string[] {
  const owners = ownersOf(resource);
  const book = new IdentityBook(owners);
  return owners.flatMap((owner) => Object.values(book.namesOf(owner)).filter((name) => name !== undefined));
}

function readOf({ type, props }: Pick<Subject, "props" | "type">): AsOurs | undefined {
  return isLikeOurs(type) ? asOurs(type, plain(props)) : undefined;
}
