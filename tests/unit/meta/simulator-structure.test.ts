import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "simulator"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file.endsWith(".ts"));

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const arrows: readonly Arrow[] = files.flatMap((from) =>
  [...readFileSync(join(root, from), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, name = ""]) => ({
    from,
    to: normalize(join(dirname(from), name)),
  })),
);

const room = (file: string): string => file.split("/").slice(0, 2).join("/");
const area = (file: string): string | undefined => /^simulator\/areas\/([^/]+)\//.exec(file)?.[1];

/** Which rooms of the simulator each room may import from. The files beside the rooms put everything together. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "simulator/model": ["simulator/model"],
  "simulator/grape": ["simulator/grape", "simulator/model"],
  "simulator/areas": ["simulator/areas", "simulator/grape", "simulator/model"],
  "simulator/graphql": ["simulator/graphql", "simulator/areas", "simulator/grape", "simulator/model"],
  "simulator/control": ["simulator/control", "simulator/graphql", "simulator/grape", "simulator/model"],
};

it("GraphQL's packages are loaded by the first request to it, and not at the start", () => {
  const script = `
    const loads = () => Object.keys(require.cache).some((file) => /node_modules.graphql\\b/.test(file));
    require("pulumi-gitlab-ci-access/simulator").startSimulator().then(async (gitlab) => {
      const before = loads();
      const headers = { "content-type": "application/json" };
      await fetch(gitlab.url + "/api/graphql", { method: "POST", headers, body: JSON.stringify({ query: "{ currentUser { id } }" }) });
      console.log(before, loads());
      await gitlab.close();
    });`;
  expect(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" })).toBe("false true\n");
});

/** GraphQL calls what is in these as routes do. */
const QUIET_FILES = ["operations.ts", "presentation.ts"];

describe("the simulator", () => {
  it.each(Object.entries(ALLOWED))("%s imports from nothing above it", (folder, below) => {
    const wrong = arrows.filter(({ from, to }) => room(from) === folder && !below.includes(room(to)));

    expect(wrong).toEqual([]);
  });

  it("has no area that imports another one", () => {
    const wrong = arrows.filter(({ from, to }) => {
      const [own, other] = [area(from), area(`${to}.ts`)];
      return own !== undefined && other !== undefined && own !== other;
    });

    expect(wrong).toEqual([]);
  });

  it("has areas whose files are named for what is in them", () => {
    const strange = files.filter((file) => {
      const name = file.split("/").at(-1) ?? "";
      return area(file) !== undefined && /^(index|utils|helpers|types)\.ts$/.test(name);
    });
    const withoutRoutes = [...new Set(files.map(area))].filter(
      (name) => name !== undefined && !files.includes(`simulator/areas/${name}/routes.ts`),
    );

    expect({ strange, withoutRoutes }).toEqual({ strange: [], withoutRoutes: [] });
  });

  it("has operations and presentations that know nothing of routes and parameters", () => {
    const wrong = arrows.filter(
      ({ from, to }) =>
        area(from) !== undefined &&
        QUIET_FILES.some((name) => from.endsWith(name)) &&
        /routes$|grape\/(router|pagination|param-types|reply)$/.test(to),
    );

    expect(wrong).toEqual([]);
  });
});
