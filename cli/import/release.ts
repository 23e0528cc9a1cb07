import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { codeOf } from "../../provider/domain/error-code";
import { CommandError } from "../command";

/** What declares lists and switches in other tools. Their variables, runners and tokens stay with them. */
const TERRAFORM = /^gitlab_project_job_token_scopes?$/;
const PULUMI = /^gitlab:index\/projectJobTokenScopes?:ProjectJobTokenScopes?$/;

const terraform = z.object({
  version: z.number(),
  terraform_version: z.string(),
  resources: z.array(
    z.looseObject({ mode: z.string(), type: z.string(), name: z.string(), module: z.string().optional() }),
  ),
});
const pulumi = z.object({
  deployment: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).nullish() }),
});

/** What another tool has to forget, as a page: two tools that hold one list undo what the other does. Undefined if it holds none. */
export function releaseText(file: string): string | undefined {
  const state = contentOf(file);
  const [ofTerraform, ofPulumi] = [terraform.safeParse(state), pulumi.safeParse(state)];
  if (ofTerraform.success) return terraformText(ofTerraform.data.resources);
  if (ofPulumi.success) return pulumiText(ofPulumi.data.deployment.resources ?? []);
  throw new CommandError(
    `--from-state ${file} is no state that this reads. Give \`terraform state pull\` of version 4, or \`pulumi stack export\`.`,
  );
}

function terraformText(resources: z.output<typeof terraform>["resources"]): string | undefined {
  const held = resources.filter(({ mode, type }) => mode === "managed" && TERRAFORM.test(type));
  // A removed block takes all instances of a resource: keys of modules and of resources are not in its address.
  const addresses = new Set(held.map(({ module, type, name }) => `${withoutKeys(module)}${type}.${name}`));
  if (addresses.size === 0) return undefined;
  const blocks = [...addresses]
    .sort()
    .map((address) => `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}`);
  return page(
    "Terraform",
    "Take these resources out of the configuration, put these blocks in, and run `terraform apply`, which then forgets them and changes no list:",
    ["```hcl", ...blocks, "```"],
  );
}

function withoutKeys(module: string | undefined): string {
  return module === undefined ? "" : `${module.replace(/\[[^\]]*\]/g, "")}.`;
}

function pulumiText(resources: readonly { readonly urn: string; readonly type: string }[]): string | undefined {
  const held = resources.filter(({ type }) => PULUMI.test(type)).map(({ urn }) => urn);
  if (held.length === 0) return undefined;
  return page(
    "pulumi-gitlab",
    "Take these resources out of the program, and let its stack forget them before the next `pulumi up`, which would delete them:",
    ["```sh", ...held.sort().map((urn) => `pulumi state delete --yes ${quoted(urn)}`), "```"],
  );
}

/** Quotes a text for a shell: within single quotes only they themselves have a meaning. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function page(tool: string, what: string, block: readonly string[]): string {
  return [
    `# What ${tool} has to forget`,
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
    return JSON.parse(readFileSync(resolve(file), "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is no JSON" : `can't be read (${codeOf(error)})`;
    throw new CommandError(`--from-state ${file} ${why}.`);
  }
}
