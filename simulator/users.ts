import type { User } from "./entities/user";

/** All users, found by id and by name; GitLab compares user names without case. */
export class Users {
  readonly #byId = new Map<number, User>();
  readonly #byUsername = new Map<string, User>();

  add(user: User): void {
    this.#byId.set(user.id, user);
    this.#byUsername.set(user.username.toLowerCase(), user);
  }

  remove(user: User): void {
    this.#byId.delete(user.id);
    this.#byUsername.delete(user.username.toLowerCase());
  }

  byId(id: number): User | undefined {
    return this.#byId.get(id);
  }

  byUsername(username: string): User | undefined {
    return this.#byUsername.get(username.toLowerCase());
  }

  byEmail(email: string): User | undefined {
    return this.all().find((user) => user.email.toLowerCase() === email.toLowerCase());
  }

  all(): User[] {
    return [...this.#byId.values()];
  }
}
