import { type TypeName, typeNameOf } from "../../provider/domain/kinds";
import { providerText } from "../../provider/domain/provider-text";
import type { Change, Preview, State } from "../preview/events";

type Properties = State["inputs"];

/** Something that the run touches and of which nobody can say what it gives. */
export interface NotJudged {
  readonly name: string;
  readonly why: string;
}

/** The changes of a preview that can be judged, all in the words of this package, and those that can't. */
export interface Judged {
  readonly changes: readonly Change[];
  readonly notJudged: readonly NotJudged[];
}

const DYNAMIC = /^pulumi-nodejs:dynamic/;

export function judge({ changes, unreadable }: Preview): Judged {
  const read = changes.map((change) => ({ change, why: foreignness(change) }));
  return {
    // A foreign resource that no step touches is judged no more than any other: it may never have done what it declares.
    changes: read.flatMap(({ change, why }) => (why === undefined ? [inOurWords(change)] : [])),
    notJudged: [
      ...read.flatMap(({ change, why }) =>
        why === undefined || change.operation === "same" ? [] : [{ name: change.name, why }],
      ),
      ...unreadable.map((name) => ({ name, why: "its event can't be read: update this package, or the CLI" })),
    ],
  };
}

/** A dynamic resource runs the code that its own text names, whatever its type is called. */
function foreignness({ type, before, after }: Change): string | undefined {
  if (!DYNAMIC.test(type)) return undefined;
  const ours = typeNameOf(type);
  if (ours === undefined) return `it runs code of its own, as ${type}`;
  const texts = [before, after].flatMap((state) => (state === undefined ? [] : [state.inputs.__provider]));
  return texts.every((text) => text === providerText(ours))
    ? undefined
    : `it is called ${type} and runs code of its own`;
}

/** How pulumi-gitlab's resources say the same as ours. */
interface Translation {
  readonly type: (inputs: Properties) => TypeName;
  readonly inputs: (inputs: Properties) => Properties;
}

const same = (type: TypeName): Translation => ({ type: () => type, inputs: (inputs) => inputs });

/** https://www.pulumi.com/registry/packages/gitlab/ */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  "gitlab:index/projectJobTokenScope:ProjectJobTokenScope": {
    type: ({ targetGroupId }) => (targetGroupId === undefined ? "ScopeAllowlistEntry" : "GroupAllowlistEntry"),
    inputs: ({ project, targetProjectId, targetGroupId }) => ({
      project,
      ...(targetGroupId === undefined ? { targetProject: targetProjectId } : { targetGroup: targetGroupId }),
    }),
  },
  "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes": {
    type: () => "JobTokenAllowlist",
    inputs: ({ project, projectId, enabled = true, targetProjectIds = [], targetGroupIds = [] }) => ({
      project: project ?? projectId,
      enabled,
      projects: targetProjectIds,
      groups: targetGroupIds,
      replaceExisting: true,
    }),
  },
  "gitlab:index/projectVariable:ProjectVariable": same("ProjectVariable"),
  "gitlab:index/groupVariable:GroupVariable": same("GroupVariable"),
  "gitlab:index/projectAccessToken:ProjectAccessToken": same("RotatingProjectToken"),
  "gitlab:index/groupAccessToken:GroupAccessToken": same("RotatingGroupToken"),
  "gitlab:index/userRunner:UserRunner": {
    type: () => "UserRunner",
    inputs: ({ projectId, groupId, tagLists, untagged = true, ...inputs }) => ({
      ...inputs,
      ...(projectId === undefined ? {} : { project: projectId }),
      ...(groupId === undefined ? {} : { group: groupId }),
      tagList: tagLists,
      runUntagged: untagged,
    }),
  },
};

/** A resource of pulumi-gitlab that says the same as one of ours, as ours. Teams use both, and both open the same doors. */
function inOurWords(change: Change): Change {
  const translation = Object.hasOwn(TRANSLATIONS, change.type) ? TRANSLATIONS[change.type] : undefined;
  if (translation === undefined) return change;
  const { inputs = {} } = change.after ?? change.before ?? {};
  const state = (given: State | undefined) => given && { ...given, inputs: translation.inputs(given.inputs) };
  return {
    ...change,
    type: `pulumi-nodejs:dynamic/gitlab:${translation.type(inputs)}`,
    before: state(change.before),
    after: state(change.after),
    expected: state(change.expected),
  };
}
