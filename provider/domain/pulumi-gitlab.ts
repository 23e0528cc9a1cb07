import { type TypeName, typeNameOf } from "./kinds";

type Properties = Readonly<Record<string, unknown>>;

/** A resource as one of this package's types, with its inputs by this package's names. */
export interface AsOurs {
  readonly name: TypeName;
  readonly inputs: Properties;
}

/**
 * Resources of pulumi-gitlab that mean the same as one of ours. Many programs use both packages, so rules and reports read both.
 * https://www.pulumi.com/registry/packages/gitlab/
 */
const TWINS: Readonly<Record<string, (inputs: Properties) => AsOurs>> = {
  "gitlab:index/projectJobTokenScope:ProjectJobTokenScope": (inputs) =>
    inputs.targetGroupId === undefined
      ? { name: "ScopeAllowlistEntry", inputs: { ...inputs, targetProject: inputs.targetProjectId } }
      : { name: "GroupAllowlistEntry", inputs: { ...inputs, targetGroup: inputs.targetGroupId } },
  "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes": wholeAllowlist,
  "gitlab:index/projectAccessToken:ProjectAccessToken": (inputs) => ({
    name: "RotatingProjectToken",
    inputs: withRole(inputs),
  }),
  "gitlab:index/groupAccessToken:GroupAccessToken": (inputs) => ({
    name: "RotatingGroupToken",
    inputs: withRole(inputs),
  }),
  "gitlab:index/projectVariable:ProjectVariable": (inputs) => ({ name: "ProjectVariable", inputs: withFlags(inputs) }),
  "gitlab:index/groupVariable:GroupVariable": (inputs) => ({ name: "GroupVariable", inputs: withFlags(inputs) }),
  "gitlab:index/userRunner:UserRunner": (inputs) => {
    const { projectId: project, groupId: group, tagLists: tagList, untagged } = inputs;
    const runUntagged = inputs.runnerType === undefined ? untagged : (untagged ?? true);
    return { name: "UserRunner", inputs: { ...inputs, project, group, tagList, runUntagged } };
  },
};

/** pulumi-gitlab's names for inputs that have another name here. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes": {
    projects: "targetProjectIds",
    groups: "targetGroupIds",
  },
  "gitlab:index/userRunner:UserRunner": { runUntagged: "untagged", tagList: "tagLists" },
};

/** The name of one of our inputs in a resource of this type, for messages. */
export function inputName(type: string, ours: string): string {
  return NAMES[type]?.[ours] ?? ours;
}

export function isLikeOurs(type: string): boolean {
  return typeNameOf(type) !== undefined || Object.hasOwn(TWINS, type);
}

/** Reads a resource as one of this package's types; undefined for types that mean nothing to this package. */
export function asOurs(type: string, inputs: Properties): AsOurs | undefined {
  const name = typeNameOf(type);
  if (name !== undefined) return { name, inputs };
  const read = Object.hasOwn(TWINS, type) ? TWINS[type]?.(inputs) : undefined;
  return read && { ...read, inputs: withoutGaps(read.inputs) };
}

/** Some readers ask whether an input exists, such as `project` or `group` of a runner. */
function withoutGaps(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** A token for which no role was written is a maintainer's. */
function withRole(inputs: Properties): Properties {
  const isShown = inputs.scopes !== undefined;
  return isShown ? { accessLevel: "maintainer", ...inputs } : inputs;
}

/** A variable is neither protected nor masked where nothing is written. */
function withFlags(inputs: Properties): Properties {
  const isShown = inputs.key !== undefined;
  return isShown ? { protected: false, masked: false, ...withoutGaps(inputs) } : inputs;
}

/** It closes the project by default and removes everybody who is in neither list. */
function wholeAllowlist(inputs: Properties): AsOurs {
  const project = inputs.project ?? inputs.projectId;
  const isShown = project !== undefined; // A preview shows no inputs while the provider is not known yet.
  const listOf = (list: unknown) => (list === undefined && isShown ? [] : list);
  const enabled = isShown ? (inputs.enabled ?? true) : inputs.enabled;
  const lists = { projects: listOf(inputs.targetProjectIds), groups: listOf(inputs.targetGroupIds) };
  return { name: "JobTokenAllowlist", inputs: { ...inputs, project, enabled, ...lists, replaceExisting: true } };
}
