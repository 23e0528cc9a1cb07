import { boolean, datetime, integer, known, listOf, nullable, object, optional, string } from "../entity";
import { basicGroup } from "./group";
import { basicProject } from "./project";
import { userBasic } from "./user";

/** Source: OpenAPI 19.5, APIEntitiesCiRunner; nulls as lib/api/entities/ci/runner.rb has them. */
export const runner = {
  id: integer,
  description: nullable(string),
  ip_address: nullable(string),
  active: boolean,
  paused: boolean,
  is_shared: boolean,
  runner_type: string,
  name: nullable(string),
  online: nullable(boolean),
  created_by: optional(nullable(object(userBasic))),
  created_at: datetime,
  status: string,
  job_execution_status: optional(nullable(string)),
};

/** What changing a runner answers: projects are not in it. Source: lib/api/entities/ci/runner_details.rb. */
export const runnerDetailsWithoutProjects = {
  ...runner,
  tag_list: listOf(string),
  run_untagged: boolean,
  locked: boolean,
  maximum_timeout: nullable(integer),
  access_level: string,
  ...known(nullable(string), "version", "revision", "platform", "architecture"),
  contacted_at: nullable(datetime),
  maintenance_note: nullable(string),
  groups: listOf(object(basicGroup)),
};

/** Source: OpenAPI 19.5, APIEntitiesCiRunnerDetails. */
export const runnerDetails = { ...runnerDetailsWithoutProjects, projects: listOf(object(basicProject)) };

/** Source: OpenAPI 19.5, APIEntitiesCiRunnerManager. */
export const runnerManager = {
  id: integer,
  system_id: string,
  created_at: datetime,
  contacted_at: nullable(datetime),
  ip_address: nullable(string),
  status: string,
  ...known(nullable(string), "version", "revision", "platform", "architecture", "job_execution_status"),
};

/** Source: OpenAPI 19.5, APIEntitiesCiResetTokenResult. */
export const runnerToken = { token: string, token_expires_at: nullable(datetime) };

/** Source: OpenAPI 19.5, APIEntitiesCiRunnerRegistrationDetails; the id is a number. */
export const runnerRegistration = { id: integer, ...runnerToken };
