import { importName, type Plan, policiesName } from "./plan";
import type { Shard } from "./shards";

const PACK = "--policy-pack node_modules/pulumi-gitlab-ci-access/policies --policy-pack-config";

/** What whoever opens the folder reads first. */
export function readmeText(plan: Plan, shards: readonly Shard[]): string {
  const { estate, today, isSharded } = plan;
  const open = estate.lists.filter(({ enabled }) => !enabled);
  const policies = policiesName("<stack>", plan);
  const stack = isSharded ? "$stack" : plan.stack;
  const ofEach = (commands: readonly string[]) => inShell(isSharded ? loopOf(shards, commands) : commands);
  const file = importName({ stack }, plan);
  const look = `pulumi preview --expect-no-changes --stack ${stack} ${PACK} ${policiesName(stack, plan)}`;
  const first = `pulumi up --yes --skip-preview --stack ${stack}`;
  return `# Who may open which project with CI job tokens

Imported on ${today} from ${estate.gitlab}: ${estate.lists.length} projects, as GitLab holds them. Nothing in GitLab was changed.
The files of \`access\` say it; each speaks for the projects below its own path. [The access map](https://gitlab.example/platform/pulumi-gitlab-ci-access/-/blob/main/docs/access-map.md)
has every key.
${isSharded ? stacksText(shards) : ""}
## The next three steps

1. Install, and let Pulumi take over what is there. This asks GitLab for nothing and writes nothing to it. It needs the Pulumi CLI 3.254 or later; with an
   older one the first \`pulumi up\` takes over instead, and changes no access.

${inShell(["npm install"])}

   While your registry does not have \`pulumi-gitlab-ci-access\`, \`npm install <path of its .tgz>\` installs everything as well.

${ofEach(takeOver({ stack, file, isNew: true }))}

   Remove the \`import\` files afterwards.

2. See that nothing is to be done, with the rules on. What they refuse today is waived in \`${policies}\` until somebody has looked at it, for 90 days at most.
   Pulumi protects what it has imported. The first \`pulumi up\` changes no access: it takes the protection off, and notes that a project which leaves the
   map keeps its list.

${ofEach([look, first])}

3. Change one line, open a merge request, and read who gains and who loses. Whatever changes GitLab takes a token with the scope \`api\`. ${open.length === 0 ? "All projects are closed already." : `${open.length} ${open.length === 1 ? "project is" : "projects are"} open to every job token: \`gitlab-ci-access suggest\` says who would be shut out by closing one.`}

Give the files to those who decide, in \`CODEOWNERS\`: the file of a group to the group, \`${policies}\` to security.

## To do by hand

${estate.todo.map((line) => `- ${line}`).join("\n")}
`;
}

/** The commands by which a stack takes over what GitLab has. */
export function takeOver({
  stack,
  file,
  isNew,
}: {
  readonly stack: string;
  readonly file: string;
  readonly isNew: boolean;
}): string[] {
  return [
    ...(isNew ? [`pulumi stack init ${stack}`] : []),
    `pulumi import --stack ${stack} --file ${file} --generate-code=false --yes`,
  ];
}

function loopOf(shards: readonly Shard[], commands: readonly string[]): string[] {
  const names = shards.map(({ stack }) => stack).join(" ");
  return [`for stack in ${names}; do`, ...commands.map((command) => `  ${command} || break`), "done"];
}

function inShell(lines: readonly string[]): string {
  return ["```sh", ...lines, "```"].map((line) => `   ${line}`).join("\n");
}

function stacksText(shards: readonly Shard[]): string {
  const rows = shards.map(({ stack, lists }) => `| \`${stack}\` | ${lists.length} |`);
  return ["", "| stack | lists |", "| --- | --: |", ...rows, ""].join("\n");
}
