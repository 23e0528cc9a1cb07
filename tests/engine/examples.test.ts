import { ExampleStage } from "../support/example-stage";
import { summaryOf } from "../support/scenario";
import { access } from "./examples/access";
import { DESTROY, UP } from "./examples/example";
import { secrets } from "./examples/secrets";

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];

/** A dozen runs of the CLI, each of which takes its seconds, on a machine with other things to do. */
const ENOUGH_MS = 300_000;

it.each([...access, ...secrets])(
  "examples/$name does what its README says, from up to destroy",
  (example) =>
    ExampleStage.play(example, async (stage) => {
      const first = await stage.pulumi(["up", "--yes", ...PACK]);
      expect(summaryOf(first)).toEqual({ create: example.creates });
      const advised = advisedIn(first);
      expect(advised.filter((rule) => !stage.readme.includes(rule))).toEqual([]);
      // A README that explains the pack's advice doesn't show it.
      const shown = /^Policies:$/m.test(stage.readme) ? first : first.replace(/^Policies:\n(?: .*\n)+/gm, "");
      expect(previewIn(stage.readme)).toEqual(previewIn(shown));
      await stage.pulumi([...UP, "--expect-no-changes"]);
      await example.holds(stage);

      await example.also?.(stage);
      expect(await stage.leaks()).toEqual([]);

      if (example.isProtected) await expectRefusedDestroy(stage);
      await stage.pulumi(DESTROY);
      await example.leaves(stage);
    }),
  ENOUGH_MS,
);

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
