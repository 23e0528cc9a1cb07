import type { ChildProcess } from "node:child_process";
import type { ServerWritableStream } from "@grpc/grpc-js";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { installedModule } from "./installed-module";
import { PolicyProxy } from "./policy-proxy";
import type { Host } from "./run-program";
import { optionsEnvironment, runtimeOptions } from "./runtime-options";

export type PluginCall = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/** Runs a policy pack, or another plugin written for Node, until the engine hangs up. */
export function runPlugin(host: Host, call: PluginCall): Promise<void> {
  if (call.request.getAttachDebugger()) throw new Error("This language host can't attach a debugger.");
  return call.request.getKind() === "analyzer" ? runPolicyPack(host, call) : runOther(host, call);
}

async function runPolicyPack(host: Host, call: PluginCall): Promise<void> {
  const directory = programDirectory(call);
  const entry = installedModule(directory, "@pulumi/pulumi/cmd/run-policy-pack");
  const options = runtimeOptions(call.request.getInfo());
  const proxy = new PolicyProxy();
  call.once("cancelled", () => proxy.close());
  try {
    send(call, `${await proxy.listen()}\n`);
    const stack = stackEnvironment(await proxy.configured);
    const args = [...options.nodeArguments, entry, ...call.request.getArgsList(), directory];
    // Packs have always run in their own folder, wherever the program is.
    const child = start(host, call, args, { cwd: directory, env: { ...pluginEnvironment(call), ...stack } });
    onPort(child, call, (port) => proxy.attach(port).catch((error: Error) => proxy.fail(error)));
    const { code } = await host.children.ended(child);
    proxy.fail(new Error(`The policy pack in ${directory} ended with exit code ${code} before it was ready.`));
    finish(call, code);
  } finally {
    proxy.close();
  }
}

async function runOther(host: Host, call: PluginCall): Promise<void> {
  const directory = programDirectory(call);
  const entry = installedModule(directory, "@pulumi/pulumi/cmd/run-plugin");
  const options = runtimeOptions(call.request.getInfo());
  const args = [...options.nodeArguments, entry, directory, ...call.request.getArgsList()];
  const child = start(host, call, args, { cwd: call.request.getPwd(), env: pluginEnvironment(call) });
  child.stdout?.on("data", (output) => send(call, output));
  const { code } = await host.children.ended(child);
  finish(call, code);
}

function programDirectory(call: PluginCall): string {
  return call.request.getInfo()?.getProgramDirectory() ?? call.request.getProgram();
}

function start(host: Host, call: PluginCall, args: string[], where: { cwd: string; env: NodeJS.ProcessEnv }) {
  const child = host.children.start(args, { ...where, stdio: ["ignore", "pipe", "pipe"] });
  call.once("cancelled", () => host.children.stop(child));
  child.stderr?.on("data", (output) => send(call, "", output));
  return child;
}

/** A pack says its port in a line of its own; what its code prints before and after goes to the user. */
function onPort(child: ChildProcess, call: PluginCall, attach: (port: number) => void): void {
  let found = false;
  let pending = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    if (found) return send(call, text);
    const lines = (pending + text).split("\n");
    const at = lines.findIndex((line, index) => /^\d+$/.test(line) && index < lines.length - 1);
    found = at !== -1;
    pending = found ? "" : (lines.pop() ?? "");
    if (found) attach(Number(lines.splice(at, 1)[0]));
    const rest = lines.join("\n");
    if (rest !== "") send(call, rest);
  });
}

/** The engine gives the whole environment as a list; later entries win. */
function pluginEnvironment(call: PluginCall): NodeJS.ProcessEnv {
  const entries = call.request.getEnvList().map((entry) => {
    const at = entry.indexOf("=");
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return { ...Object.fromEntries(entries), ...optionsEnvironment(runtimeOptions(call.request.getInfo())) };
}

/** What a pack reads by `pulumi.getProject()`, `pulumi.Config` and the like. */
export function stackEnvironment(stack: AnalyzerStackConfigureRequest | undefined): NodeJS.ProcessEnv {
  if (!stack) return {};
  return {
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(stack.getConfigSecretKeysList()),
  };
}

function send(call: PluginCall, stdout: string | Buffer, stderr?: Buffer): void {
  const response = new RunPluginResponse();
  if (stderr) response.setStderr(stderr);
  else response.setStdout(Buffer.from(stdout));
  call.write(response);
}

function finish(call: PluginCall, code: number | null): void {
  const response = new RunPluginResponse();
  response.setExitcode(code ?? 1);
  call.write(response);
}
