import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { version } from "@pulumi/pulumi/version";
import { Children } from "./children";
import { watchEngine } from "./engine-watch";
import { languageRuntime } from "./language-runtime";
import { messageSizes } from "./message-sizes";

/** The engine's address is always the last argument; before it come logging flags that are not for us. */
const engineAddress = process.argv.at(-1) ?? "";
const children = new Children();
const server = new grpc.Server(messageSizes);

async function end(): Promise<void> {
  await children.stopAll();
  server.forceShutdown();
  process.exit();
}

server.addService(LanguageRuntimeService, languageRuntime({ engineAddress, children }, version));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  watchEngine(engineAddress, end);
  console.log(port);
});
