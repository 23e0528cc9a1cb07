import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { LogLine } from "../pulumi/provider";

interface LogCall {
  readonly request: { getSeverity(): number; getMessage(): string; getEphemeral(): boolean };
}

export interface FakeEngine {
  readonly address: string;
  readonly log: LogLine[];
  stop(): void;
}

/** The engine's message channel, listening, so that a provider process believes that it is being run by Pulumi. */
export async function startFakeEngine(): Promise<FakeEngine> {
  const log: LogLine[] = [];
  const server = new grpc.Server();
  server.addService(EngineService, {
    log: ({ request }: LogCall, callback: (error: null, answer: unknown) => void) => {
      const severity = request.getSeverity() === LogSeverity.WARNING ? "warning" : "info";
      log.push({ severity, text: request.getMessage(), ephemeral: request.getEphemeral() });
      callback(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, log, stop: () => server.forceShutdown() };
}
