import { boolean, date, datetime, integer, known, listOf, nullable, object, optional, string } from "../entity";

/** Source: OpenAPI 19.5, APIEntitiesProjectJobTokenScope. */
export const jobTokenScope = { inbound_enabled: boolean, outbound_enabled: boolean };

const granularScope = {
  access: string,
  permissions: listOf(string),
  ...known(nullable(integer), "project_id", "group_id"),
};

/** Source: OpenAPI 19.5, APIEntitiesPersonalAccessToken; expires_at as lib/api/entities/personal_access_token.rb has it. */
export const accessToken = {
  id: integer,
  name: string,
  revoked: boolean,
  created_at: datetime,
  description: nullable(string),
  scopes: listOf(string),
  user_id: integer,
  last_used_at: optional(nullable(datetime)),
  active: boolean,
  expires_at: nullable(date),
  ...known(boolean, "granular"),
  ...known(listOf(string), "last_used_ips"),
  ...known(listOf(object(granularScope)), "granular_scopes"),
};

/** Source: OpenAPI 19.5, APIEntitiesPersonalAccessTokenWithToken. */
export const accessTokenWithToken = { ...accessToken, token: string };

/** Source: OpenAPI 19.5, APIEntitiesResourceAccessToken. */
export const resourceAccessToken = {
  ...accessToken,
  access_level: integer,
  resource_type: string,
  resource_id: integer,
};

/** Source: OpenAPI 19.5, APIEntitiesResourceAccessTokenWithToken. */
export const resourceAccessTokenWithToken = { ...resourceAccessToken, token: string };

/** Source: lib/api/entities/impersonation_token.rb. */
export const impersonationToken = { ...accessToken, impersonation: boolean };

/** Source: lib/api/entities/ci/variable.rb; an instance's variables have neither a scope nor can they be hidden. */
export const instanceVariable = {
  variable_type: string,
  key: string,
  value: string,
  protected: boolean,
  masked: boolean,
  raw: boolean,
  description: nullable(string),
};

/** Source: OpenAPI 19.5, APIEntitiesCiVariable. */
export const variable = {
  ...instanceVariable,
  value: nullable(string),
  hidden: boolean,
  environment_scope: string,
};

/** Source: lib/api/entities/branch.rb, as far as it does not speak of commits. */
export const branch = {
  name: string,
  merged: boolean,
  protected: boolean,
  developers_can_push: boolean,
  developers_can_merge: boolean,
  can_push: boolean,
  default: boolean,
  web_url: string,
};

/** Source: lib/api/files.rb. */
export const repositoryFile = {
  file_name: string,
  file_path: string,
  size: integer,
  encoding: string,
  content_sha256: string,
  ref: string,
  blob_id: string,
  commit_id: string,
  last_commit_id: string,
  execute_filemode: boolean,
  content: string,
};
