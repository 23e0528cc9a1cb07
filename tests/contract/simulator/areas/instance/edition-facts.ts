import { factsIn, forbidden, unauthorized } from "../../facts/fact";
import { anInstance, newUser } from "../../facts/world";

const fact = factsIn(
  async (gitlab) => ({
    ...(await anInstance(gitlab)),
    somebody: await newUser(gitlab, "somebody"),
  }),
  "ee/lib/api/license.rb",
);
const license = "GET /license";
const appearance = "GET /application/appearance";
const premium = { edition: "premium" } as const;

export const editionFacts = [
  fact("GET /metadata", "200 when the instance is licensed", {
    ...premium,
    call: ({ root }) => ({ as: root }),
    body: { text: /"version":"[\d.]+-ee".*"enterprise":true/ },
    source: "app/graphql/types/metadata_type.rb",
  }),
  fact(license, "200 when an administrator of a licensed instance asks", {
    ...premium,
    call: ({ root }) => ({ as: root }),
    body: { text: /"plan":"premium"/ },
  }),
  fact(license, "403 when the instance is licensed and somebody asks who is no administrator", {
    ...premium,
    call: ({ somebody }) => ({ as: somebody.token }),
    body: forbidden,
  }),
  fact(license, "401 when the instance is licensed and nobody signs in", {
    ...premium,
    call: () => ({}),
    body: unauthorized,
  }),
  fact(appearance, "200 when an administrator asks", {
    call: ({ root }) => ({ as: root }),
    body: { text: /"email_header_and_footer_enabled":false/ },
    source: "lib/api/appearance.rb",
  }),
  fact(appearance, "403 when somebody asks who is no administrator", {
    call: ({ somebody }) => ({ as: somebody.token }),
    body: forbidden,
    source: "lib/api/appearance.rb",
  }),
  fact(appearance, "401 when asked without a token", {
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/appearance.rb",
  }),
];
