import type { PolicyResource } from "@pulumi/policy";
import type * as gitlab from "pulumi-gitlab-ci-access";
import { type Declared, isAccessType } from "../../provider/domain/access";
import { IdentityBook, type Instance, instanceBehind, type Mention, mention } from "../../provider/domain/identity";
import type { TypeName } from "../../provider/domain/kinds";
import { type AsOurs, asOurs, isLikeOurs } from "../../provider/domain/pulumi-gitlab";
import { plain } from "./known";

/** What a rule speaks about. Both a resource policy's arguments and a resource of a stack have it. */
export type Subject = Pick<PolicyResource, "name" | "props" | "type" | "urn">;

/** The inputs of a resource by the names that its class has; beside them the outputs, as far as the state knows them. */
export type InputsOf<Name extends TypeName> = Readonly<
  Partial<Record<keyof InstanceType<(typeof gitlab)[Name]>, unknown>>
>;

/**
 * How a rule says "only for type X": the inputs of a resource of one of these types, else nothing. What pulumi-gitlab declares by a type of
 * its own counts as ours, with its inputs by our names.
 */
export function inputsOf<Name extends TypeName>(
  { type, props }: Pick<Subject, "props" | "type">,
  ...names: readonly Name[]
): InputsOf<Name> | undefined {
  const found = readOf({ type, props });
  // The names of a class's inputs are no more than a help for who reads them; what they hold is whatever the engine sends.
  return names.some((name) => name === found?.name) ? (found?.inputs as InputsOf<Name> | undefined) : undefined;
}

/** What a resource says of access; nothing where its type says nothing of that. */
export function declaredBy<Source extends Subject>(
  source: Source,
  instance: Instance = instanceBehind(""),
): Declared<Source>[] {
  const found = readOf(source);
  if (found === undefined || !isAccessType(found.name)) return [];
  const { name: type, inputs } = found;
  return [{ type, inputs, outputs: inputs, instance, source }];
}

/** Returns whether a preview knows any property. Of a resource whose provider is not known yet, the engine shows none. */
export function isShown({ props }: Pick<Subject, "props">): boolean {
  return "project" in props || "projectId" in props;
}

/** The items of a list. One that is not known yet, or not there, has none to tell. */
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

/** The ids and paths of what a resource is about. The path that GitLab gave counts in place of one that was written and led there. */
export function addressesOf(resource: Pick<Subject, "props" | "type">): readonly string[] {
  const owners = ownersOf(resource);
  const book = new IdentityBook(owners);
  return owners.flatMap((owner) => Object.values(book.namesOf(owner)).filter((name) => name !== undefined));
}

function readOf({ type, props }: Pick<Subject, "props" | "type">): AsOurs | undefined {
  return isLikeOurs(type) ? asOurs(type, plain(props)) : undefined;
}
