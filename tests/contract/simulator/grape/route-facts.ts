import { error, factsIn } from "../facts/fact";
import { aTeam } from "../facts/world";

const fact = factsIn(aTeam);
const code = "lib/api/api.rb";

export const routeFacts = [
  fact({
    endpoint: "GET /no/such/route",
    when: "no route has this path",
    status: 404,
    call: ({ root }) => ({ as: root }),
    body: error("404 Not Found"),
    source: code,
  }),
  fact({
    endpoint: "GET /no/such/route",
    when: "no route has this path, whether a token is sent or not",
    status: 404,
    call: () => ({}),
    body: error("404 Not Found"),
    source: code,
  }),
  fact({
    endpoint: "GET /projects/:group/:project",
    when: "the slash of a project's path was not encoded",
    status: 404,
    call: ({ root, acme, billing }) => ({ path: { group: acme.path, project: billing.path }, as: root }),
    body: error("404 Not Found"),
    source: code,
  }),
];
