import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { MAXIMUM_PAGE } from "./connections";
import { hasNote, noteIn } from "./notes";

type Variables = Readonly<Record<string, unknown>>;

/** What one operation asks for, with the values of its variables. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

/** Scores an operation as GitLab does: app/graphql/types/base_field.rb, app/graphql/resolvers/base_resolver.rb. */
export class Complexity {
  readonly #asked: Asked;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#fragments = new Map(
      asked.document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
  }

  score(): number {
    return this.#scoreOf(this.#root(), [this.#asked.operation.selectionSet]);
  }

  /** How many fields lie within each other. */
  depth(): number {
    return this.#depthOf(this.#asked.operation.selectionSet);
  }

  #root(): GraphQLCompositeType {
    const { schema, operation } = this.#asked;
    const root = schema.getRootType(operation.operation);
    if (!root) throw new Error(`The schema has no ${operation.operation}.`);
    return root;
  }

  /** Of what an abstract type may be, the one that costs most counts. */
  #scoreOf(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): number {
    const possible = isAbstractType(type) ? this.#asked.schema.getPossibleTypes(type) : [type];
    return Math.max(0, ...possible.map((each) => this.#scoreOn(each, sets)));
  }

  #scoreOn(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): number {
    const byKey = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, byKey);
    return [...byKey.values()].reduce((sum, nodes) => sum + this.#scoreOfField(type, nodes), 0);
  }

  /** The same field asked for twice is one. */
  #collect(type: GraphQLCompositeType, set: SelectionSetNode, byKey: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        byKey.set(key, [...(byKey.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment && this.#applies(type, condition)) this.#collect(type, fragment.selectionSet, byKey);
    }
  }

  #applies(type: GraphQLCompositeType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.#asked.schema.getType(condition);
    return isObjectType(type) && isAbstractType(wanted) && this.#asked.schema.isSubType(wanted, type);
  }

  #scoreOfField(parent: GraphQLCompositeType, nodes: readonly FieldNode[]): number {
    const [node] = nodes;
    const field = node && this.#definition(parent, node);
    if (!field) return 0;
    const type = getNamedType(field.type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const children = isCompositeType(type) ? this.#scoreOf(type, sets) : 0;
    const definition = field.astNode;
    if (!definition || !hasNote(definition, "resolver")) return children + 1;
    const args = getArgumentValues(field, node, this.#asked.variables);
    const extra = Number(noteIn(definition, "resolver", "extra") ?? 0);
    const base = children + 1 + (args.sort ? 1 : 0) + (args.search ? 5 : 0) + extra;
    return Math.trunc(type.name.endsWith("Connection") ? base * (1 + pageSize(field, args) / 100) : base);
  }

  #definition(parent: GraphQLCompositeType, node: FieldNode): GraphQLField<unknown, unknown> | undefined {
    const name = node.name.value;
    const meta = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].find((each) => each.name === name);
    if (meta) return meta;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  #depthOf({ selections }: SelectionSetNode): number {
    const depths = selections.map((selection) => {
      if (selection.kind === Kind.FIELD)
        return 1 + (selection.selectionSet ? this.#depthOf(selection.selectionSet) : 0);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      return fragment ? this.#depthOf(fragment.selectionSet) : 0;
    });
    return Math.max(0, ...depths);
  }
}

function pageSize(field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>): number {
  const maximum = Number((field.astNode && noteIn(field.astNode, "page", "maximum")) ?? MAXIMUM_PAGE);
  const given = [args.first, args.last].filter((each): each is number => typeof each === "number");
  return Math.min(maximum, ...given);
}
