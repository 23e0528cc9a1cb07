/** Who somebody is: `project_bot` and `service_account` are users too; `ghost` inherits what deleted users leave. */
type UserKind = "human" | "ghost" | "project_bot" | "service_account";

export interface User {
  readonly id: number;
  username: string;
  name: string;
  email: string;
  kind: UserKind;
  state: "active" | "blocked";
  admin: boolean;
  external: boolean;
  canCreateGroup: boolean;
  projectsLimit: number;
  /** The user's own namespace; its path is the username. */
  readonly namespaceId: number;
  readonly createdAt: Date;
  updatedAt: Date;
  bio: string;
  note: string | null;
  lastActivityOn: string | null;
  /** What users say of themselves, by GitLab's own names. */
  readonly profile: Map<string, string>;
}

/** All users, found by id, by name and by email; GitLab compares both without case. */
export class Users {
  readonly #byId = new Map<number, User>();
  readonly #byUsername = new Map<string, User>();
  readonly #byEmail = new Map<string, User>();
  readonly #bots = new Set<User>();

  add(user: User): void {
    this.#byId.set(user.id, user);
    this.#byUsername.set(user.username.toLowerCase(), user);
    this.#byEmail.set(user.email.toLowerCase(), user);
    if (user.kind === "project_bot") this.#bots.add(user);
  }

  remove(user: User): void {
    this.#byId.delete(user.id);
    this.#byUsername.delete(user.username.toLowerCase());
    this.#byEmail.delete(user.email.toLowerCase());
    this.#bots.delete(user);
  }

  /** Changes name and email, by which users are found. */
  rename(user: User, names: Pick<User, "email" | "name" | "username">): void {
    this.remove(user);
    Object.assign(user, names);
    this.add(user);
  }

  byId(id: number): User | undefined {
    return this.#byId.get(id);
  }

  byUsername(username: string): User | undefined {
    return this.#byUsername.get(username.toLowerCase());
  }

  byIdOrUsername(address: string): User | undefined {
    return /^\d+$/.test(address) ? this.byId(Number(address)) : this.byUsername(address);
  }

  byEmail(email: string): User | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }

  /** The users behind project and group access tokens. */
  bots(): User[] {
    return [...this.#bots];
  }

  all(): User[] {
    return [...this.#byId.values()];
  }
}
