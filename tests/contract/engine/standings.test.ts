import { KINDS } from "../../../provider/domain/kinds";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf, messageOf } from "../../support/pulumi/failure";
import type { Program, Stack } from "../../support/pulumi/stack";
import { type Placed, type Places, placed } from "../../support/resources/standings";

/** Every resource, by what stands of its project or group, and by what a run does with it. */
const stage = useStage({ edition: "premium" });
let places: Places;

beforeEach(async () => {
  const { world } = stage;
  const [billing, deploy, ops] = [
    await world.project("billing"),
    await world.project("deploy"),
    await world.subgroup("ops"),
  ];
  places = { world, billing, deploy, ops };
});

it("has every resource in this table", () => {
  expect([...new Set(placed.map(({ type }) => type))].sort()).toEqual(Object.keys(KINDS).sort());
});

const homeOf = ({ kind }: Placed) => (kind === "project" ? places.billing : places.ops);
const programOf = ({ type, args }: Placed): Program => ({ it: { type, args: args(places) } });
const changedOf = ({ type, args, changed }: Placed): Program => ({
  it: { type, args: { ...args(places), ...changed } },
});

const deployed = (row: Placed) => stage.deployed(programOf(row));

async function deletedForGood(row: Placed): Promise<void> {
  const { world } = places;
  await (row.kind === "project" ? world.deleteForGood(homeOf(row)) : world.deleteGroupForGood(homeOf(row)));
}

const WAYS_OUT = /is gone, or the credential can't see it.*GITLAB_CI_ACCESS_GONE=\d+.*pulumi state delete/s;
/** A token that says by its own value that it is alive can't be said to be gone. */
const ALIVE = /it is hidden, not gone, and was left alone.*pulumi state delete/s;
const waysOut = ({ type }: Placed) => (type.startsWith("Rotating") ? ALIVE : WAYS_OUT);

describe.each(placed.filter(({ isOwnCredential }) => !isOwnCredential))("$name in a hidden place", (row) => {
  let blind: Record<string, string>;
  let before: Stack;
  beforeEach(async () => {
    before = await deployed(row);
    blind = { GITLAB_TOKEN: await places.world.tokenOf(undefined) };
  });

  it("keeps its state in a refresh, with one warning", async () => {
    const { stack, warnings } = stage.run(before, blind);

    expect(await stack.refresh()).toEqual([]);
    expect(stack.outputs("it")).toEqual(before.outputs("it"));
    expect(warnings()).toEqual([expect.stringMatching(/^Not seen: .*is gone, or the credential can't see it/)]);
  });

  it("is not removed, and the error names the ways out", async () => {
    const { stack } = stage.run(before, blind);

    expect(await failureOf(stack.destroy())).toMatch(waysOut(row));
    expect(stack.state.size).toBe(1);
    expect(await row.isThere(places)).toBe(true);
  });

  if (row.changed === undefined) return; // A change replaces it, so that it would be made anew.
  it("is not updated, and the error names the ways out and --continue-on-error", async () => {
    const { stack } = stage.run(before, blind);
    const message = await failureOf(stack.up(changedOf(row)));

    expect(message).toMatch(waysOut(row));
    expect(message).toContain("--continue-on-error");
  });
});

describe.each(placed.filter(({ isOwnCredential }) => isOwnCredential))("$name in a hidden place", (row) => {
  it("is refreshed, renewed and revoked as ever, by itself", async () => {
    const before = await deployed(row);
    const blind = { GITLAB_TOKEN: await places.world.tokenOf(undefined) };
    const { stack, warnings } = stage.run(before, blind);

    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(changedOf(row))).toEqual(["update it"]);
    await stack.destroy();
    expect(warnings()).toEqual([]);
    expect(await row.isThere(places)).toBe(false);
  });
});

describe.each(placed)("$name in a place that is gone", (row) => {
  it.each([
    { who: "an administrator", env: async () => ({}) },
    {
      who: "somebody who says so",
      env: async () => ({
        GITLAB_TOKEN: await places.world.tokenOf("maintainer"),
        GITLAB_CI_ACCESS_GONE: String(homeOf(row).id),
      }),
    },
  ])("is gone to $who", async ({ env }) => {
    const before = await deployed(row);
    const with_ = await env();
    await deletedForGood(row);

    expect(await stage.run(before, with_).stack.refresh()).toEqual(["gone it"]);
    const { stack } = stage.run(before, with_);
    await stack.destroy();
    expect(stack.state.size).toBe(0);
  });

  it(row.tellsItself ? "is gone to anybody" : "may be hidden as far as anybody else can tell", async () => {
    const before = await deployed(row);
    const maintainer = { GITLAB_TOKEN: await places.world.tokenOf("maintainer") };
    await deletedForGood(row);

    const refreshed = stage.run(before, maintainer).stack;
    expect(await refreshed.refresh()).toEqual(row.tellsItself ? ["gone it"] : []);
    const removed = stage.run(before, maintainer).stack;
    const message = await messageOf(removed.destroy());
    if (row.tellsItself) expect(message).toBeUndefined();
    else expect(message).toMatch(WAYS_OUT);
    expect(removed.state.size).toBe(row.tellsItself ? 0 : 1);
  });
});

describe.each(placed.filter(({ kind }) => kind === "project"))("$name in an archived project", (row) => {
  it("is refreshed, and removed or told to be archived: the state and GitLab agree", async () => {
    const before = await deployed(row);
    const maintainer = { GITLAB_TOKEN: await places.world.tokenOf("maintainer") };
    await places.world.api.post(`/projects/${places.billing.id}/archive`, {});

    expect(await stage.run(before, maintainer).stack.refresh()).toEqual([]);
    const hasGone = await destroyed(before, maintainer);
    if (row.type !== "JobTokenScope") expect(await row.isThere(places)).toBe(!hasGone);
  });
});

/** Destroys what is in an archived place: it goes, or the error says what to unarchive. Returns whether it goes. */
async function destroyed(before: Stack, env: Readonly<Record<string, string>>): Promise<boolean> {
  const { stack } = stage.run(before, env);
  const message = await messageOf(stack.destroy());
  if (message !== undefined) expect(message).toMatch(ARCHIVED);
  expect(stack.state.size).toBe(message === undefined ? 0 : 1);
  return message === undefined;
}

const ARCHIVED = /is archived, and GitLab changes nothing in it: unarchive (?:it|group [\w-]+ \(\d+\)) under/;

describe.each([
  ["an archived group", () => places.ops, "it"],
  ["a group below an archived one", () => places.world.group, "group ci-access"],
])("what is in %s", (_where, archived, named) => {
  it.each(placed.filter(({ kind }) => kind === "group"))(
    "$name keeps its state in a refresh, and is made, changed and removed, or told what to unarchive",
    async (row) => {
      const before = await deployed(row);
      await places.world.api.post(`/groups/${archived().id}/archive`, {});

      const { stack, warnings } = stage.run(before);
      expect(await stack.refresh()).toEqual([]);
      for (const text of warnings()) expect(text).toMatch(/^Not seen: .*ops \(\d+\) is archived/);
      expect(await messageOf(stage.run().stack.up(programOf(row)))).toContain(`unarchive ${named}`);
      const changing = stage.run(before).stack;
      const changed = await messageOf(changing.up(changedOf(row)));
      if (changed !== undefined) expect(changed).toContain(`unarchive ${named}`);
      const hasGone = await destroyed(changed === undefined ? changing : before, {});
      await places.world.api.post(`/groups/${archived().id}/unarchive`, {});
      expect(await row.isThere(places)).toBe(!hasGone);
    },
  );

  it("is let in by a group's entry, and no more once that is removed, as ever", async () => {
    const entry = { project: places.billing.path, targetGroup: places.ops.path };
    const program: Program = { it: { type: "GroupAllowlistEntry", args: entry } };
    await places.world.api.post(`/groups/${archived().id}/archive`, {});
    const listed = () => places.world.allowlist(places.billing, "group");

    const { stack, warnings } = stage.run();
    await stack.up(program);
    expect([await stack.refresh(), await listed()]).toEqual([[], [places.ops.id]]);
    await stage.run(stack).stack.destroy();
    expect([warnings(), await listed()]).toEqual([[], []]);
  });
});

describe.each(placed)("$name in a place that is scheduled for deletion", (row) => {
  it("is removed, or will go with it, which a warning says", async () => {
    const before = await deployed(row);
    // A group's variables and tokens need its owner: here the administrator.
    const env = row.kind === "project" ? { GITLAB_TOKEN: await places.world.tokenOf("maintainer") } : {};
    await places.world.api.delete(`/${row.kind}s/${homeOf(row).id}`);

    expect(await stage.run(before, env).stack.refresh()).not.toContain("gone it");
    const { stack, warnings } = stage.run(before, env);
    await stack.destroy();
    expect(stack.state.size).toBe(0);
    if (row.type !== "JobTokenScope" && (await row.isThere(places)))
      expect(warnings()).toEqual([expect.stringMatching(/is scheduled for deletion on/)]);
  });
});
