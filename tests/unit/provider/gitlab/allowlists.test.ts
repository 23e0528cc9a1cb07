import type { Allowlist } from "../../../../provider/gitlab/allowlists";
import { Allowlists } from "../../../../provider/gitlab/allowlists";
import type { Place } from "../../../../provider/gitlab/place";
import { answer, fault, json, type Reply, ScriptedGitLab } from "../http/scripted-gitlab";

const LIST = "/projects/12/job_token_scope/allowlist";
const GET = `GET ${LIST}?per_page=100&page=1`;
const POST = `POST ${LIST}`;
const DELETE = `DELETE ${LIST}/34`;
const project = (id: string): Place => ({ kind: "project", id });
const projects: Allowlist = { project: project("12"), kind: "project" };
const groups: Allowlist = { project: project("12"), kind: "group" };

/** GitLab always lists the project itself. */
const listing = (...ids: number[]) => json([12, ...ids].map((id) => ({ id })));
const added = json({ source_project_id: 12, target_project_id: 34 }, {}, 201);
const notFound = json({ message: "404 Project Not Found" }, {}, 404);
const refused = json({ message: "Target project is already in the job token scope" }, {}, 400);

function scripted(...script: Reply[]) {
  const gitlab = new ScriptedGitLab(script);
  return { gitlab, allowlists: new Allowlists(gitlab.client(), () => gitlab.nowMs) };
}

describe("reading a list", () => {
  it("serves all who ask at the same time and later with one listing", async () => {
    const { gitlab, allowlists } = scripted(listing(34, 35));

    expect(await Promise.all(["34", "35", "36"].map((id) => allowlists.has(projects, project(id))))).toEqual([
      true,
      true,
      false,
    ]);
    expect(await allowlists.has(projects, project("34"))).toBe(true);
    expect(gitlab.log).toEqual([GET]);
  });

  it("is done again after a minute", async () => {
    const { gitlab, allowlists } = scripted(listing(34), listing());
    await allowlists.has(projects, project("34"));

    gitlab.nowMs += 59_999;
    expect(await allowlists.has(projects, project("34"))).toBe(true);
    gitlab.nowMs += 1;
    expect(await allowlists.has(projects, project("34"))).toBe(false);
  });

  it("is done for each project and each kind", async () => {
    const { gitlab, allowlists } = scripted(listing(34), listing(), json([{ id: 12 }]));

    expect(await allowlists.has(projects, project("34"))).toBe(true);
    expect(await allowlists.has({ ...projects, project: project("13") }, project("34"))).toBe(false);
    expect(await allowlists.has(groups, project("12"))).toBe(true);
    expect(gitlab.log.at(-1)).toBe("GET /projects/12/job_token_scope/groups_allowlist?per_page=100&page=1");
  });

  it("leaves out the project itself, which nobody put in", async () => {
    expect(await scripted(listing()).allowlists.has(projects, project("12"))).toBe(false);
  });

  it("that failed is told to all who waited, and not remembered", async () => {
    const { gitlab, allowlists } = scripted(answer(403), listing(34));

    const both = await Promise.allSettled([
      allowlists.has(projects, project("34")),
      allowlists.has(projects, project("35")),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await allowlists.has(projects, project("34"))).toBe(true);
    expect(gitlab.log).toEqual([GET, GET]);
  });
});

describe("adding", () => {
  it("posts at once, without a look", async () => {
    const { gitlab, allowlists } = scripted(added);

    expect(await allowlists.add(projects, project("34"))).toBe("added");
    expect(gitlab.log).toEqual([POST]);
    expect(gitlab.exchanges[0]?.body).toBe('{"target_project_id":34}');
  });

  it("posts a group into the groups' list", async () => {
    const { gitlab, allowlists } = scripted(added);

    expect(await allowlists.add(groups, project("7"))).toBe("added");
    expect(gitlab.log).toEqual(["POST /projects/12/job_token_scope/groups_allowlist"]);
    expect(gitlab.exchanges[0]?.body).toBe('{"target_group_id":7}');
  });

  it("is seen by who reads the shared list afterwards", async () => {
    const { gitlab, allowlists } = scripted(listing(), added);
    expect(await allowlists.has(projects, project("34"))).toBe(false);

    await allowlists.add(projects, project("34"));

    expect(await allowlists.has(projects, project("34"))).toBe(true);
    expect(gitlab.log).toEqual([GET, POST]);
  });

  it("is seen by who waits for a reading that began before it", async () => {
    const { allowlists } = scripted(listing(), added);
    const reading = allowlists.has(projects, project("34"));

    await allowlists.add(projects, project("34"));
    await reading;

    expect(await allowlists.has(projects, project("34"))).toBe(true);
  });

  it("is no matter for a reading that fails meanwhile", async () => {
    const { allowlists } = scripted(answer(403), added, listing(34));
    const reading = allowlists.has(projects, project("34"));

    expect(await allowlists.add(projects, project("34"))).toBe("added");
    await expect(reading).rejects.toMatchObject({ status: 403 });
    expect(await allowlists.has(projects, project("34"))).toBe(true);
  });

  it.each([400, 409, 422])("of what is listed is no failure, whatever words stand beside the %i", async (status) => {
    const { gitlab, allowlists } = scripted(json({ message: "anything" }, {}, status), listing(34));

    expect(await allowlists.add(projects, project("34"))).toBe("already there");
    expect(gitlab.log).toEqual([POST, GET]);
  });

  it("of what is refused and not listed is a failure, though the words say 'already'", async () => {
    const { gitlab, allowlists } = scripted(refused, listing(35));

    await expect(allowlists.add(projects, project("34"))).rejects.toMatchObject({ status: 400 });
    expect(gitlab.log).toEqual([POST, GET]);
  });

  it("looks anew before it believes that something is listed", async () => {
    const { allowlists } = scripted(listing(34), refused, listing());
    await allowlists.has(projects, project("34"));

    await expect(allowlists.add(projects, project("34"))).rejects.toMatchObject({ status: 400 });
  });

  it.each([401, 403, 404])("tells %i without a look", async (status) => {
    const { gitlab, allowlists } = scripted(answer(status));

    await expect(allowlists.add(projects, project("34"))).rejects.toMatchObject({ status });
    expect(gitlab.log).toEqual([POST]);
  });

  it("names what it needs on both sides", async () => {
    await expect(scripted(answer(403)).allowlists.add(projects, project("34"))).rejects.toThrow(
      /add project 34 to the job token allowlist of project 12.*Maintainer role in project 12, and access to project 34/,
    );
  });
});

describe("adding whose answer was lost", () => {
  const lost = fault("ECONNRESET");

  it.each([
    ["the connection broke", lost],
    ["a gateway answered", answer(502)],
    ["GitLab failed", answer(500)],
  ])("is done where the list has it: %s", async (_name, reply) => {
    const { gitlab, allowlists } = scripted(reply, listing(34));

    expect(await allowlists.add(projects, project("34"))).toBe("added");
    expect(gitlab.log).toEqual([POST, GET]);
  });

  it("is sent again where the list lacks it", async () => {
    const { gitlab, allowlists } = scripted(lost, listing(), added);

    expect(await allowlists.add(projects, project("34"))).toBe("added");
    expect(gitlab.log).toEqual([POST, GET, POST]);
  });

  it("counts as done by us where the second attempt is refused and the list has it by then", async () => {
    const { gitlab, allowlists } = scripted(lost, listing(), refused, listing(34));

    expect(await allowlists.add(projects, project("34"))).toBe("added");
    expect(gitlab.log).toEqual([POST, GET, POST, GET]);
  });

  it("is given up after three attempts, with the last one's error", async () => {
    const { gitlab, allowlists } = scripted(lost, listing(), lost, listing(), answer(500), listing());

    await expect(allowlists.add(projects, project("34"))).rejects.toMatchObject({ status: 500 });
    expect(gitlab.log).toEqual([POST, GET, POST, GET, POST, GET]);
  });

  it("is told as a failure of the look where that fails", async () => {
    const { allowlists } = scripted(lost, answer(403));

    await expect(allowlists.add(projects, project("34"))).rejects.toThrow("read the job token allowlist of project 12");
  });
});

describe("removing", () => {
  it("deletes, without a look", async () => {
    const { gitlab, allowlists } = scripted(answer(204));

    await allowlists.remove(projects, project("34"));

    expect(gitlab.log).toEqual([DELETE]);
  });

  it("is seen by who reads the shared list afterwards", async () => {
    const { gitlab, allowlists } = scripted(listing(34), answer(204));
    await allowlists.has(projects, project("34"));

    await allowlists.remove(projects, project("34"));

    expect(await allowlists.has(projects, project("34"))).toBe(false);
    expect(gitlab.log).toEqual([GET, DELETE]);
  });

  it.each([400, 404])("is done where GitLab answers %i and does not list it", async (status) => {
    const { gitlab, allowlists } = scripted(status === 404 ? notFound : answer(status), listing(35));

    await allowlists.remove(projects, project("34"));

    expect(gitlab.log).toEqual([DELETE, GET]);
  });

  it.each([400, 404])("is a failure where GitLab answers %i and still lists it", async (status) => {
    const { allowlists } = scripted(answer(status), listing(34));

    await expect(allowlists.remove(projects, project("34"))).rejects.toMatchObject({ status });
  });

  it("leaves it to the caller what it means that the project itself is not found", async () => {
    const { gitlab, allowlists } = scripted(notFound, notFound);

    await expect(allowlists.remove(projects, project("34"))).rejects.toMatchObject({ status: 404 });

    expect(gitlab.log).toEqual([DELETE, GET]);
  });

  it("is not done where GitLab does not find what it lists: the target may be hidden", async () => {
    const { allowlists } = scripted(notFound, listing(34));
    const removal = allowlists.remove(projects, { ...project("34"), called: "acme/secret" });

    await expect(removal).rejects.toThrow(/It is listed, but this GitLab doesn't find project acme\/secret \(34\)/);
    await expect(removal).rejects.not.toHaveProperty("status");
  });

  it("is not done where the list can't be read", async () => {
    const { allowlists } = scripted(notFound, answer(403));

    await expect(allowlists.remove(projects, project("34"))).rejects.toMatchObject({ status: 403 });
  });

  it("tells 403 without a look", async () => {
    const { gitlab, allowlists } = scripted(answer(403));

    await expect(allowlists.remove(projects, project("34"))).rejects.toMatchObject({ status: 403 });
    expect(gitlab.log).toEqual([DELETE]);
  });

  it("that nobody knows the end of makes the shared list be read again", async () => {
    const { allowlists } = scripted(listing(34), answer(500), listing());
    expect(await allowlists.has(projects, project("34"))).toBe(true);

    await expect(allowlists.remove(projects, project("34"))).rejects.toMatchObject({ status: 500 });

    expect(await allowlists.has(projects, project("34"))).toBe(false);
  });
});
