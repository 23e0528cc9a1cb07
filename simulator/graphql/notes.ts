import type { ASTNode, ConstDirectiveNode } from "graphql";

/** What the SDL says of a field or value beside GraphQL's own directives: `@since(release: "19.1")`. */
function find(node: ASTNode, name: string): ConstDirectiveNode | undefined {
  const directives = "directives" in node ? (node.directives ?? []) : [];
  return directives.find((each): each is ConstDirectiveNode => each.name.value === name);
}

export function hasNote(node: ASTNode, directive: string): boolean {
  return find(node, directive) !== undefined;
}

/** The value of a note's argument, if the note is there. */
export function noteIn(node: ASTNode, directive: string, argument: string): string | undefined {
  const value = find(node, directive)?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value !== undefined && "value" in value ? String(value.value) : undefined;
}
