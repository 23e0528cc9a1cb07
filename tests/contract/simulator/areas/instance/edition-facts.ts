import { factsIn, forbidden, unauthorized } from "../../facts/fact";
import { anInstance, newUser } from "../../facts/world";

const fact = factsIn(async (gitlab) => ({
  ...(await anInstance(gitlab)),
  somebody: await newUser(gitlab, "somebody"),
}));
const license = "GET /license";
const appearance = "GET /application/appearance";
const premium = { edition: "premium" } as const;

export const editionFacts = [
  fact({
    endpoint: "GET /metadata",
    when: "the instance is licensed",
    ...premium,
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { text: /"version":"[\d.]+-ee".*"enterprise":true/ },
    source: "app/graphql/types/metadata_type.rb",
  }),
  fact({
    endpoint: license,
    when: "an administrator of a licensed instance asks",
    ...premium,
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { text: /"plan":"premium"/ },
    source: "ee/lib/api/license.rb",
  }),
  fact({
    endpoint: license,
    when: "the instance is licensed and somebody asks who is no administrator",
    ...premium,
    status: 403,
    call: ({ somebody }) => ({ as: somebody.token }),
    body: forbidden,
    source: "ee/lib/api/license.rb",
  }),
  fact({
    endpoint: license,
    when: "the instance is licensed and nobody signs in",
    ...premium,
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: "ee/lib/api/license.rb",
  }),
  fact({
    endpoint: appearance,
    when: "an administrator asks",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { text: /"email_header_and_footer_enabled":false/ },
    source: "lib/api/appearance.rb",
  }),
  fact({
    endpoint: appearance,
    when: "somebody asks who is no administrator",
    status: 403,
    call: ({ somebody }) => ({ as: somebody.token }),
    body: forbidden,
    source: "lib/api/appearance.rb",
  }),
  fact({
    endpoint: appearance,
    when: "asked without a token",
    status: 401,
    call: () => ({}),
    body: unauthorized,
    source: "lib/api/appearance.rb",
  }),
];
