import type { FaultRule } from "../../../../simulator";
import { aTeam, newProject } from "../facts/world";
import { type Given, withSimulator } from "../with-simulator";
import { query } from "./graphql-api";

const SETTINGS = `mutation set($path: ID!) {
  projectCiCdSettingsUpdate(input: { fullPath: $path, pushRepositoryForJobTokenAllowed: true }) { errors }
}`;
const SHOWN = `query show($path: ID!) {
  project(fullPath: $path) { name ciCdSettings { pushRepositoryForJobTokenAllowed } }
}`;
const LISTS = "{ projects { nodes { name ciJobTokenScopeAllowlist { groupsAllowlist { count } } } } }";
const allowlist = { groupsAllowlist: { count: 0 } };

/** Two projects; the answer to a query while a fault is played, and whether the mutation was done. */
async function struck({ simulator, gitlab }: Given, rule: FaultRule, text: string) {
  await newProject(gitlab, "first", { path: "first", name: "first" });
  await newProject(gitlab, "second", { path: "second", name: "second" });
  const asked = { variables: { path: "root/first" } };
  const handle = simulator.faults.add({ times: 1, ...rule });
  const { status, body } = await query(gitlab, text, asked);
  const errors = body.errors?.map(({ locations: _, ...error }: { locations?: unknown }) => error);
  handle.remove();
  const { data } = (await query(gitlab, SHOWN, asked)).body;
  const acted = data.project.ciCdSettings.pushRepositoryForJobTokenAllowed;
  return { status, body: { ...body, ...(errors && { errors }) }, acted, hits: handle.hits };
}

const refused = (message: string) => ({
  data: { projectCiCdSettingsUpdate: null },
  errors: [{ message, path: ["projectCiCdSettingsUpdate"] }],
});

describe("a fault inside of GraphQL", () => {
  const field = "projectCiCdSettingsUpdate";
  const cases: readonly (readonly [string, FaultRule["fault"], unknown, boolean])[] = [
    ["a field fails", { kind: "fieldError", field, message: "Out of order" }, refused("Out of order"), false],
    ["a field fails that was done", { kind: "fieldError", field, acts: true }, refused("Internal server error"), true],
    ["a field times out", { kind: "fieldTimeout", field }, refused(`Timeout on Mutation.${field}`), false],
    ["a field is null", { kind: "fieldNull", field }, { data: { [field]: null } }, false],
    [
      "a payload has errors",
      { kind: "payloadErrors", field, errors: ["No."] },
      { data: { [field]: { errors: ["No."] } } },
      false,
    ],
    ["there are only errors", { kind: "graphqlErrors", messages: ["Down"] }, { errors: [{ message: "Down" }] }, false],
    [
      "there are only errors and it was done",
      { kind: "graphqlErrors", acts: true },
      { errors: [{ message: "Internal server error" }] },
      true,
    ],
    [
      "the query is too complex",
      { kind: "tooComplex" },
      { errors: [{ message: "Query has complexity of 301, which exceeds max complexity of 300" }] },
      false,
    ],
  ];

  it.each(cases)("%s", async (_, fault, body, acted) => {
    await withSimulator({}, async (given) => {
      expect(await struck(given, { fault }, SETTINGS)).toEqual({ status: 200, body, acted, hits: 1 });
    });
  });

  it("strikes one of several, and leaves the others as they are", async () => {
    await withSimulator({}, async (given) => {
      const fault = { kind: "fieldTimeout", field: "Project.ciJobTokenScopeAllowlist", nth: 2 } as const;

      const { body } = await struck(given, { fault }, LISTS);

      expect(body).toEqual({
        data: {
          projects: {
            nodes: [
              { name: "second", ciJobTokenScopeAllowlist: allowlist },
              { name: "first", ciJobTokenScopeAllowlist: null },
            ],
          },
        },
        errors: [
          {
            message: "Timeout on Project.ciJobTokenScopeAllowlist",
            path: ["projects", "nodes", 1, "ciJobTokenScopeAllowlist"],
          },
        ],
      });
    });
  });
});

describe("a fault of the wire", () => {
  it("strikes what asks for a field, wherever in the query it stands", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const handle = simulator.faults.add({
        field: "ciJobTokenScopeAllowlist",
        fault: { kind: "status", status: 502 },
      });
      const other = await query(gitlab, SHOWN, { variables: { path: billing.path_with_namespace } });
      const meant = await query(gitlab, LISTS);
      await gitlab.get("/user");

      expect([other.status, meant.status, handle.hits]).toEqual([200, 502, 1]);
    });
  });

  it("loses the answer of a mutation that was done", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const { billing } = await aTeam(gitlab);
      const asked = { variables: { path: billing.path_with_namespace } };
      simulator.faults.add({ field: "projectCiCdSettingsUpdate", times: 1, fault: { kind: "resetAfter" } });

      await expect(query(gitlab, SETTINGS, asked)).rejects.toThrow("fetch failed");
      const { data } = (await query(gitlab, SHOWN, asked)).body;

      expect(data.project.ciCdSettings.pushRepositoryForJobTokenAllowed).toBe(true);
      expect([...simulator.requests].slice(-2).map(({ operation, fault }) => [operation, fault])).toEqual([
        ["mutation projectCiCdSettingsUpdate", "resetAfter"],
        ["query project", null],
      ]);
    });
  });

  it("is ordered from another process", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const rule = { field: "currentUser", times: 1, fault: { kind: "fieldTimeout", field: "currentUser" } };
      const { status } = await fetch(`${simulator.url}/__simulator/faults`, {
        method: "POST",
        body: JSON.stringify(rule),
      });
      const { body } = await query(gitlab, "{ currentUser { username } }");

      expect([status, body.errors[0].message]).toEqual([201, "Timeout on Query.currentUser"]);
    });
  });

  it("of GraphQL strikes no request of REST", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const handle = simulator.faults.add({ fault: { kind: "graphqlErrors" } });

      expect([await gitlab.status("GET", "/user"), handle.hits]).toEqual([200, 0]);
    });
  });
});

it("a watcher sees every query that GitLab has answered", async () => {
  await withSimulator({}, async ({ simulator, gitlab }) => {
    const seen: (string | null)[] = [];
    simulator.watch(({ operation }) => void seen.push(operation));

    await query(gitlab, "{ currentUser { id } metadata { version } }");

    expect(seen).toEqual(["query currentUser, metadata"]);
  });
});
