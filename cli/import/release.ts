import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";

/** What declares lists and switches in other tools. Their variables, runners and tokens stay with them. */
const TERRAFORM = /^gitlab_project_job_token_scopes?$/;
const PULUMI = /^gitlab:index\/projectJobTokenScopes?:ProjectJobTokenScopes?$/;
/** From these versions on Terraform and OpenTofu have removed blocks. */
const REMOVED_FROM = [1, 7] as const;

const terraform = z.object({
  version: z.literal(4),
  terraform_version: z.string(),
  resources: z.array(
    z.looseObject({ mode: z.string(), type: z.string(), name: z.string(), module: z.string().optional() }),
  ),
});
const pulumi = z.object({
  deployment: z.looseObject({
    resources: z.array(z.looseObject({ urn: z.string(), type: z.string(), protect: z.boolean().optional() })).nullish(),
  }),
});

/** What looks like a state and is none that can be read, and what to give instead. */
const OTHERS: readonly (readonly [schema: z.ZodType, why: string])[] = [
  [z.object({ encrypted_data: z.string() }), "is encrypted by OpenTofu: give what `tofu state pull` prints"],
  [
    z.object({ version: z.number().max(3), modules: z.array(z.unknown()) }),
    "is a state of Terraform 0.11 or older: `terraform apply` with 0.12 or later makes a newer one of it",
  ],
  [z.object({ format_version: z.string() }), "is what `terraform show -json` prints: give `terraform state pull`"],
  [z.object({ checkpoint: z.unknown() }), "is a file of Pulumi's backend: give `pulumi stack export`"],
];

/** What another tool has to forget, as a page: two tools that hold one list undo what the other does. Undefined if it holds none. */
export function releaseText(file: string): string | undefined {
  const state = contentOf(file);
  const [ofTerraform, ofPulumi] = [terraform.safeParse(state), pulumi.safeParse(state)];
  if (ofTerraform.success) return terraformText(ofTerraform.data);
  if (ofPulumi.success) return pulumiText(ofPulumi.data.deployment.resources ?? []);
  const [, why = "is no state that this reads: give `terraform state pull` of version 4, or `pulumi stack export`"] =
    OTHERS.find(([schema]) => schema.safeParse(state).success) ?? [];
  throw new CommandError(`--from-state ${file} ${why}.`);
}

function terraformText({ resources, terraform_version: version }: z.output<typeof terraform>): string | undefined {
  const held = resources.filter(({ mode, type }) => mode === "managed" && TERRAFORM.test(type));
  if (held.length === 0) return undefined;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const hasBlocks = major > REMOVED_FROM[0] || (major === REMOVED_FROM[0] && minor >= REMOVED_FROM[1]);
  const addresses = held.map(({ module, type, name }) => `${module === undefined ? "" : `${module}.`}${type}.${name}`);
  return hasBlocks
    ? page(
        "Terraform",
        "Take these resources out of the configuration, put these blocks in, and run `terraform apply`, which then forgets them and changes no list:",
        // A removed block takes all instances of a resource: keys of modules and of resources are not in its address.
        ["```hcl", ...sorted(addresses.map(withoutKeys)).map(blockOf), "```"],
      )
    : page(
        "Terraform",
        `Take these resources out of the configuration, and let Terraform ${version}, which has no \`removed\` blocks yet, forget them before the next \`terraform apply\`, which would delete them:`,
        ["```sh", ...sorted(addresses).map((address) => `terraform state rm ${quoted(address)}`), "```"],
      );
}

function blockOf(address: string): string {
  return `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}`;
}

/** Keys are numbers, or texts that may hold a bracket. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function pulumiText(
  resources: readonly { readonly urn: string; readonly type: string; readonly protect?: boolean | undefined }[],
): string | undefined {
  const held = resources.filter(({ type }) => PULUMI.test(type));
  if (held.length === 0) return undefined;
  const commands = held.map(
    ({ urn, protect }) => `pulumi state delete --yes ${protect === true ? "--force " : ""}${quoted(urn)}`,
  );
  return page(
    "pulumi-gitlab",
    "Take these resources out of the program, and let its stack forget them before the next `pulumi up`, which would delete them:",
    ["```sh", ...sorted(commands), "```"],
  );
}

/** For a shell: nothing within single quotes means anything but themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function page(tool: string, what: string, block: readonly string[]): string {
  return [
    `# What ${tool} has to let go`,
    "",
    "Two tools that hold one list undo what the other does. Do this before the first `pulumi up` of this program; the access itself was read from GitLab.",
    "",
    what,
    "",
    ...block,
    "",
  ].join("\n");
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(decoded(readFileSync(resolve(file))));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is no JSON" : `can't be read (${codeOf(error)})`;
    throw new CommandError(`--from-state ${file} ${why}.`);
  }
}

/** Windows PowerShell writes what a command prints as UTF-16. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
