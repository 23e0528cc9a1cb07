import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateFrom } from "../../../../cli/audit/state";

const file = join(mkdtempSync(join(tmpdir(), "audit-state-")), "stack.json");

function stateIn(text: string) {
  writeFileSync(file, text);
  return stateFrom({ file, stack: undefined, cwd: "." }, {});
}

describe("the state of a stack", () => {
  it.each([
    '{"version":3,"deployment":{}}',
    '{"version":3,"deployment":{"manifest":{},"resources":null}}',
    '{"version":3,"deployment":{"resources":[]}}',
  ])("may be empty: %s", async (text) => {
    expect(await stateIn(text)).toEqual([]);
  });

  it.each(["", "[]", "{}", '{"deployment":{"resources":[{}]}}', '{"version":3,"deploy'])(
    "is refused where it is something else: %j",
    async (text) => {
      await expect(stateIn(text)).rejects.toThrow(/is not what `pulumi stack export` writes\. Write it with: pulumi/);
    },
  );

  it("may have 50 MB", async () => {
    const bucket = { urn: "urn:bucket", type: "aws:s3/bucket:Bucket", inputs: { tags: "x".repeat(900) } };
    const resources = Array.from({ length: 53_000 }, () => bucket);

    const found = await stateIn(JSON.stringify({ version: 3, deployment: { resources } }));

    expect(found).toHaveLength(resources.length);
  });
});
