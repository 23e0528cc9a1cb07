import { conflict, forbidden } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";
import type { Act } from "../access";
import { type Details, requireFree, requireValid } from "./rules";

/** What an administrator says about a new user. */
interface NewUser extends Details {
  readonly password?: string | null;
  readonly admin?: boolean | null;
  readonly external?: boolean | null;
  readonly can_create_group?: boolean | null;
  readonly projects_limit?: number | null;
  readonly bio?: string | null;
  readonly note?: string | null;
}

export function createUser(instance: Instance, wanted: NewUser): User {
  const { username, name, email } = wanted;
  requireFree(instance, wanted);
  requireValid(wanted, wanted.password);
  return instance.addUser({
    ...{ username, name, email },
    admin: wanted.admin ?? false,
    external: wanted.external ?? false,
    canCreateGroup: wanted.can_create_group ?? true,
    projectsLimit: wanted.projects_limit ?? 100_000,
    bio: wanted.bio ?? "",
    note: wanted.note ?? null,
  });
}

export function blockUser(act: Act, user: User): void {
  if (user === act.user) throw forbidden("The API initiating user cannot be blocked by the API");
  user.state = "blocked";
}

export function unblockUser(user: User): void {
  user.state = "active";
}

/** Only a hard deletion takes along the groups that nobody else owns. */
export function deleteUser(instance: Instance, user: User, hard: boolean): void {
  if (!hard && instance.groupsOwnedAlone(user).length > 0) {
    throw conflict("User cannot be removed while is the sole-owner of a group");
  }
  instance.deleteUser(user);
}
