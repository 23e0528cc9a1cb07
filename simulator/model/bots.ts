import { randomBytes } from "node:crypto";
import { type AccessToken, endOf } from "./access-token";
import type { Group } from "./group";
import type { Instance } from "./instance";
import type { Project } from "./project";
import type { User } from "./user";

/** What a project or group access token belongs to. */
export type Resource = Group | Project;

/** Every token of a project or group has a user of its own behind it, who is a member with the token's level. */
export function addBot(instance: Instance, resource: Resource, name: string, accessLevel: number, creator: User): User {
  const username = `${resource.kind}_${resource.id}_bot_${randomBytes(16).toString("hex")}`;
  const email = `${username}@noreply.example.com`;
  const bot = instance.addUser({ username, name, email, kind: "project_bot", external: creator.external });
  const times = { expiresAt: null, createdAt: instance.clock.now() };
  const membership = { userId: bot.id, source: resource.kind, sourceId: resource.id, accessLevel };
  instance.members.set({ ...membership, ...times, createdById: creator.id });
  return bot;
}

export function botsOf(instance: Instance, resource: Resource): User[] {
  return instance.members.of(resource.kind, resource.id).flatMap(({ userId }) => {
    const user = instance.users.byId(userId);
    return user?.kind === "project_bot" ? [user] : [];
  });
}

/** The tokens of a resource's own bots, revoked and expired ones included, in the order they were made. */
export function tokensOf(instance: Instance, resource: Resource): AccessToken[] {
  return botsOf(instance, resource)
    .flatMap((bot) => instance.tokens.ofUser(bot.id))
    .sort((a, b) => a.id - b.id);
}

/** Bots whose last token ended longer ago than GitLab keeps them: its nightly worker deletes them with their tokens. */
export function botsWithoutUse(instance: Instance): User[] {
  const days = instance.settings.inactiveBotRetention;
  if (days === null) return [];
  const cutOff = instance.clock.now().getTime() - days * 86_400_000;
  const isUnused = (bot: User) => instance.tokens.ofUser(bot.id).every((token) => endOf(token) <= cutOff);
  return instance.users.bots().filter(isUnused);
}
