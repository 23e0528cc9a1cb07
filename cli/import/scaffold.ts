import { versionOf } from "../version";
import { importFile } from "./import-file";
import { filesOf, textOf } from "./map-text";
import { pipelineText } from "./pipeline";
import { type Files, folderOf, importName, NAME, type Plan, policiesName } from "./plan";
import { readmeText } from "./readme";
import { type Shard, shardsOf } from "./shards";
import { waiversFor } from "./waivers";

/** The whole program. The same inventory gives the same bytes on the same day. */
export function filesFor(plan: Plan): Files {
  const shards = plan.isSharded ? shardsOf(plan.estate.lists) : [{ stack: plan.stack, lists: plan.estate.lists }];
  return new Map([
    ...shards.flatMap((shard) => stackOf(shard, plan)),
    ["index.ts", programText(plan.isSharded)],
    ["Pulumi.yaml", `name: ${NAME}\ndescription: Who may open which project with CI job tokens.\nruntime: nodejs\n`],
    ["package.json", manifestText()],
    ["tsconfig.json", json(TYPESCRIPT)],
    [".gitignore", "node_modules/\n"],
    [
      ".gitlab-ci.yml",
      pipelineText({ names: shards.map(({ stack }) => stack), policies: policiesName("$STACK", plan) }),
    ],
    ["README.md", readmeText(plan, shards)],
  ]);
}

function stackOf(shard: Shard, plan: Plan): [string, string][] {
  const folder = folderOf(shard, plan);
  const names = { project: NAME, stack: shard.stack, map: NAME };
  return [
    ...filesOf(shard.lists).map((file): [string, string] => [`${folder}/${file.name}`, textOf(file, folder)]),
    [importName(shard, plan), json(importFile(shard.lists, names, plan.estate.gitlab))],
    [policiesName(shard.stack, plan), json(waiversFor(shard.lists, plan.today))],
  ];
}

function programText(isSharded: boolean): string {
  const from = isSharded ? `\`${NAME}/\${pulumi.getStack()}\`` : `"${NAME}"`;
  return [
    ...(isSharded ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    'import { AccessMap } from "pulumi-gitlab-ci-access";',
    "",
    `new AccessMap("${NAME}", { from: ${from} });`,
    "",
  ].join("\n");
}

const TYPESCRIPT = {
  compilerOptions: { target: "es2022", module: "node16", moduleResolution: "node16", strict: true },
  "ts-node": { transpileOnly: true },
};

function manifestText(): string {
  return json({
    name: NAME,
    version: "0.0.0",
    private: true,
    main: "index.ts",
    dependencies: {
      "@pulumi/policy": "^1.21.0",
      "@pulumi/pulumi": "^3.248.0",
      "pulumi-gitlab-ci-access": `^${versionOf()}`,
    },
    devDependencies: { "ts-node": "^10.9.2", typescript: "~5.9.3" },
  });
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
