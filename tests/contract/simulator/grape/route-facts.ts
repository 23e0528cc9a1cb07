import { error, factsIn } from "../facts/fact";
import { aTeam } from "../facts/world";

const code = "lib/api/api.rb";
const fact = factsIn(aTeam, code);

export const routeFacts = [
  fact("GET /no/such/route", "404 when no route has this path", {
    call: ({ root }) => ({ as: root }),
    body: error("404 Not Found"),
  }),
  fact("GET /no/such/route", "404 when no route has this path, whether a token is sent or not", {
    call: () => ({}),
    body: error("404 Not Found"),
  }),
  fact("GET /projects/:group/:project", "404 when the slash of a project's path was not encoded", {
    call: ({ root, acme, billing }) => ({ path: { group: acme.path, project: billing.path }, as: root }),
    body: error("404 Not Found"),
  }),
];
