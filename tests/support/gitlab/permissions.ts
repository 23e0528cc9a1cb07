import { type Permissions, permissionsText } from "../../../provider/domain/permissions";
import type { Named, World } from "./world";

/** What GitLab's GraphQL alone shows and changes, as a person would do it by hand. */

interface Node {
  readonly defaultPermissions: boolean;
  readonly jobTokenPolicies: readonly string[];
  readonly target: { readonly fullPath: string };
}

const ENTRIES =
  "nodes{defaultPermissions jobTokenPolicies target{... on CiJobTokenAccessibleProject{fullPath} ... on CiJobTokenAccessibleGroup{fullPath}}}";

/** Asks GraphQL, as the administrator. Throws where anything is missing. */
async function graphql<T>({ api }: World, query: string, variables: object): Promise<T> {
  const response = await fetch(`${api.url}/api/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "private-token": api.token },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as { data?: T; errors?: readonly { message: string }[] }; // GraphQL's form.
  if (data === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join("; "));
  return data;
}

/** What each entry gives, by the path of its target: `read_jobs, read_packages`, `default permissions`, `cloning only`. */
export async function permissionsIn(world: World, project: Named): Promise<Record<string, string>> {
  const entries = Object.entries(await giftsIn(world, project));
  return Object.fromEntries(entries.map(([path, permissions]) => [path, permissionsText(permissions)]));
}

/** The same as it is declared. */
export async function giftsIn(world: World, project: Named): Promise<Record<string, Permissions>> {
  const query = `query($ids:[ID!]!){projects(ids:$ids){nodes{ciJobTokenScopeAllowlist{projectsAllowlist(first:200){${ENTRIES}} groupsAllowlist(first:200){${ENTRIES}}}}}}`;
  type Lists = Readonly<Record<"groupsAllowlist" | "projectsAllowlist", { nodes: readonly Node[] }>>;
  const { projects } = await graphql<{ projects: { nodes: readonly { ciJobTokenScopeAllowlist: Lists }[] } }>(
    world,
    query,
    { ids: [`gid://gitlab/Project/${project.id}`] },
  );
  const lists = projects.nodes.flatMap(({ ciJobTokenScopeAllowlist: all }) => [
    all.projectsAllowlist,
    all.groupsAllowlist,
  ]);
  const entries = lists.flatMap(({ nodes }) => nodes);
  return Object.fromEntries(
    entries.map(({ target, defaultPermissions, jobTokenPolicies }) => {
      const names = jobTokenPolicies.map((name) => name.toLowerCase()).sort();
      return [target.fullPath, defaultPermissions ? "default" : names];
    }),
  );
}

/** Adds an entry by hand, or changes what it gives. Both are given by their paths of today. */
export async function permit(
  world: World,
  { project, target }: Readonly<Record<"project" | "target", string>>,
  permissions: Permissions,
  deed: "add" | "update",
): Promise<void> {
  const name = { add: "ciJobTokenScopeAddGroupOrProject", update: "ciJobTokenScopeUpdatePolicies" }[deed];
  const isDefault = permissions === "default";
  const policies = isDefault ? [] : permissions.map((one) => one.toUpperCase());
  const { payload } = await graphql<{ payload: { errors: readonly string[] } }>(
    world,
    `mutation($project:ID!,$target:ID!,$isDefault:Boolean!,$policies:[CiJobTokenScopePolicies!]!){payload:${name}(input:{projectPath:$project,targetPath:$target,defaultPermissions:$isDefault,jobTokenPolicies:$policies}){errors}}`,
    { project, target, isDefault, policies },
  );
  if (payload.errors.length > 0) throw new Error(payload.errors.join("; "));
}

/** The settings for pushes, as GitLab has them. */
export async function pushSettingsOf(world: World, project: Named): Promise<readonly boolean[]> {
  const fields = "pushRepositoryForJobTokenAllowed crossProjectPushForJobTokenAllowed";
  const { projects } = await graphql<{ projects: { nodes: readonly { ciCdSettings: Record<string, boolean> }[] } }>(
    world,
    `query($ids:[ID!]!){projects(ids:$ids){nodes{ciCdSettings{${fields}}}}}`,
    { ids: [`gid://gitlab/Project/${project.id}`] },
  );
  const settings = projects.nodes[0]?.ciCdSettings ?? {};
  return fields.split(" ").map((name) => settings[name] === true);
}

export async function setPushSettings(
  world: World,
  path: string,
  [own, cross]: readonly [boolean, boolean],
): Promise<void> {
  await graphql(
    world,
    "mutation($path:ID!,$own:Boolean!,$cross:Boolean!){projectCiCdSettingsUpdate(input:{fullPath:$path,pushRepositoryForJobTokenAllowed:$own,crossProjectPushForJobTokenAllowed:$cross}){errors}}",
    { path, own, cross },
  );
}
