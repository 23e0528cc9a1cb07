import { KINDS } from "../../../provider/domain/kinds";
import { useStage } from "../../support/in-process/use-stage";
import { failureOf } from "../../support/pulumi/failure";
import type { Program } from "../../support/pulumi/stack";
import { type Placed, type Places, placed } from "../../support/resources/standings";

/** One row of each class. */
const classes = Object.keys(KINDS).map((type) => placed.find((row) => row.type === type) as Placed);

const stage = useStage({ edition: "premium" });
let places: Places;

beforeEach(async () => {
  const { world } = stage;
  const [billing, deploy] = [await world.project("billing"), await world.project("deploy")];
  places = { world, billing, deploy, ops: await world.subgroup("ops") };
});

const programOf = ({ type, args }: Placed): Program => ({ it: { type, args: args(places) } });

describe.each(classes)("the state of a $type", (row) => {
  it("is refused by every other class, which an alias gave it, and nothing is touched", async () => {
    const { stack: before } = stage.run();
    await before.up(programOf(row));
    const sent = stage.simulator.requests.length;

    for (const other of classes.filter(({ type }) => type !== row.type)) {
      const { stack } = stage.run(before);
      const text = `This ${other.type} has the state of a ${row.type}: an entry of \`aliases\` makes one class another`;

      expect(await failureOf(stack.preview(programOf(other)))).toContain(text);
      expect(await failureOf(stack.up(programOf(other)))).toContain(text);
    }

    expect(stage.simulator.requests.length).toBe(sent);
  });
});
