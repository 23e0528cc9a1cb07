import { DAY_1, RotationSetup } from "../../../support/resources/rotation-setup";

let setup: RotationSetup;

beforeEach(async () => {
  setup = await RotationSetup.start(DAY_1);
});

afterEach(() => setup.stop());

describe("replacement", () => {
  it.each([
    { name: "--replace", change: {}, replace: ["it"] },
    { name: "another name", change: { name: "daily" }, replace: [] },
  ])("by $name makes the new token while the old one still works", async ({ change, replace }) => {
    const stack = setup.stack();
    await stack.up({ it: setup.token() });
    setup.simulator.requests.clear();

    await stack.up({ it: setup.token(change) }, { replace });

    const writes = setup.simulator.requests.all.filter(({ method, path }) => method !== "GET" && /tokens/.test(path));
    expect(writes[0]?.method).toBe("POST");
    expect(await setup.live()).toHaveLength(1);
  });
});
