import * as grpc from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { installDependencies } from "./install-dependencies";
import { installedPackages, requiredPlugin } from "./program-packages";
import { runPlugin } from "./run-plugin";
import { type Host, runProgram } from "./run-program";

/** The calls of Pulumi's LanguageRuntime that the engine makes; it is told of the others that they aren't implemented. */
export function languageRuntime(host: Host, sdkVersion: string) {
  return {
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(sdkVersion);
      return info;
    }),
    about: unary(() => {
      const about = new language.AboutResponse();
      about.setExecutable(process.execPath);
      about.setVersion(process.version);
      return about;
    }),
    getRequiredPackages: unary((request) => {
      const packages = installedPackages(request.getInfo()?.getProgramDirectory() ?? "");
      const response = new language.GetRequiredPackagesResponse();
      return response.setPackagesList(packages.map(requiredPlugin).filter((plugin) => plugin !== undefined));
    }),
    getProgramDependencies: unary((request) => {
      const response = new language.GetProgramDependenciesResponse();
      for (const { name = "", version = "" } of installedPackages(request.getInfo()?.getProgramDirectory() ?? "")) {
        response.addDependencies(new language.DependencyInfo().setName(name).setVersion(version));
      }
      return response;
    }),
    runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
    template: unary(() => new language.TemplateResponse()),
    // A reason why a program can't start is the program's error, shown without the noise of a failed call.
    run: unary((request, cancelled) =>
      runProgram(host, request, cancelled).catch((error: Error) => new language.RunResponse().setError(error.message)),
    ),
    runPlugin: streaming((call) => runPlugin(host, call)),
    installDependencies: streaming((call) => installDependencies(host, call)),
    generateProgram: unary(() => {
      throw new Error("This language host doesn't write programs: add --generate-code=false.");
    }),
    cancel: unary(async (empty) => {
      await host.children.stopAll();
      return empty;
    }),
  } satisfies Partial<ILanguageRuntimeServer>;
}

function unary<Request, Response>(
  answer: (request: Request, cancelled: AbortSignal) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, reply) => {
    const cancelled = new AbortController();
    call.once("cancelled", () => cancelled.abort());
    new Promise<Response>((resolve) => resolve(answer(call.request, cancelled.signal))).then(
      (response) => reply(null, response),
      (error: Error) => reply(failure(error)),
    );
  };
}

function streaming<Request, Response>(
  work: (call: grpc.ServerWritableStream<Request, Response>) => Promise<void>,
): grpc.handleServerStreamingCall<Request, Response> {
  return (call) => {
    new Promise<void>((resolve) => resolve(work(call))).then(
      () => call.end(),
      (error: Error) => call.emit("error", failure(error)),
    );
  };
}

function failure(error: Error) {
  return { code: grpc.status.UNKNOWN, details: error.message };
}
