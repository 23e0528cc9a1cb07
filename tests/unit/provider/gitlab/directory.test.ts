import { Directory } from "../../../../provider/gitlab/directory";
import type { Exchange } from "../../../../provider/gitlab/transport";
import { answer, json, ORIGIN, type Reply, ScriptedGitLab } from "./scripted-gitlab";

const SINGLE = "GET /projects/acme%2F";
const LIST = "GET /groups/acme/projects?simple=true&order_by=id&sort=asc&per_page=100&page=";

/** A GitLab with the projects acme/p1 … acme/p9, whose ids are 101 … 109; acme/p8 is a private one that no list shows. */
function gitlab(replies: Readonly<Record<string, Reply>> = {}) {
  const listed = [1, 2, 3, 4, 5, 6, 7, 9].map((n) => ({ id: 100 + n, path_with_namespace: `Acme/P${n}` }));
  return new ScriptedGitLab(({ method, url }: Exchange) => {
    const path = url.replace(`${ORIGIN}/api/v4`, "");
    const [, n] = /^\/projects\/acme%2Fp(\d)$/i.exec(path) ?? [];
    return (
      replies[`${method} ${path}`] ??
      (n !== undefined ? json({ id: 100 + Number(n) }) : path.includes("/projects?") ? json(listed) : answer(404))
    );
  });
}

const projects = (directory: Directory, ...numbers: number[]) =>
  Promise.all(numbers.map((n) => directory.idOf("project", `acme/p${n}`)));

describe("the directory", () => {
  it("believes an id without a look", async () => {
    const world = gitlab();
    const directory = new Directory(world.client());

    expect(await directory.idOf("project", 42)).toBe("42");
    expect(await directory.idOf("group", 7)).toBe("7");
    expect(world.log).toEqual([]);
  });

  it("asks for a project by its whole path", async () => {
    const world = gitlab();

    expect(await new Directory(world.client()).idOf("project", "acme/p1")).toBe("101");
    expect(world.log).toEqual([`${SINGLE}p1`]);
  });

  it("asks for a group without its projects", async () => {
    const world = gitlab({ "GET /groups/acme%2Fplatform?with_projects=false": json({ id: 7 }) });

    expect(await new Directory(world.client()).idOf("group", "acme/platform")).toBe("7");
    expect(world.log).toEqual(["GET /groups/acme%2Fplatform?with_projects=false"]);
  });

  it("asks once for a path, whoever asks how often, at the same time or later, in whatever case", async () => {
    const world = gitlab();
    const directory = new Directory(world.client());

    await Promise.all([directory.idOf("project", "acme/p1"), directory.idOf("project", "ACME/P1")]);
    expect(await directory.idOf("project", "Acme/p1")).toBe("101");
    expect(world.log).toHaveLength(1);
  });

  it("keeps a group and a project of one path apart", async () => {
    const world = gitlab({ "GET /groups/acme%2Fp1?with_projects=false": json({ id: 7 }) });
    const directory = new Directory(world.client());

    expect(await directory.idOf("project", "acme/p1")).toBe("101");
    expect(await directory.idOf("group", "acme/p1")).toBe("7");
  });

  it("lists a group from its fourth project on, once", async () => {
    const world = gitlab();

    expect(await projects(new Directory(world.client()), 1, 2, 3, 4, 5, 6)).toEqual([
      "101",
      "102",
      "103",
      "104",
      "105",
      "106",
    ]);
    expect(world.log).toEqual([`${SINGLE}p1`, `${SINGLE}p2`, `${SINGLE}p3`, `${LIST}1`]);
  });

  it("counts each group for itself", async () => {
    const world = new ScriptedGitLab(() => json({ id: 1 }));
    const directory = new Directory(world.client());

    await Promise.all(["a/1", "a/2", "a/3", "b/1", "b/2", "b/3", "a/b/1"].map((p) => directory.idOf("project", p)));

    expect(world.log.filter((line) => line.includes("/groups/"))).toEqual([]);
  });

  it("asks for a project that its group's list does not show", async () => {
    const world = gitlab();

    expect(await projects(new Directory(world.client()), 1, 2, 3, 8)).toEqual(["101", "102", "103", "108"]);
    expect(world.log.slice(-2)).toEqual([`${LIST}1`, `${SINGLE}p8`]);
  });

  it("asks one by one in a user's own namespace, which is no group", async () => {
    const world = gitlab({ [`${LIST}1`]: answer(404) });

    expect(await projects(new Directory(world.client()), 1, 2, 3, 4, 5)).toEqual(["101", "102", "103", "104", "105"]);
    expect(world.log.filter((line) => line.startsWith("GET /groups"))).toHaveLength(1);
    expect(world.log.slice(-2)).toEqual([`${SINGLE}p4`, `${SINGLE}p5`]);
  });

  it("reads no more than 500 projects of a group", async () => {
    const page = (number: number) =>
      json(
        Array.from({ length: 100 }, (_, row) => ({ id: 1, path_with_namespace: `acme/x${number}-${row}` })),
        { "x-next-page": `${number + 1}` },
      );
    const world = gitlab(Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`${LIST}${number}`, page(number)])));

    expect(await projects(new Directory(world.client()), 1, 2, 3, 4)).toEqual(["101", "102", "103", "104"]);
    expect(world.log.slice(-2)).toEqual([`${LIST}5`, `${SINGLE}p4`]);
  });

  it("does not remember a failure: the path may exist a moment later", async () => {
    const world = new ScriptedGitLab([answer(404), json({ id: 101 })]);
    const directory = new Directory(world.client());

    await expect(directory.idOf("project", "acme/p1")).rejects.toMatchObject({ status: 404 });
    expect(await directory.idOf("project", "acme/p1")).toBe("101");
  });

  it("does not remember the failure of a group's list", async () => {
    const replies: Record<string, Reply> = { [`${LIST}1`]: answer(500) };
    const world = gitlab(replies);
    const directory = new Directory(world.client());

    await expect(projects(directory, 1, 2, 3, 4)).rejects.toMatchObject({ status: 500 });
    delete replies[`${LIST}1`];

    expect(await projects(directory, 4, 5)).toEqual(["104", "105"]);
  });

  it("says what it looked for and what that needs", async () => {
    const directory = new Directory(gitlab().client());

    await expect(directory.idOf("project", "acme/none")).rejects.toThrow(
      /Could not find the project "acme\/none": GitLab answered 404 .*whose user can see the project "acme\/none"/,
    );
    await expect(directory.idOf("group", "none")).rejects.toThrow('Could not find the group "none"');
  });
});
