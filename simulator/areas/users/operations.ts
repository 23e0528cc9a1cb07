import { conflict, forbidden } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";
import type { Act } from "../access";
import { type Details, PROFILE_FIELDS, requireFree, requireValid } from "./rules";

/** What an administrator says about a user. */
interface Wanted {
  readonly password?: string | null;
  readonly admin?: boolean | null;
  readonly external?: boolean | null;
  readonly can_create_group?: boolean | null;
  readonly projects_limit?: number | null;
  readonly bio?: string | null;
  readonly note?: string | null;
}

type NewUser = Wanted & Details;
type Changes = Wanted & { readonly [N in keyof Details]?: string | null };

export function createUser(instance: Instance, wanted: NewUser): User {
  const { username, name, email } = wanted;
  requireFree(instance, wanted);
  requireValid(wanted, wanted.password);
  const user = instance.addUser({
    ...{ username, name, email },
    admin: wanted.admin ?? false,
    external: wanted.external ?? false,
    canCreateGroup: wanted.can_create_group ?? true,
    projectsLimit: wanted.projects_limit ?? instance.settings.defaultProjectsLimit,
    bio: wanted.bio ?? "",
    note: wanted.note ?? null,
  });
  keepProfile(user, wanted);
  limitExternal(user);
  return user;
}

export function changeUser(instance: Instance, user: User, wanted: Changes): void {
  const former = user.username;
  const names = {
    username: wanted.username ?? user.username,
    name: wanted.name ?? user.name,
    email: wanted.email ?? user.email,
  };
  requireFree(instance, names, user);
  requireValid(names, wanted.password);
  instance.users.rename(user, names);
  instance.namespaces.renameUser(user, former);
  user.admin = wanted.admin ?? user.admin;
  user.external = wanted.external ?? user.external;
  user.canCreateGroup = wanted.can_create_group ?? user.canCreateGroup;
  user.projectsLimit = wanted.projects_limit ?? user.projectsLimit;
  user.bio = wanted.bio ?? user.bio;
  if (wanted.note !== undefined) user.note = wanted.note;
  keepProfile(user, wanted);
  limitExternal(user);
  user.updatedAt = instance.clock.now();
}

/** External users make neither groups nor projects of their own. */
function limitExternal(user: User): void {
  if (user.external) Object.assign(user, { canCreateGroup: false, projectsLimit: 0 });
}

function keepProfile(user: User, wanted: object): void {
  for (const [name, value] of Object.entries(wanted)) {
    if (PROFILE_FIELDS.includes(name)) user.profile.set(name, String(value ?? ""));
  }
}

/** Returns what GitLab answers: nothing where the user was blocked already. */
export function blockUser(act: Act, user: User): true | null {
  if (user === act.user) throw forbidden("The API initiating user cannot be blocked by the API");
  if (user.state === "blocked") return null;
  user.state = "blocked";
  user.updatedAt = act.instance.clock.now();
  return true;
}

/** Returns whether there was something to unblock. */
export function unblockUser({ clock }: Instance, user: User): boolean {
  if (user.state !== "blocked") return false;
  user.state = "active";
  user.updatedAt = clock.now();
  return true;
}

/** Only a hard deletion takes along the groups that nobody else owns. */
export function requireRemovable(instance: Instance, user: User, hard: boolean): void {
  if (!hard && instance.groupsOwnedAlone(user).length > 0) {
    throw conflict("User cannot be removed while is the sole-owner of a group");
  }
}
