import { isLicensed } from "../../model/edition";
import type { Instance } from "../../model/instance";

/** What `/version` and `/metadata` answer: they are one query. */
export function presentMetadata({ edition, release }: Instance) {
  const enterprise = isLicensed(edition);
  return {
    version: enterprise ? `${release}-ee` : String(release),
    revision: "5e1c0f9a3d7",
    kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
    enterprise,
  };
}

/** `Appearance` of an instance on which nobody has changed anything. */
export const APPEARANCE = {
  title: "",
  description: "",
  pwa_name: "",
  pwa_short_name: "",
  pwa_description: "",
  member_guidelines: "",
  new_project_guidelines: "",
  profile_image_guidelines: "",
  header_message: "",
  footer_message: "",
  message_background_color: "#E75E40",
  message_font_color: "#FFFFFF",
  email_header_and_footer_enabled: false,
  logo: null,
  header_logo: null,
  pwa_icon: null,
  favicon: null,
};

/** `GitlabLicense`: bought on the first day of the clock's year, for a year. */
export function presentLicense({ edition, clock, users }: Instance) {
  const year = clock.now().getUTCFullYear();
  const people = users.all().filter(({ kind, state }) => kind === "human" && state === "active").length;
  return {
    id: 1,
    plan: edition,
    created_at: `${year}-01-01T00:00:00.000Z`,
    starts_at: `${year}-01-01`,
    expires_at: `${year + 1}-01-01`,
    historical_max: people,
    maximum_user_count: people,
    licensee: { Name: "Administrator", Company: "Example", Email: "admin@example.com" },
    add_ons: {},
    expired: false,
    overage: 0,
    user_limit: 1000,
    active_users: people,
  };
}
