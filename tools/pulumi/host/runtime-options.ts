import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

const PACKAGE_MANAGERS = ["npm", "yarn", "pnpm", "bun"];

/** What `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml says. */
export interface RuntimeOptions {
  readonly typescript: boolean;
  readonly tsconfig: string | undefined;
  readonly nodeArguments: readonly string[];
  readonly packageManager: string;
}

export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  return parseOptions(info?.getOptions()?.toJavaScript() ?? {});
}

export function parseOptions(options: Record<string, unknown>): RuntimeOptions {
  const { typescript = true, tsconfig, nodeargs = "", packagemanager = "npm" } = options;
  if (typeof typescript !== "boolean") throw new Error("The runtime option typescript must be true or false.");
  if (tsconfig !== undefined && typeof tsconfig !== "string") {
    throw new Error("The runtime option tsconfig must be a path.");
  }
  if (typeof nodeargs !== "string") throw new Error("The runtime option nodeargs must be one text.");
  const packageManager = packagemanager === "auto" ? "npm" : packagemanager;
  if (typeof packageManager !== "string" || !PACKAGE_MANAGERS.includes(packageManager)) {
    throw new Error(`The runtime option packagemanager must be one of auto, ${PACKAGE_MANAGERS.join(", ")}.`);
  }
  return { typescript, tsconfig, nodeArguments: splitArguments(nodeargs), packageManager };
}

/** What the SDK's own entry points read from the environment. */
export function optionsEnvironment({ typescript, tsconfig }: RuntimeOptions): NodeJS.ProcessEnv {
  return {
    ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
}

/** Words as a shell would split them: quotes hold spaces together. */
export function splitArguments(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
