import type { ProjectRecord } from "../../../../cli/inventory/record";
import { useProgram } from "../../../support/cli/use-program";
import { entryOf, projectRecord } from "../../../support/inventory/records";

const { run, path, out, json, everyFile, listsOf } = useProgram({ GITLAB_CI_ACCESS_NOW: "2027-01-10" });
const imports = (projects: readonly ProjectRecord[], ...more: readonly string[]) =>
  run(projects, ["import", "--out", path("out"), ...more]);

const callers = [entryOf({ id: 1_000, path: "other/p0" })];

describe("with --shards auto", () => {
  const estate = (sizes: Readonly<Record<string, number>>) =>
    Object.entries(sizes).flatMap(([group, size], place) =>
      Array.from({ length: size }, (_, index) =>
        projectRecord({ id: place * 10_000 + index + 1, path: `${group}/p${index}` }),
      ),
    );

  it("cuts groups of more than 500 lists into stacks that are called as they are", async () => {
    expect(
      await imports(estate({ "acme/a": 300, "acme/b/x": 400, "acme/b/y": 200, acme: 3, other: 5 }), "--shards", "auto"),
    ).toBe(0);

    const stacks = everyFile().flatMap((name) => /^import\.(.+)\.json$/.exec(name)?.[1] ?? []);
    expect(stacks.sort()).toEqual(["acme", "acme-a", "acme-b-x", "acme-b-y", "other"]);
    expect(out("index.ts")).toMatch(/new AccessMap\("access", \{ from: `access\/\$\{pulumi\.getStack\(\)\}` \}\);/);
    expect(out(".gitlab-ci.yml")).toContain("- STACK: [acme, acme-a, acme-b-x, acme-b-y, other]");
    for (const stack of stacks) {
      expect(listsOf(`access/${stack}`)).toHaveLength(json(`import.${stack}.json`).resources.length - 1);
    }
  });

  it("gives each stack the waivers of its own lists, and no other's", async () => {
    const projects = [
      ...estate({ "acme/a": 500, "acme/b": 1 }).map((record) => ({ ...record, projects: callers })),
      projectRecord({ id: 90_000, path: "acme/b/open", enabled: false, projects: callers }),
    ];

    await imports(projects, "--shards", "auto");

    expect(everyFile().filter((name) => name.startsWith("policies"))).toEqual([
      "policies.acme-a.json",
      "policies.acme-b.json",
    ]);
    expect(json("policies.acme-a.json")).toEqual({});
    expect(Object.keys(json("policies.acme-b.json"))).toEqual(["require-job-token-scope"]);
    expect(out(".gitlab-ci.yml")).toContain("--policy-pack-config $TOOLS/policies.$STACK.json");
    const readme = out("README.md");
    expect(readme).toContain("| `acme-a` | 500 |\n| `acme-b` | 2 |\n");
    expect(readme).toContain(`   for stack in acme-a acme-b; do
     pulumi stack init $stack || break
     pulumi import --stack $stack --file import.$stack.json --generate-code=false --yes || break
   done
`);
    expect(readme).toMatch(
      /for stack in acme-a acme-b; do\n +pulumi preview --expect-no-changes --stack \$stack .* --policy-pack-config policies\.\$stack\.json \|\| break\n +pulumi up --yes --skip-preview --stack \$stack \|\| break\n +done\n/,
    );
    expect(readme).toContain("1 project is open to every job token");
  });

  it("gives two groups whose names come out alike stacks of their own", async () => {
    await imports(estate({ "acme/b": 501, acme: 1, "acme-b": 2 }), "--shards", "auto");
    const [lists, others] = ["acme-b", "acme-b-2"].map((stack) => json(`import.${stack}.json`).resources.length - 1);
    expect([lists, others].sort()).toEqual([2, 501]);
  });
});
