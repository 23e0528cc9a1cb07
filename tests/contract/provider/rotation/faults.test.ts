import type { Fault } from "pulumi-gitlab-ci-access/simulator";
import { addDays } from "../../../../provider/rotation";
import { StepError } from "../../../support/provider-process";
import { combinations } from "../../../support/rotation-combinations";
import { RotationStage } from "../../../support/rotation-stage";

/** GitLab takes one request that must not happen twice, and its answer suffers. */
const faults: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: "refused", fault: { kind: "refuse" } },
  { name: "reset before GitLab acted", fault: { kind: "resetBefore" } },
  { name: "reset after GitLab acted", fault: { kind: "resetAfter" } },
  { name: "no answer", fault: { kind: "hang" } },
  { name: "no answer although GitLab acted", fault: { kind: "hang", acts: true } },
  { name: "429", fault: { kind: "status429", retryAfter: 1 } },
  { name: "500", fault: { kind: "status", status: 500 } },
  { name: "500 although GitLab acted", fault: { kind: "status", status: 500, acts: true } },
  { name: "502", fault: { kind: "status", status: 502 } },
  { name: "502 although GitLab acted", fault: { kind: "status", status: 502, acts: true } },
  { name: "403", fault: { kind: "status", status: 403 } },
  { name: "a web page", fault: { kind: "html" } },
  { name: "a web page although GitLab acted", fault: { kind: "html", acts: true } },
  { name: "an answer that is cut off", fault: { kind: "truncatedJson" } },
  { name: "an empty answer", fault: { kind: "emptyBody" } },
];

describe.each(combinations(7))("a token that is $name", ({ more, lives }) => {
  let stage: RotationStage;
  let firstDay = "2027-01-01";

  beforeAll(async () => {
    stage = await RotationStage.set(`${firstDay}T12:00:00Z`, { GITLAB_CI_ACCESS_REQUEST_TIMEOUT: "1" });
  });

  afterEach(() => stage.simulator.faults.clear());

  afterAll(() => stage.clear());

  it.each(faults)("is rotated once in the end: $name", async ({ fault }) => {
    firstDay = addDays(firstDay, 100);
    await stage.setNow(`${firstDay}T12:00:00Z`);
    const [stack, program] = [stage.stack(), { it: stage.token(more) }];
    const someones = await someoneElses(stage);
    await stack.up(program);
    const before = stack.secret("it", "token");
    await stage.setNow(`${addDays(firstDay, 23)}T12:00:00Z`);

    const struck = stage.simulator.faults.add({ method: "POST", path: /access_tokens/, times: 1, fault });
    const message = await messageOf(stack.up(program));
    expect(struck.hits).toBe(1);
    if (message !== undefined) await stack.up(program);

    const after = stack.secret("it", "token");
    expect(after).not.toBe(before);
    expect([await stage.works(after), await stage.works(someones)]).toEqual([true, true]);
    expect(await stage.live()).toHaveLength(lives);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(program)).toEqual([]);
    expect(stage.leaks(stack, message ?? "")).toEqual([]);
    await stack.destroy();
    expect([await stage.live(), await stage.works(someones)]).toEqual([[], true]);
  });
});

async function someoneElses({ world, project, simulator }: RotationStage): Promise<string> {
  const expires = addDays(simulator.clock.today(), 90);
  const order = { name: "nightly", scopes: ["read_api"], access_level: 20, expires_at: expires };
  return (await world.api.post<{ token: string }>(`/projects/${project.id}/access_tokens`, order)).token;
}

async function messageOf(run: Promise<unknown>): Promise<string | undefined> {
  try {
    await run;
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
}
