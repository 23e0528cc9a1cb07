import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  isUnionType,
  Kind,
  parse,
  visit,
} from "graphql";
import type { Release } from "../model/release";
import type { Context, SchemaPart } from "./context";
import { hasNote, noteIn } from "./notes";
import { allowlists } from "./types/allowlist";
import { authLogs } from "./types/auth-log";
import { ciCdSettings } from "./types/ci-cd-settings";
import { groups } from "./types/group";
import { mutations } from "./types/mutations";
import { pipelineTriggers } from "./types/pipeline-trigger";
import { projects } from "./types/project";
import { query } from "./types/query";
import { runners } from "./types/runner";
import { count, makeScalarsTexts, shared } from "./types/shared";
import { users } from "./types/user";
import { variables } from "./types/variable";

const PARTS: readonly SchemaPart[] = [
  shared,
  query,
  mutations,
  projects,
  groups,
  ciCdSettings,
  allowlists,
  authLogs,
  runners,
  pipelineTriggers,
  variables,
  users,
];

interface Shape {
  readonly release: Release;
  /** Leaves out what GitLab will remove; what it calls an experiment stays. */
  readonly withoutDeprecated: boolean;
}

/** The part of GitLab's schema that is simulated, as a release has it. */
export function buildSchema(shape: Shape): GraphQLSchema {
  const sdl = PARTS.map(({ sdl }) => (typeof sdl === "string" ? sdl : sdl(shape.release))).join("\n");
  const schema = buildASTSchema(shaped(parse(sdl), shape), { assumeValidSDL: true });
  for (const part of PARTS) attach(schema, part);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && type.astNode) makeScalarsTexts(type);
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) withTroubles(field);
  }
  return schema;
}

/** The notes that the SDL carries beside GraphQL's own directives. */
function shaped(document: DocumentNode, { release, withoutDeprecated }: Shape): DocumentNode {
  return visit(document, {
    enter: (node) => {
      if (!("directives" in node) || node.directives === undefined) return undefined;
      const since = noteIn(node, "since", "release");
      if (since !== undefined && !release.isAtLeast(since)) return null;
      if (withoutDeprecated && hasNote(node, "deprecated")) return null;
      const milestone = noteIn(node, "experiment", "milestone");
      if (milestone === undefined || hasNote(node, "deprecated")) return undefined;
      return { ...node, directives: [...node.directives, experimental(milestone)] };
    },
  });
}

/** GitLab shows its experiments as deprecated, and says what they are. */
function experimental(milestone: string): ConstDirectiveNode {
  const reason = `**Status**: Experiment. Introduced in GitLab ${milestone}.`;
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: "deprecated" },
    arguments: [
      { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "reason" }, value: { kind: Kind.STRING, value: reason } },
    ],
  };
}

function attach(schema: GraphQLSchema, { resolvers = {}, unions = {} }: SchemaPart): void {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`The schema has no type ${name}.`);
    for (const [field, resolve] of Object.entries(fields)) {
      // What the release doesn't have is no part of its schema.
      const definition = type.getFields()[field];
      if (definition) definition.resolve = resolve as NonNullable<typeof definition.resolve>;
    }
  }
  for (const [name, typeOf] of Object.entries(unions)) {
    const type = schema.getType(name);
    if (isUnionType(type)) type.resolveType = typeOf;
  }
}

/** Lets the fault that is played strike every field; counts of connections need no resolver of their own. */
function withTroubles(field: GraphQLField<unknown, Context>): void {
  const counts = field.name === "count" && field.args.some(({ name }) => name === "limit");
  const resolve = field.resolve ?? (counts ? countOf : undefined);
  field.resolve = (source, args, context, info) =>
    context.troubles.around(info, () =>
      resolve ? resolve(source, args, context, info) : Object(source)[info.fieldName],
    );
}

const countOf: NonNullable<GraphQLField<unknown, Context>["resolve"]> = (source, args) => count(Object(source), args);
