import { userDetails } from "../facts/entities/user";
import { error, factsIn, notFound } from "../facts/fact";
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
  fact("GET /users/:id", "200 when the one format is asked for by its ending", {
    call: ({ root }) => ({ as: root, path: { id: "1.json" } }),
    body: { one: userDetails, where: { id: 1 } },
  }),
  fact("GET /projects/:id", "404 when the ending is taken for a part of the project's path", {
    call: ({ root, billing }) => ({ as: root, path: { id: `${billing.id}.json` } }),
    body: notFound("Project"),
  }),
  fact("GET /users/:id", "404 when the id is no number, as no route has this path", {
    call: ({ root }) => ({ as: root, path: { id: "root" } }),
    body: error("404 Not Found"),
    source: "lib/api/users.rb",
  }),
  fact("DELETE /users/:id", "404 when the id is no number, as no route has this path", {
    call: ({ root }) => ({ as: root, path: { id: "root" } }),
    body: error("404 Not Found"),
    source: "lib/api/users.rb",
  }),
];
