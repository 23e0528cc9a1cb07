import { notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { boolean, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type Route, route, type SignedCall } from "../../grape/router";
import { isLicensed } from "../../model/edition";
import { AccessLevel } from "../../model/members";
import type { Variable, VariableOwner } from "../../model/variables";
import { requireAdmin, requireLevel, requireOpenGroup } from "../access";
import { findGroup, findProject } from "../addresses";
import { requireUnmodified } from "../preconditions";
import { changeVariable, createVariable, removeVariable } from "./operations";
import { presentInstanceVariable, presentVariable } from "./presentation";
import { filterParam, findVariable, scopedParams, variableParams } from "./rules";

/** The three places that have variables; their endpoints differ in little. */
interface Owner {
  readonly path: `/${string}`;
  /** In "404 … Not Found". */
  readonly noun: string;
  /** Asks for the role and says whose variables these are; runs before parameters are looked at. */
  readonly owner: (call: SignedCall) => VariableOwner;
  readonly present: (variable: Variable) => unknown;
  /** Whether a change with an ambiguous key falls on the first variable of that key instead of being refused. */
  readonly changesFirst: boolean;
  /** Whether an environment scope is taken; where it is not, it is dropped without a word. */
  readonly takesScope: (call: SignedCall) => boolean;
  /** Whether variables here are for environments and can be hidden at all, so that requests may say so. */
  readonly knowsEnvironments: boolean;
  /** Whether a deletion may ask that nobody has changed the variable since. */
  readonly deletesConditionally: boolean;
}

const project: Owner = {
  path: "/projects/:id/variables",
  noun: "Variable",
  owner: (call) => {
    const found = findProject(call, String(call.given.id));
    requireLevel(call, found, AccessLevel.maintainer);
    return `project ${found.id}`;
  },
  present: presentVariable,
  changesFirst: false,
  takesScope: () => true,
  knowsEnvironments: true,
  deletesConditionally: false,
};

const group: Owner = {
  path: "/groups/:id/variables",
  noun: "GroupVariable",
  owner: (call) => {
    const found = findGroup(call, String(call.given.id));
    requireLevel(call, found, AccessLevel.owner);
    requireOpenGroup(call.instance, found);
    return `group ${found.id}`;
  },
  present: presentVariable,
  changesFirst: true,
  takesScope: ({ instance }) => isLicensed(instance.edition),
  knowsEnvironments: true,
  deletesConditionally: true,
};

const instance: Owner = {
  path: "/admin/ci/variables",
  noun: "InstanceVariable",
  owner: (call) => {
    requireAdmin(call);
    return "instance";
  },
  present: presentInstanceVariable,
  changesFirst: false,
  takesScope: () => false,
  knowsEnvironments: false,
  deletesConditionally: false,
};

export const variableRoutes = [project, group, instance].flatMap(routesOf);

function routesOf(place: Owner): Route[] {
  const { path, noun, owner: before, present } = place;
  const filter = place.knowsEnvironments ? filterParam : {};
  const settings = place.knowsEnvironments ? scopedParams : variableParams;
  const hiding = place.knowsEnvironments ? { masked_and_hidden: optional(boolean) } : {};
  const named = { key: requires(text), ...filter };
  const taken = <P extends object>(call: SignedCall, params: P) =>
    place.takesScope(call) ? params : { ...params, environment_scope: undefined };
  const find = (call: SignedCall<Parameters<typeof findVariable>[2]>): [VariableOwner, Variable] => {
    const owner = before(call);
    const variable = findVariable(call.instance.variables, owner, call.params);
    if (variable === undefined) throw notFound(noun);
    return [owner, variable];
  };
  return [
    route(`GET ${path}`, { before, params: pages }, (call) => {
      const variables = call.instance.variables.of(before(call));
      return paged(call, variables, present);
    }),

    route(
      `POST ${path}`,
      {
        before,
        params: { ...settings, ...hiding, key: requires(text), value: requires(text) },
      },
      (call) => {
        const key = call.params.key ?? "";
        return created(present(createVariable(call.instance, before(call), { ...taken(call, call.params), key })));
      },
    ),

    route(`GET ${path}/:key`, { before, params: named }, (call) => ok(present(find(call)[1]))),

    route(`PUT ${path}/:key`, { before, params: { ...settings, ...named, value: optional(text) } }, (call) => {
      const { variables } = call.instance;
      const key = call.params.key ?? "";
      const first =
        place.changesFirst && !("filter" in call.given) ? variables.withKey(before(call), key)[0] : undefined;
      const [owner, variable] = first ? [before(call), first] : find(call);
      changeVariable(call.instance, { owner, variable }, taken(call, call.params));
      return ok(present(variable));
    }),

    route(`DELETE ${path}/:key`, { before, params: named }, (call) => {
      const [owner, variable] = find(call);
      if (place.deletesConditionally) requireUnmodified(call, variable.updatedAt);
      removeVariable(call.instance, { owner, variable });
      return noContent();
    }),
  ];
}
