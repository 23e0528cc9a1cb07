import { addDays } from "../../provider/domain/calendar";
import { leaked, liveTokens, works } from "../support/live-secrets";
import { isMarked } from "../support/resources/rotating-token";
import { waysToRotate } from "../support/resources/ways-to-rotate";
import { type Scenario, scenario, succeeds, summaryOf } from "../support/scenario";

const DAYS = 730;
/** The second rotation is due on the leap day of 2028, the first retirement on the last day of a month. */
const FIRST_DAY = "2027-01-05";
const [LIFE, BEFORE, OVERLAP] = [240, 30, 28];

const rotations = every(LIFE - BEFORE);
const retirements = rotations.map((day) => day + OVERLAP);
/** What the engine is run on; on all other days a token need only be good. */
const eventful = new Map<number, Readonly<Record<string, number>>>([
  [0, { create: 4 }],
  ...rotations.map((day) => [day, { update: 3, unchanged: 1 }] as const),
  ...retirements.map((day) => [day, { update: 1, unchanged: 3 }] as const),
]);
const beside = [...eventful.keys()].flatMap((day) => [day - 1, day + 1]);

function every(days: number): number[] {
  return Array.from({ length: Math.floor((DAYS - 1) / days) }, (_, index) => (index + 1) * days);
}

const program = ({ billing }: Scenario) => {
  const rotationConfiguration = { expirationDays: LIFE, rotateBeforeDays: BEFORE };
  const usual = {
    project: billing.id,
    name: "nightly",
    scopes: ["read_api"],
    accessLevel: "reporter",
    rotationConfiguration,
  };
  const declarations = waysToRotate(OVERLAP).map(
    ({ name, more }) =>
      `new gitlab.RotatingProjectToken("${name.replaceAll(" ", "-")}", ${JSON.stringify({ ...usual, ...more })})`,
  );
  return `const tokens = [${declarations.join(",\n")}];
    exports.tokens = tokens.map((token) => token.token);
    exports.previous = tokens.map((token) => token.previousToken);`;
};

interface Outputs {
  readonly tokens: string[];
  readonly previous: (string | null)[];
}

/** A stack whose days go by. */
class Calendar {
  outputs: Outputs = { tokens: [], previous: [] };
  readonly problems: string[] = [];
  readonly said: string[] = [];
  #now = "";

  readonly #scene: Scenario;

  constructor(scene: Scenario) {
    this.#scene = scene;
  }

  setNow(day: number, time: string): void {
    this.#now = `${addDays(FIRST_DAY, day)}T${time}Z`;
    this.#scene.simulator.clock.set(this.#now);
  }

  async run(verb: "preview" | "up", ...args: string[]): Promise<Record<string, number>> {
    const how = verb === "up" ? ["--yes", "--skip-preview"] : [];
    const { project } = this.#scene;
    const output = await succeeds(project.run([verb, ...how, ...args], { GITLAB_CI_ACCESS_NOW: this.#now }));
    this.said.push(output);
    return summaryOf(output);
  }

  async readOutputs(): Promise<void> {
    const text = await succeeds(this.#scene.project.run(["stack", "output", "--json", "--show-secrets"]));
    this.outputs = JSON.parse(text);
    this.said.push(await this.#scene.project.stateText());
  }

  /** All that the program has put out is good, and nothing else of ours lives. */
  async inspect(): Promise<void> {
    const { simulator, world, billing } = this.#scene;
    const given = [...this.outputs.tokens, ...this.outputs.previous].filter((token) => token !== null);
    for (const [index, token] of given.entries())
      if (!(await works(simulator, token))) this.problems.push(`${this.#now}: token ${index} is not good`);
    const live = (await liveTokens(world.api, `/projects/${billing.id}`)).filter(({ description }) =>
      isMarked(description),
    );
    if (live.length !== given.length) this.problems.push(`${this.#now}: ${live.length} live, ${given.length} known`);
  }
}

it(
  "two years of runs keep every token good on every day, with the least number of rotations and nothing left over",
  scenario(
    async (scene) => {
      const calendar = new Calendar(scene);
      const values = new Set<string>();
      await scene.project.program(program(scene));

      for (let day = 0; day < DAYS; day += 1) {
        const steps = eventful.get(day);
        calendar.setNow(day, "00:00:00");
        await calendar.inspect();
        if (steps !== undefined) {
          expect([day, await calendar.run("up")]).toEqual([day, steps]);
          await calendar.readOutputs();
          await calendar.inspect();
        }
        calendar.setNow(day, "23:59:59");
        if (beside.includes(day)) await calendar.run("up", "--expect-no-changes");
        if (rotations.includes(day + 1)) await calendar.run("preview", "--expect-no-changes");
        for (const token of calendar.outputs.tokens) values.add(token);
      }

      expect(calendar.problems).toEqual([]);
      expect(values.size).toBe(waysToRotate(OVERLAP).length * (1 + rotations.length));
      expect(leaked(scene.simulator.issuedSecrets(), ...calendar.said)).toEqual([]);
      await succeeds(scene.project.destroy());
      expect(await liveTokens(scene.world.api, `/projects/${scene.billing.id}`)).toEqual([]);
    },
    { simulator: { now: FIRST_DAY } },
  ),
  600_000,
);
