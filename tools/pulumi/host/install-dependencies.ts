import type { ServerWritableStream } from "@grpc/grpc-js";
import { type InstallDependenciesRequest, InstallDependenciesResponse } from "@pulumi/pulumi/proto/language_pb";
import type { Host } from "./run-program";
import { runtimeOptions } from "./runtime-options";

export type InstallCall = ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>;

/** `pulumi install`: the package manager's own install, its output passed on as it comes. */
export async function installDependencies(host: Host, call: InstallCall): Promise<void> {
  const cwd = call.request.getInfo()?.getProgramDirectory() ?? call.request.getDirectory();
  const { packageManager } = runtimeOptions(call.request.getInfo());
  const child = host.children.start(["install"], { cwd, stdio: ["ignore", "pipe", "pipe"] }, packageManager);
  call.once("cancelled", () => host.children.stop(child));
  child.stdout?.on("data", (output: Buffer) => send(call, (response) => response.setStdout(output)));
  child.stderr?.on("data", (output: Buffer) => send(call, (response) => response.setStderr(output)));
  const { code } = await host.children.ended(child);
  if (code !== 0) throw new Error(`"${packageManager} install" in ${cwd} ended with exit code ${code}.`);
}

function send(call: InstallCall, fill: (response: InstallDependenciesResponse) => void): void {
  const response = new InstallDependenciesResponse();
  fill(response);
  call.write(response);
}
