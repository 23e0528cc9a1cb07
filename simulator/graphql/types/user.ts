import { presentUserBasic } from "../../areas/basic-entities";
import type { User } from "../../model/users";
import type { Context, SchemaPart } from "../context";
import { globalId } from "../global-id";

const FIELDS = `
  avatarUrl: String
  bot: Boolean!
  id: ID!
  name: String!
  publicEmail: String
  state: UserState!
  username: String!
  webUrl: String!
`;

const resolvers = {
  id: ({ id }: User) => globalId("User", id),
  bot: ({ kind }: User) => kind !== "human" && kind !== "ghost",
  avatarUrl: (user: User, _: unknown, { instance }: Context) => presentUserBasic(instance, user).avatar_url,
  publicEmail: (user: User, _: unknown, { instance }: Context) => presentUserBasic(instance, user).public_email,
  webUrl: (user: User, _: unknown, { instance }: Context) => presentUserBasic(instance, user).web_url,
};

export const users: SchemaPart = {
  sdl: `
    enum UserState { active blocked }
    type UserCore { ${FIELDS} }
    type CurrentUser { ${FIELDS} }
  `,
  resolvers: { UserCore: resolvers, CurrentUser: resolvers },
};
