import { startSimulator } from "../../../../simulator";
import { GitLabApi } from "../../../support/gitlab/gitlab-api";
import { aTeam } from "../facts/world";
import { accessFacts } from "./access-facts";
import type { GraphqlFact } from "./fact";
import { query } from "./graphql-api";
import { limitFacts } from "./limit-facts";
import { additionFacts, policyFacts, removalFacts } from "./mutation-facts";
import { runnerFacts } from "./runner-facts";
import { settingsFacts } from "./settings-facts";
import { variableFacts } from "./variable-facts";

const areas: Readonly<Record<string, readonly GraphqlFact[]>> = {
  ciJobTokenScopeAddGroupOrProject: additionFacts,
  ciJobTokenScopeUpdatePolicies: policyFacts,
  "removals from allowlists": removalFacts,
  "settings of projects": settingsFacts,
  variables: variableFacts,
  "runners and triggers": runnerFacts,
  credentials: accessFacts,
  limits: limitFacts,
};

async function answerTo(fact: GraphqlFact) {
  const simulator = await startSimulator({ ...(fact.version && { version: fact.version }) });
  try {
    const team = await aTeam(new GitLabApi(simulator.url, simulator.token));
    const made = await fact.arrange?.(team);
    const { status, body } = await query(team.gitlab, fact.query, fact.asked?.(team, Object(made)));
    const errors = body.errors?.map(({ locations: _, ...error }: { locations?: unknown }) => error);
    return { status, body: { ...body, ...(errors && { errors }) }, expected: fact.answer(team) };
  } finally {
    await simulator.close();
  }
}

describe.each(Object.entries(areas))("GraphQL's answers about %s", (_, facts) => {
  it.each(facts.map((fact) => [fact.when, fact] as const))("when %s", async (_, fact) => {
    const { status, body, expected } = await answerTo(fact);

    expect({ status, body }).toEqual({ status: fact.status ?? 200, body: expected });
  });
});

it("every fact has GitLab's own file or page as its source", () => {
  const unsourced = Object.values(areas)
    .flat()
    .filter(({ source }) => !/^(lib|app|spec|doc|config)\/\S+\.(rb|md)$/.test(source));

  expect(unsourced).toEqual([]);
});
