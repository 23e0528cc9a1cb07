import { factsIn, message } from "../../facts/fact";
import { newProject } from "../../facts/world";
import { aProjectRunner } from "./facts";

const code = "lib/api/ci/runners.rb";
const endpoint = "DELETE /runners/:id";
const hour = 3_600_000;

const fact = factsIn(aProjectRunner);
const unlessChangedSince = (time: number) => ({ "if-unmodified-since": new Date(time).toUTCString() });

export const runnerDeletionFacts = [
  fact({
    endpoint,
    when: "a maintainer of its project sends it",
    status: 204,
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: "empty",
    source: code,
  }),
  fact({
    endpoint,
    when: "it is shared with more projects and no administrator sends it",
    status: 403,
    arrange: async ({ gitlab, runner }) => {
      const other = await newProject(gitlab, "other");
      await gitlab.do("POST /projects/:id/runners", { path: { id: other.id }, json: { runner_id: runner.id } });
      return {};
    },
    call: ({ path, maintainer }) => ({ path, as: maintainer.token }),
    body: message("403 Forbidden - Runner associated with more than one project"),
    source: code,
  }),
  fact({
    endpoint,
    when: "nobody has changed it since the time that is named",
    status: 204,
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      headers: unlessChangedSince(Date.now() + hour),
    }),
    body: "empty",
    source: "lib/api/helpers.rb",
  }),
  fact({
    endpoint,
    when: "somebody has changed it since the time that is named",
    status: 412,
    call: ({ path, maintainer }) => ({
      path,
      as: maintainer.token,
      headers: unlessChangedSince(Date.now() - hour),
    }),
    body: message("412 Precondition Failed"),
    source: "lib/api/helpers.rb",
  }),
];
