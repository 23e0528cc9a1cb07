import * as pulumi from "@pulumi/pulumi";
import { AccessMap, JobTokenAllowlist, Provider } from "../../../../../provider";
import { inRoot, withMap } from "../../../../support/access-map";
import { type Registered, registeredBy } from "../../../../support/registered";

const TYPE = "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist";
const lists = (all: readonly Registered[]) => all.filter(({ type }) => type === TYPE);
const shop = { projects: { "acme/Shop": { projects: ["acme/deploy"], groups: [] } } };

async function listOf(map: ConstructorParameters<typeof AccessMap>[1]): Promise<Registered> {
  const [list] = lists(await registeredBy(() => new AccessMap("acme", map)));
  if (list === undefined) throw new Error("the map declares no list");
  return list;
}

describe("an AccessMap", () => {
  it("is a component with one JobTokenAllowlist for each project", async () => {
    const all = await registeredBy(() => new AccessMap("acme", shop));

    expect(all.map(({ type, name }) => [type, name])).toEqual([
      ["gitlab-ci-access:index:AccessMap", "acme"],
      [TYPE, "acme/shop"],
    ]);
    expect(all[1]?.parent).toMatch(/gitlab-ci-access:index:AccessMap::acme$/);
  });

  it("tells a list what a program would tell it, and keeps the reason to itself", async () => {
    const args = { project: "acme/Shop", projects: ["acme/deploy"], groups: [] };
    const byHand = lists(await registeredBy(() => new JobTokenAllowlist("acme/shop", args)));
    const { __key: _, ...wanted } = byHand[0]?.inputs ?? {};

    const { inputs } = await listOf({ projects: { "acme/Shop": { ...shop.projects["acme/Shop"], reason: "agreed" } } });
    expect(inputs).toEqual({ ...wanted, __key: expect.stringMatching(/^[\da-f]{12}$/) });
  });

  it("releases the list of a project that leaves it", async () => {
    expect((await listOf(shop)).retainOnDelete).toBe(true);
  });

  it("takes over a list that was declared beside it, or by another name", async () => {
    const { aliases } = await listOf({ projects: { "acme/Shop": { groups: [], was: ["shop", "old"] } } });

    expect(aliases).toEqual([
      { name: "acme/shop", isAtTop: true },
      ...["acme/Shop", "shop", "old"].flatMap((name) => [
        { name, isAtTop: true },
        { name, isAtTop: false },
      ]),
    ]);
  });

  it("hands its provider and protection on to its lists", async () => {
    const [list] = lists(
      await registeredBy(() => {
        const provider = new Provider("other", { baseUrl: "https://other.example", tokenEnvironmentVariable: "T" });
        new AccessMap("acme", shop, { provider, protect: true });
      }),
    );

    expect(list).toMatchObject({ protect: true, provider: expect.stringContaining("::other::") });
  });

  it("shows each list by the project's path, for dependsOn", async () => {
    let map: AccessMap | undefined;
    await registeredBy(() => {
      map = new AccessMap("acme", shop);
    });

    expect(Object.entries(map?.lists ?? {})).toEqual([["acme/shop", expect.any(JobTokenAllowlist)]]);
  });

  it("reads a folder from the one that Pulumi.yaml is in", async () => {
    const file = "projects: { acme/shop: { groups: [] } }\n";
    const all = await withMap({ "acme.yaml": file }, (root) =>
      inRoot(root, () => registeredBy(() => new AccessMap("acme", { from: "access" }))),
    );

    expect(lists(all).map(({ name }) => name)).toEqual(["acme/shop"]);
  });

  it("declares nothing where there is a mistake, and tells all of them", async () => {
    const make = () => new AccessMap("acme", { projects: { shop: { groups: [] }, "acme/till": { groups: ["a/"] } } });
    let error: unknown;
    const all = await registeredBy(() => {
      try {
        make();
      } catch (thrown) {
        error = thrown;
      }
    });

    expect(error).toBeInstanceOf(pulumi.RunError);
    expect(String(error)).toMatch(/AccessMap 'acme' has a mistake:\n {2}projects > shop: "shop" lacks its group/);
    expect(all).toEqual([]);
  });

  it("tells how many mistakes there are", () => {
    const make = () => new AccessMap("acme", { projects: { shop: { groups: [] }, till: { groups: [] } } });
    expect(make).toThrow(/^AccessMap 'acme' has 2 mistakes:\n {2}projects > shop: .*\n {2}projects > till: /);
  });

  it.each([
    ["settings beside a folder", { from: "access", defaults: { enabled: true } }, "defaults stands beside from"],
    ["a misspelt key", { project: {} }, /project.*"projects" was likely meant/],
    ["nothing", undefined, "AccessMap 'acme' has a mistake"],
  ])("is refused with %s, as a JavaScript program may give it", (_name, args, said) => {
    expect(() => Reflect.construct(AccessMap, ["acme", args])).toThrow(said);
  });
});
