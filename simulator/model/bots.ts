import { randomBytes } from "node:crypto";
import { type AccessToken, type AccessTokens, endOf } from "./access-tokens";
import type { Clock } from "./clock";
import type { Group } from "./group";
import type { Memberships } from "./members";
import type { Project } from "./project";
import type { User, Users } from "./users";

/** What a project or group access token belongs to. */
export type Resource = Group | Project;

interface Surroundings {
  readonly users: Users;
  readonly tokens: AccessTokens;
  readonly members: Memberships;
  readonly clock: Clock;
  addUser(details: Pick<User, "email" | "name" | "username"> & Partial<User>): User;
}

/** The users behind the tokens of projects and groups. */
export class Bots {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Every token of a project or group has a user of its own behind it, who is a member with the token's level. */
  add(resource: Resource, name: string, accessLevel: number, creator: User): User {
    const { members, clock } = this.#around;
    const username = `${resource.kind}_${resource.id}_bot_${randomBytes(16).toString("hex")}`;
    const email = `${username}@noreply.example.com`;
    const bot = this.#around.addUser({ username, name, email, kind: "project_bot", external: creator.external });
    const times = { expiresAt: null, createdAt: clock.now(), updatedAt: clock.now() };
    const membership = { userId: bot.id, source: resource.kind, sourceId: resource.id, accessLevel };
    members.set({ ...membership, ...times, createdById: creator.id });
    return bot;
  }

  of(resource: Resource): User[] {
    const { members, users } = this.#around;
    return members.of(resource.kind, resource.id).flatMap(({ userId }) => {
      const user = users.byId(userId);
      return user?.kind === "project_bot" ? [user] : [];
    });
  }

  /** The tokens of a resource's own bots, revoked and expired ones included, in the order they were made. */
  tokensOf(resource: Resource): AccessToken[] {
    return this.of(resource)
      .flatMap((bot) => this.#around.tokens.ofUser(bot.id))
      .sort((a, b) => a.id - b.id);
  }

  /** Bots whose last token ended longer ago than GitLab keeps them: its nightly worker deletes them with their tokens. */
  withoutUse(retentionDays: number | null): User[] {
    if (retentionDays === null) return [];
    const { users, tokens, clock } = this.#around;
    const cutOff = clock.now().getTime() - retentionDays * 86_400_000;
    return users.bots().filter((bot) => tokens.ofUser(bot.id).every((token) => endOf(token) <= cutOff));
  }
}
