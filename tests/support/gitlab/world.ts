import { randomBytes } from "node:crypto";
import { GitLabApi } from "./gitlab-api";

export interface Named {
  readonly id: number;
  readonly path: string;
}

export type Role = "developer" | "maintainer";

const accessLevels = { developer: 30, maintainer: 40 } as const;

/** A throw-away group with projects and users in it, made through GitLab's own REST API; works the same on a real GitLab. */
export class World {
  readonly #users: number[] = [];
  readonly #now: () => Date;

  private constructor(
    readonly api: GitLabApi,
    readonly group: Named,
    now: () => Date,
  ) {
    this.#now = now;
  }

  /** `now` is GitLab's time. */
  static async create(url: string, token: string, now = () => new Date()): Promise<World> {
    const api = new GitLabApi(url, token);
    const path = `ci-access-${randomBytes(4).toString("hex")}`;
    const group = await api.post<{ id: number }>("/groups", { name: path, path, visibility: "private" });
    return new World(api, { id: group.id, path }, now);
  }

  async project(name: string, namespace: Named = this.group): Promise<Named> {
    const { id } = await this.api.post<{ id: number }>("/projects", {
      name,
      path: name,
      namespace_id: namespace.id,
      visibility: "private",
    });
    return { id, path: `${namespace.path}/${name}` };
  }

  async subgroup(name: string, parent: Named = this.group): Promise<Named> {
    const group = { name, path: name, parent_id: parent.id, visibility: "private" };
    const { id } = await this.api.post<{ id: number }>("/groups", group);
    return { id, path: `${parent.path}/${name}` };
  }

  /** A token of a new user who has the role in the group, or no role at all. */
  async tokenOf(role: Role | undefined, scopes: readonly string[] = ["api"]): Promise<string> {
    const { id, token } = await this.user(scopes);
    if (role !== undefined) await this.setRole(id, this.group, accessLevels[role]);
    return token;
  }

  /** A new user without any role. */
  async user(scopes: readonly string[] = ["api"]): Promise<{ readonly id: number; readonly token: string }> {
    const name = `user-${randomBytes(4).toString("hex")}`;
    const password = randomBytes(18).toString("base64url");
    const account = { username: name, name, email: `${name}@example.com`, password, skip_confirmation: true };
    const { id } = await this.api.post<{ id: number }>("/users", account);
    this.#users.push(id);
    const expires = new Date(this.#now().getTime() + 2 * 24 * 3_600_000).toISOString().slice(0, 10);
    const order = { name, scopes, expires_at: expires };
    const { token } = await this.api.post<{ token: string }>(`/users/${id}/personal_access_tokens`, order);
    return { id, token };
  }

  /** Makes the user a member of the group, who is none yet; `undefined` takes the membership away. */
  async setRole(userId: number, { id }: Named, level: number | undefined): Promise<void> {
    if (level === undefined) await this.api.delete(`/groups/${id}/members/${userId}`);
    else await this.api.post(`/groups/${id}/members`, { user_id: userId, access_level: level });
  }

  async allowlist(project: Named, kind: "group" | "project"): Promise<number[]> {
    const list = kind === "project" ? "allowlist" : "groups_allowlist";
    const ids = await this.api.ids(`/projects/${project.id}/job_token_scope/${list}`);
    return ids.filter((id) => kind === "group" || id !== project.id).sort((a, b) => a - b);
  }

  async isClosed(project: Named): Promise<boolean> {
    return (await this.api.get<{ inbound_enabled: boolean }>(`/projects/${project.id}/job_token_scope`))
      .inbound_enabled;
  }

  /** GitLab only marks a project at first; who asks again, by its new path, gets it deleted. */
  async deleteForGood({ id }: Named): Promise<void> {
    await this.api.delete(`/projects/${id}`);
    const { path_with_namespace: path } = await this.api.get<{ path_with_namespace: string }>(`/projects/${id}`);
    await this.api.delete(`/projects/${id}?permanently_remove=true&full_path=${encodeURIComponent(path)}`);
  }

  async deleteGroupForGood({ id }: Named): Promise<void> {
    await this.api.delete(`/groups/${id}`);
    const { full_path: path } = await this.api.get<{ full_path: string }>(`/groups/${id}`);
    await this.api.delete(`/groups/${id}?permanently_remove=true&full_path=${encodeURIComponent(path)}`);
  }

  async remove(): Promise<void> {
    for (const user of this.#users) await this.api.delete(`/users/${user}`);
    await this.api.delete(`/groups/${this.group.id}`);
  }
}
