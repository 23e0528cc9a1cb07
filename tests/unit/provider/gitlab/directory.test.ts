import { setImmediate } from "node:timers/promises";
import { Directory } from "../../../../provider/gitlab/directory";
import { Lanes } from "../../../../provider/http/lanes";
import type { Exchange } from "../../../../provider/http/transport";
import { answer, html, json, type Reply, ScriptedGitLab } from "../http/scripted-gitlab";

const SINGLE = "GET /projects/";
const LIST = "GET /groups/";
const ROWS = 100;

/** A GitLab with these projects, whose ids are 101, 102, …; `unlisted` are in no list, `replies` come before all else. */
function gitlab(paths: readonly string[], replies: Readonly<Record<string, Reply>> = {}, unlisted: string[] = []) {
  const rows = paths.map((path, index) => ({ id: 101 + index, path_with_namespace: path }));
  const listed = rows.filter(({ path_with_namespace: path }) => !unlisted.includes(path));
  const find = (fullPath: string) => rows.find((row) => row.path_with_namespace.toLowerCase() === fullPath);
  const world = new ScriptedGitLab(({ method, url }: Exchange) => {
    const { pathname, searchParams } = new URL(url);
    const [, , , kind, id = "", list] = pathname.split("/").map(decodeURIComponent);
    const scripted = replies[`${method} /${kind}/${id}`];
    if (scripted !== undefined) return scripted;
    if (list === undefined) return kind === "projects" ? found(find(id.toLowerCase())) : notFound;
    const below = listed.filter((row) => row.path_with_namespace.toLowerCase().startsWith(`${id.toLowerCase()}/`));
    return page(below, Number(searchParams.get("page")));
  });
  const lanes = new Lanes(10);
  return {
    world,
    directory: new Directory(world.client(), lanes),
    asked: () => world.log.map((line) => line.split("?")[0]),
  };
}

const notFound = json({ message: "404 Project Not Found" }, {}, 404);

function found(row: object | undefined): Reply {
  return row === undefined ? notFound : json(row);
}

function page(rows: readonly object[], number: number): Reply {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const next = number < pages ? `${number + 1}` : "";
  return json(rows.slice((number - 1) * ROWS, number * ROWS), { "x-next-page": next, "x-total-pages": `${pages}` });
}

const projectsIn = (group: string, count: number) => Array.from({ length: count }, (_, n) => `${group}/p${n}`);
const acme = projectsIn("acme", 9);

function idsOf(directory: Directory, paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => directory.idOf("project", path)));
}

/** One after another, as declarations come that don't know of each other. */
async function oneByOne(directory: Directory, paths: readonly string[]): Promise<void> {
  for (const path of paths) await directory.idOf("project", path);
}

describe("the directory", () => {
  it("believes an id without a look", async () => {
    const { directory, asked } = gitlab([]);

    expect(await directory.idOf("project", 42)).toBe("42");
    expect(await directory.idOf("group", 7)).toBe("7");
    expect(asked()).toEqual([]);
  });

  it("asks for a project by its whole path", async () => {
    const { directory, asked } = gitlab(acme);

    expect(await directory.idOf("project", "acme/p1")).toBe("102");
    expect(asked()).toEqual([`${SINGLE}acme%2Fp1`]);
  });

  it("asks for a group without its projects", async () => {
    const { world, directory } = gitlab([], { "GET /groups/acme/platform": json({ id: 7 }) });

    expect(await directory.idOf("group", "acme/platform")).toBe("7");
    expect(world.log).toEqual(["GET /groups/acme%2Fplatform?with_projects=false"]);
  });

  it("asks once for a path, whoever asks how often, at the same time or later, in whatever case", async () => {
    const { directory, asked } = gitlab(acme);

    await Promise.all([directory.idOf("project", "acme/p1"), directory.idOf("project", "ACME/P1")]);
    expect(await directory.idOf("project", "Acme/p1")).toBe("102");
    expect(asked()).toHaveLength(1);
  });

  it("keeps a group and a project of one path apart", async () => {
    const { directory } = gitlab(acme, { "GET /groups/acme/p1": json({ id: 7 }) });

    expect(await directory.idOf("project", "acme/p1")).toBe("102");
    expect(await directory.idOf("group", "acme/p1")).toBe("7");
  });

  it("does not remember a failure: the path may exist a moment later", async () => {
    const replies: Record<string, Reply> = { "GET /projects/acme/p1": notFound };
    const { directory } = gitlab(acme, replies);

    await expect(directory.idOf("project", "acme/p1")).rejects.toMatchObject({ status: 404 });
    delete replies["GET /projects/acme/p1"];
    expect(await directory.idOf("project", "acme/p1")).toBe("102");
  });

  it("says what it looked for and what that needs", async () => {
    const { directory } = gitlab([]);

    await expect(directory.idOf("project", "acme/none")).rejects.toThrow(
      /Could not find the project "acme\/none": GitLab answered 404 .*whose user can see the project "acme\/none"/,
    );
    await expect(directory.idOf("group", "none")).rejects.toThrow('Could not find the group "none"');
  });
});

describe("many projects of one group", () => {
  it("are looked up, as long as they are three", async () => {
    const { directory, asked } = gitlab(acme);

    await idsOf(directory, acme.slice(0, 3));
    expect(asked()).toEqual([`${SINGLE}acme%2Fp0`, `${SINGLE}acme%2Fp1`, `${SINGLE}acme%2Fp2`]);
  });

  it("cost one listing when there are more", async () => {
    const { directory, asked } = gitlab(acme);

    expect(await idsOf(directory, ["Acme/P0", ...acme.slice(1, 4)])).toEqual(["101", "102", "103", "104"]);
    expect(asked()).toEqual([`${LIST}acme/projects`]);
  });

  it("are listed with all that is below the group, and nothing that is only shared with it", async () => {
    const { world, directory } = gitlab(acme);

    await idsOf(directory, acme);
    expect(world.log).toEqual([
      `${LIST}acme/projects?include_subgroups=true&with_shared=false&simple=true&order_by=id&sort=asc&per_page=100&page=1`,
    ]);
  });

  it("that are asked for one after another cost a listing from the fourth on", async () => {
    const { directory, asked } = gitlab(acme);

    await oneByOne(directory, acme);
    expect(asked().slice(3)).toEqual([`${LIST}acme/projects`]);
  });

  it("are asked for one by one where the list does not show them", async () => {
    const { directory, asked } = gitlab(acme, {}, ["acme/p8"]);

    expect(await idsOf(directory, acme)).toHaveLength(9);
    expect(await directory.idOf("project", "acme/p8")).toBe("109");
    expect(asked()).toEqual([`${LIST}acme/projects`, `${SINGLE}acme%2Fp8`]);
  });

  it.each([
    ["a user's own namespace, which is no group", answer(404)],
    ["a list that is too long for GitLab", answer(500)],
    ["a list whose answer can't be used", html()],
  ])("are asked for one by one in %s", async (_, reply) => {
    const { directory, asked } = gitlab(acme, { "GET /groups/acme": reply });

    expect(await idsOf(directory, acme.slice(0, 5))).toEqual(["101", "102", "103", "104", "105"]);
    expect(asked().filter((line) => line?.startsWith(LIST))).toHaveLength(1);
  });

  it("cost one request for each hundred more than the look-ups at most, however long the list", async () => {
    const huge = projectsIn("acme", 40_000);
    const { directory, asked } = gitlab(huge);

    await idsOf(directory, huge.slice(-200));
    expect(asked()).toHaveLength(202);
  });

  it("cost as many pages as they fill, all asked for before the first answer", async () => {
    const paths = projectsIn("acme", 250);
    const { world, directory, asked } = gitlab(paths);
    let answerAll = () => {};
    world.held = new Promise((resolve) => {
      answerAll = resolve;
    });

    const found = idsOf(directory, paths);
    while (asked().length === 0) await setImmediate();
    await setImmediate(); // Whatever waits for no answer has been asked for by now.
    expect(asked()).toEqual(Array(3).fill(`${LIST}acme/projects`));
    answerAll();
    expect(new Set(await found).size).toBe(250);
    expect(asked()).toHaveLength(3);
  });

  it("are asked for one by one where GitLab doesn't say how long the list is", async () => {
    const first = json([{ id: 101, path_with_namespace: "acme/p0" }], { "x-next-page": "2" });
    const { directory, asked } = gitlab(acme, { "GET /groups/acme": first });

    expect(await idsOf(directory, acme)).toHaveLength(9);
    expect(asked()).toHaveLength(1 + 8);
  });
});

describe("many projects in many groups", () => {
  it("of one tree cost a listing of the tree", async () => {
    const tree = Array.from({ length: 20 }, (_, n) => projectsIn(`acme/team-${n}`, 10)).flat();
    const { directory, asked } = gitlab(tree);

    expect(new Set(await idsOf(directory, tree)).size).toBe(200);
    expect(asked()).toEqual([`${LIST}acme/projects`, `${LIST}acme/projects`]);
  });

  it("of a tree too large to list cost a listing of each subgroup", async () => {
    const tree = Array.from({ length: 20 }, (_, n) => projectsIn(`acme/team-${n}`, 10)).flat();
    const { directory, asked } = gitlab([...projectsIn("acme/others", 5_000), ...tree]);

    await idsOf(directory, tree);
    expect(asked()).toHaveLength(2 + 20); // What 200 paths would fill, in vain.
  });

  it("that are spread cost a listing of each group", async () => {
    const spread = Array.from({ length: 20 }, (_, n) => projectsIn(`team-${n}`, 10)).flat();
    const { directory, asked } = gitlab(spread);

    expect(new Set(await idsOf(directory, spread)).size).toBe(200);
    expect(asked()).toEqual(Array.from({ length: 20 }, (_, n) => `${LIST}team-${n}/projects`));
  });

  it("are looked up where no group holds more than three of them", async () => {
    const spread = Array.from({ length: 60 }, (_, n) => projectsIn(`team-${n}`, 3)).flat();
    const { directory, asked } = gitlab(spread);

    await idsOf(directory, spread);
    expect(asked().every((line) => line?.startsWith(SINGLE))).toBe(true);
  });

  it("that are asked for one after another cost a listing of their tree in the end", async () => {
    const tree = Array.from({ length: 20 }, (_, n) => projectsIn(`acme/team-${n}`, 10)).flat();
    const { directory, asked } = gitlab(tree);

    await oneByOne(directory, tree);
    expect(asked()).toHaveLength(3 + 1 + 2); // Three look-ups, the first team, then the whole tree.
  });
});
