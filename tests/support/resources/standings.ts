import type { Named, World } from "../gitlab/world";
import type { Properties } from "../pulumi/provider";

/** The places in which each resource of the table is declared. */
export interface Places {
  readonly world: World;
  readonly billing: Named;
  readonly deploy: Named;
  readonly ops: Named;
}

/** A resource in a place that can be archived, hidden or gone. */
export interface Placed {
  readonly name: string;
  readonly type: string;
  readonly kind: "group" | "project";
  args(places: Places): Properties;
  /** What an update changes, where no replacement is needed for it. */
  readonly changed?: Properties;
  /** GitLab can show that it is gone, whoever asks: a runner by its id, a token by its own value. */
  readonly tellsItself?: true;
  /** It looks after itself, so the credential in force needs no sight of it. */
  readonly isOwnCredential?: true;
  /** Returns whether GitLab holds it. An administrator asks. */
  isThere(places: Places): Promise<boolean>;
}

const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };
const renewed = { rotationConfiguration: { expirationDays: 20, rotateBeforeDays: 7 } };
const token = { name: "nightly", scopes: ["read_api", "self_rotate"], accessLevel: "reporter", rotationConfiguration };
const variable = { key: "K", value: "a-value-of-the-program" };

const inProject = ({ billing }: Places) => ({ project: billing.path });
const inGroup = ({ ops }: Places) => ({ group: ops.path });
const placeOf = { group: ({ ops }: Places) => ops, project: ({ billing }: Places) => billing };
const has = (kind: Placed["kind"], what: string) => async (places: Places) => {
  const rows = await places.world.api.get<{ active?: boolean }[]>(`/${kind}s/${placeOf[kind](places).id}/${what}`);
  return rows.some(({ active = true }) => active);
};

export const placed: readonly Placed[] = [
  {
    name: "a switch",
    type: "JobTokenScope",
    kind: "project",
    args: inProject,
    changed: { enabled: false },
    isThere: async () => true, // No removal changes it.
  },
  {
    name: "a project's entry",
    type: "ScopeAllowlistEntry",
    kind: "project",
    args: (places) => ({ ...inProject(places), targetProject: places.deploy.path }),
    isThere: async ({ world, billing }) => (await world.allowlist(billing, "project")).length > 0,
  },
  {
    name: "a group's entry",
    type: "GroupAllowlistEntry",
    kind: "project",
    args: (places) => ({ ...inProject(places), targetGroup: places.world.group.path }),
    isThere: async ({ world, billing }) => (await world.allowlist(billing, "group")).length > 0,
  },
  {
    name: "a list",
    type: "JobTokenAllowlist",
    kind: "project",
    args: (places) => ({ ...inProject(places), projects: [places.deploy.path], groups: [] }),
    changed: { projects: [] },
    isThere: async ({ world, billing }) => (await world.allowlist(billing, "project")).length > 0,
  },
  ...(["project", "group"] as const).flatMap((kind): Placed[] => {
    const place = kind === "project" ? inProject : inGroup;
    const ofKind = kind === "project" ? "Project" : "Group";
    return [
      {
        name: `a ${kind}'s variable`,
        type: `${ofKind}Variable`,
        kind,
        args: (places) => ({ ...place(places), ...variable }),
        changed: { value: "another-value" },
        isThere: has(kind, "variables"),
      },
      {
        name: `a ${kind}'s runner`,
        type: "UserRunner",
        kind,
        args: (places) => ({ ...place(places), runnerType: `${kind}_type` }),
        changed: { paused: true },
        tellsItself: true,
        isThere: has(kind, "runners"),
      },
      ...(["provider", "self"] as const).map(
        (rotateWith): Placed => ({
          name: `a ${kind}'s token, rotated with ${rotateWith}`,
          type: `Rotating${ofKind}Token`,
          kind,
          args: (places) => ({ ...place(places), ...token, rotateWith }),
          changed: renewed,
          tellsItself: true,
          ...(rotateWith === "self" ? { isOwnCredential: true } : {}),
          isThere: has(kind, "access_tokens"),
        }),
      ),
    ];
  }),
];
