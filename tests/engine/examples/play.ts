import { ExampleStage } from "../../support/example-stage";
import { Installations } from "../../support/installations";
import { summaryOf } from "../../support/scenario";
import { DESTROY, type Example, UP } from "./example";

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

/** What the tests of one file install, together. */
export function useInstallations(): () => Installations {
  let installations: Installations;
  beforeAll(async () => {
    installations = await Installations.open();
  });
  afterAll(() => installations.remove());
  return () => installations;
}

/** Plays examples, each installed from its own package.json and the packed package: the preview alone, or all that follows too. */
export function playEach(
  examples: readonly Example[],
  installations: () => Installations,
  length: "preview" | "whole",
): void {
  it.each(examples)(`examples/$name does what its README says: ${length}`, (example) =>
    ExampleStage.play(example, installations(), async (stage) => {
      if (length === "preview") return first(stage, example, ["preview"]);
      await first(stage, example, ["up", "--yes"]);
      await example.holds(stage);
      await theRest(stage, example);
    }),
  );
}

/** The first run looks as the README shows it. */
async function first(stage: ExampleStage, example: Example, command: readonly string[]): Promise<void> {
  const output = await stage.pulumi([...command, ...PACK]);
  expect(summaryOf(output)).toEqual({ create: example.creates });
  const advised = advisedIn(output);
  expect(advised.filter((rule) => !stage.readme.includes(rule))).toEqual([]);
  // A README that explains the pack's advice doesn't show it.
  const shown = /^Policies:$/m.test(stage.readme) ? output : output.replace(/^Policies:\n(?: .*\n)+/gm, "");
  expect(previewIn(stage.readme)).toEqual(previewIn(shown));
  expect(await stage.leaks()).toEqual([]);
}

async function theRest(stage: ExampleStage, example: Example): Promise<void> {
  await stage.pulumi([...UP, "--expect-no-changes"]);
  await example.also?.(stage);
  expect(await stage.leaks()).toEqual([]);

  if (example.isProtected) await expectRefusedDestroy(stage);
  await stage.pulumi(DESTROY);
  await example.leaves(stage);
}

/** The lines of the first preview in a text, without progress. Resources that don't depend on each other come in any order. */
function previewIn(text: string): string[] {
  const [preview = ""] = /^Previewing update .*?to create$/ms.exec(text) ?? [];
  const lines = preview.split("\n").map((line) => line.trimEnd().replace(/@v[\d.]+ /, " "));
  return [...new Set(lines.filter((line) => !/^(@|Loading|$)/.test(line)))].sort();
}

/** The rules that had something to say. */
function advisedIn(output: string): string[] {
  return [...output.matchAll(/- \[advisory\].*?\s\s([a-z-]+)\s\s\(/g)].map(([, rule]) => `\`${rule}\``);
}

const UNPROTECT = "pulumi state unprotect --all --yes";

/** Pulumi refuses in the preview, before anything is touched, and the README says what to do then. */
async function expectRefusedDestroy(stage: ExampleStage): Promise<void> {
  stage.gitlab.simulator.requests.clear();
  expect(await stage.refused(["destroy", "--yes"])).toContain("because it is protected");
  expect(stage.gitlab.simulator.requests).toHaveLength(0);
  expect(stage.readme).toContain(UNPROTECT);
  await stage.pulumi(UNPROTECT.split(" ").slice(1));
}
