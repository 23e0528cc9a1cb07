import { installedPackages, requiredPlugin } from "../../../../../tools/pulumi/host/program-packages";
import { Scratch } from "../../scratch";

describe("a program's packages", () => {
  let program: Scratch;
  beforeEach(() => {
    program = new Scratch();
  });
  afterEach(() => program.remove());

  const install = (name: string, manifest: object) =>
    program.write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...manifest }));

  it("are those that its package.json names and that are installed", () => {
    program.write(
      "package.json",
      JSON.stringify({ dependencies: { zod: "^4", missing: "1" }, devDependencies: { "@types/node": "20" } }),
    );
    install("zod", { version: "4.6.1" });
    install("@types/node", { version: "20.1.0" });
    install("unrelated", { version: "1.0.0" });
    const found = installedPackages(program.path("src/deep")).map(({ name, version }) => `${name}@${version}`);
    expect(found).toEqual(["zod@4.6.1", "@types/node@20.1.0"]);
  });

  it("are none without a package.json", () => {
    expect(installedPackages("/nowhere")).toEqual([]);
  });

  it("name the plugin that they need", () => {
    expect(requiredPlugin({ name: "zod", version: "4.6.1" })).toBeUndefined();
    const plugin = requiredPlugin({ name: "@pulumi/random", version: "4.1.0", pulumi: { resource: true } });
    expect(plugin?.toObject()).toMatchObject({ kind: "resource", name: "random", version: "4.1.0" });
    const named = { resource: true, name: "x", version: "2.0.0", server: "https://example.test" };
    expect(requiredPlugin({ name: "@acme/pulumi-x", pulumi: named })?.toObject()).toMatchObject({
      name: "x",
      version: "2.0.0",
      server: "https://example.test",
    });
  });

  it("name what a plugin is parameterized with", () => {
    const parameterization = { name: "hashicorp/null", version: "3.2.0", value: "e30=" };
    const plugin = requiredPlugin({ name: "null", pulumi: { resource: true, parameterization } });
    expect(plugin?.getParameterization()?.toObject()).toEqual(parameterization);
  });
});
