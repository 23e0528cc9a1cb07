import { faults } from "../../../support/gitlab/faults";
import { RotationSetup } from "../../../support/resources/rotation-setup";

let setup: RotationSetup;

beforeAll(async () => {
  setup = await RotationSetup.start("2027-01-01T12:00:00Z");
});

afterEach(() => setup.simulator.faults.clear());

afterAll(() => setup.stop());

describe("a variable", () => {
  const variable = (value: string, hidden: boolean) => {
    const args = { project: setup.project.id, key: "TOKEN", value, masked: true, hidden };
    return { it: { type: "ProjectVariable", args } };
  };

  it.each(faults.flatMap((each) => ["PUT", "POST"].map((method) => ({ ...each, method }))))(
    "holds the new value after an update by $method: $name",
    async ({ fault, method }) => {
      const isHidden = method === "POST"; // What is hidden from now on is made anew.
      const stack = await setup.stackThrough(fault);
      await stack.up(variable("the-former-value", false));

      await setup.upThrough(stack, variable("the-latter-value", isHidden), { method, path: /variables/, fault });

      const found = await setup.world.api.get(`/projects/${setup.project.id}/variables/TOKEN`);
      expect(found).toMatchObject({ value: isHidden ? null : "the-latter-value", hidden: isHidden });
      expect(await stack.refresh()).toEqual([]);
      await setup.world.api.delete(`/projects/${setup.project.id}/variables/TOKEN`);
    },
  );
});
