import { FILE_KEYS, ITEM_KEYS, type Key, PROJECT_KEYS, SET_KEYS, SETS_FILE_KEYS, SETTING_KEYS } from "./keys";

const DIALECT = "http://json-schema.org/draft-07/schema#";

/** The JSON schema of a file of a map. Editors complete and check by it; what several lines say together only the program can check. */
export function fileSchema(): object {
  return {
    $schema: DIALECT,
    title: "A file of an access map of pulumi-gitlab-ci-access",
    ...objectOf(FILE_KEYS),
    required: ["projects"],
    definitions: { ...items(), defaults: objectOf(SETTING_KEYS), project: objectOf(PROJECT_KEYS) },
  };
}

/** The JSON schema of the file with the sets of a map. */
export function setsSchema(): object {
  return {
    $schema: DIALECT,
    title: "The sets of an access map of pulumi-gitlab-ci-access",
    ...objectOf(SETS_FILE_KEYS),
    required: ["sets"],
    definitions: { ...items(), set: { ...objectOf(SET_KEYS), minProperties: 1 } },
  };
}

function items(): object {
  return { projectsItem: itemOf(ITEM_KEYS.projects), groupsItem: itemOf(ITEM_KEYS.groups) };
}

/** Either somebody, with permissions or without, or a set. */
function itemOf({ set, ...member }: Readonly<Record<string, Key>> & { readonly set: Key }): object {
  const [name = ""] = Object.keys(member);
  return {
    anyOf: [
      { ...objectOf(member), required: [name] },
      { ...objectOf({ set }), required: ["set"] },
    ],
  };
}

function objectOf(keys: Readonly<Record<string, Key>>): object {
  const properties = Object.entries(keys).map(([name, { means, schema }]) => [name, { description: means, ...schema }]);
  return { type: "object", properties: Object.fromEntries(properties), additionalProperties: false };
}
