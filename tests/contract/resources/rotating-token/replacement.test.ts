import { DAY_1, RotationStage } from "../../../support/rotation-stage";

let stage: RotationStage;

beforeEach(async () => {
  stage = await RotationStage.set(DAY_1);
});

afterEach(() => stage.clear());

describe("replacement", () => {
  it.each([
    { name: "--replace", change: {}, replace: ["it"] },
    { name: "another name", change: { name: "daily" }, replace: [] },
  ])("by $name makes the new token while the old one still works", async ({ change, replace }) => {
    const stack = stage.stack();
    await stack.up({ it: stage.token() });
    stage.simulator.requests.clear();

    await stack.up({ it: stage.token(change) }, { replace });

    const writes = stage.simulator.requests.all.filter(({ method, path }) => method !== "GET" && /tokens/.test(path));
    expect(writes[0]?.method).toBe("POST");
    expect(await stage.live()).toHaveLength(1);
  });
});
