import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import type { Children, Ending } from "./children";
import { installedModule } from "./installed-module";
import { optionsEnvironment, runtimeOptions } from "./runtime-options";

/** The exit code by which the SDK says that the user has already been told. */
const ALREADY_REPORTED = 32;

export interface Host {
  readonly engineAddress: string;
  readonly children: Children;
}

/** Runs a program with its own SDK, to its end or until the engine no longer wants it. */
export async function runProgram(host: Host, request: RunRequest, cancelled: AbortSignal): Promise<RunResponse> {
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const options = runtimeOptions(request.getInfo());
  if (request.getAttachDebugger()) throw new Error("This language host can't attach a debugger.");
  const entry = installedModule(directory, "@pulumi/pulumi/cmd/run");
  const args = [...options.nodeArguments, entry, ...programArguments(host, request, directory)];
  const env = { ...process.env, ...optionsEnvironment(options), ...configEnvironment(request) };
  const child = host.children.start(args, { stdio: ["ignore", "inherit", "inherit"], env });
  cancelled.addEventListener("abort", () => host.children.stop(child));
  return describeEnding(await host.children.ended(child));
}

function programArguments(host: Host, request: RunRequest, directory: string): string[] {
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine: host.engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: directory,
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

/** The SDK looks for keys of the form `<namespace>:config:<name>`. */
function configEnvironment(request: RunRequest): NodeJS.ProcessEnv {
  const config = request.getConfigMap().toArray();
  const keyed = config.map(([key, value]) => [key.replace(/^([^:]*):(?:config:)?/, "$1:config:"), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(keyed)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

export function describeEnding({ code, signal }: Ending): RunResponse {
  const response = new RunResponse();
  if (code === ALREADY_REPORTED) response.setBail(true);
  else if (signal === "SIGABRT") {
    const remedy = "runtime option nodeargs: --max-old-space-size=<megabytes>";
    response.setError(`The program was aborted (SIGABRT); Node does that when it runs out of memory (${remedy}).`);
  } else if (signal) response.setError(`The program was stopped by ${signal}.`);
  else if (code !== 0) response.setError(`The program ended with exit code ${code}.`);
  return response;
}
