/** What a key means, for editors, and which keys there are, for the reader of a map: one table serves both. */
export interface Key {
  readonly means: string;
  readonly schema: object;
}

type Keys = Readonly<Record<string, Key>>;

const address = (kind: "group" | "project") => ({
  anyOf: [
    { type: "string", description: `The full path of a ${kind}.` },
    { type: "integer", minimum: 1, description: `The numeric id of a ${kind}.` },
  ],
});

const flag = { type: "boolean" };

const permissions = {
  anyOf: [
    { const: "default", description: "Everything that the job's user may do." },
    {
      type: "array",
      items: { type: "string", pattern: "^[a-z_]+$" },
      description: "GitLab's names, like read_packages.",
    },
  ],
};

const ofItem = {
  means: "What its job tokens may be used for; left out, what the list's permissions say.",
  schema: permissions,
};

/** An item of a list that says more than an address. */
export const ITEM_KEYS = {
  projects: {
    project: {
      means: "The project whose job tokens are let in: its full path or its numeric id.",
      schema: address("project"),
    },
    permissions: ofItem,
    set: { means: "The projects of a set of sets.yaml.", schema: { type: "string" } },
  },
  groups: {
    group: { means: "The group whose job tokens are let in, with every project below it.", schema: address("group") },
    permissions: ofItem,
    set: { means: "The groups of a set of sets.yaml.", schema: { type: "string" } },
  },
} as const satisfies Readonly<Record<string, Keys>>;

export type ListName = keyof typeof ITEM_KEYS;

const list = (name: ListName) => ({
  type: "array",
  items: {
    anyOf: [...address(name === "projects" ? "project" : "group").anyOf, { $ref: `#/definitions/${name}Item` }],
  },
});

/** What can be said of a project's access, and by `defaults` of all projects of a file. */
export const SETTING_KEYS = {
  enabled: {
    means:
      "Is the project closed to the job tokens of all but those in its list? Without it the switch is not managed and stays as it is.",
    schema: flag,
  },
  projects: {
    means:
      "The projects whose job tokens are let in: all that are not named are removed, [] removes all. Without it projects are not managed.",
    schema: list("projects"),
  },
  groups: {
    means:
      "The groups whose job tokens are let in, with every project below them: all that are not named are removed, [] removes all. Without it groups are not managed.",
    schema: list("groups"),
  },
  permissions: {
    means:
      "What the job tokens of an item without permissions of its own may be used for: GitLab's names, [] for cloning and registry pulls alone, or default. Without it permissions are not managed.",
    schema: permissions,
  },
  pushRepositoryForJobTokenAllowed: {
    means: "May job tokens push to the project's repository? Without it this is not managed.",
    schema: flag,
  },
  crossProjectPushForJobTokenAllowed: {
    means: "May the job tokens of other projects push, too? Without it this is not managed.",
    schema: flag,
  },
  replaceExisting: {
    means:
      "May the first run remove entries that it finds and that are not named here? Without it such entries stop the first run.",
    schema: flag,
  },
} as const satisfies Keys;

export const PROJECT_KEYS = {
  ...SETTING_KEYS,
  reason: {
    means: "Why it is so, for readers. It changes nothing, and it waives no rule.",
    schema: { type: "string" },
  },
  was: {
    means: "Former names of the resource in Pulumi, where the list was declared by another name before.",
    schema: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
  },
} as const satisfies Keys;

const projectSchema = { anyOf: [{ type: "null" }, { $ref: "#/definitions/project" }] };

export const FILE_KEYS = {
  defaults: {
    means: "What holds for the projects that this file names. A project's own key replaces it; nothing is merged.",
    schema: { $ref: "#/definitions/defaults" },
  },
  projects: {
    means: "The projects, by their full paths. All of them are the one that the file's place names, or below it.",
    schema: { type: "object", additionalProperties: projectSchema },
  },
} as const satisfies Keys;

export const SET_KEYS = {
  projects: { means: "The projects of the set.", schema: list("projects") },
  groups: { means: "The groups of the set.", schema: list("groups") },
} as const satisfies Keys;

export const SETS_FILE_KEYS = {
  sets: {
    means: "Names for lists that many projects share: a list takes one as { set: name }.",
    schema: { type: "object", additionalProperties: { $ref: "#/definitions/set" } },
  },
} as const satisfies Keys;
