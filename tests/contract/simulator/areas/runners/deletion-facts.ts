import { factsIn, message } from "../../facts/fact";
import { newProject } from "../../facts/world";
import { aProjectRunner } from "./facts";

const code = "lib/api/ci/runners.rb";
const endpoint = "DELETE /runners/:id";
const hour = 3_600_000;

const fact = factsIn(aProjectRunner, code);
const unlessChangedSince = (time: number) => ({ "if-unmodified-since": new Date(time).toUTCString() });

export const runnerDeletionFacts = [
  fact(endpoint, "204 when a maintainer of its project sends it", {
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: "empty",
  }),
  fact(endpoint, "403 when it is shared with more projects and no administrator sends it", {
    arrange: async ({ gitlab, runner }) => {
      const other = await newProject(gitlab, "other");
      await gitlab.do("POST /projects/:id/runners", { path: { id: other.id }, json: { runner_id: runner.id } });
      return {};
    },
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: message("403 Forbidden - Runner associated with more than one project"),
  }),
  fact(endpoint, "204 when nobody has changed it since the time that is named", {
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      headers: unlessChangedSince(Date.now() + hour),
    }),
    body: "empty",
    source: "lib/api/helpers.rb",
  }),
  fact(endpoint, "412 when somebody has changed it since the time that is named", {
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      headers: unlessChangedSince(Date.now() - hour),
    }),
    body: message("412 Precondition Failed"),
    source: "lib/api/helpers.rb",
  }),
];
