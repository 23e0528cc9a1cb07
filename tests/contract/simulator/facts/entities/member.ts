import { anything, boolean, date, datetime, integer, known, nullable, object, string } from "../entity";
import { userBasic } from "./user";

/** Source: lib/api/entities/member.rb; doc/api/members.md for what Premium adds. */
export const member = {
  ...userBasic,
  access_level: integer,
  created_at: datetime,
  expires_at: nullable(date),
  ...known(nullable(object(userBasic)), "created_by"),
  ...known(nullable(string), "email", "key", "membership_state"),
  ...known(boolean, "is_using_seat", "override"),
  ...known(anything, "group_saml_identity", "group_scim_identity", "member_role"),
};
