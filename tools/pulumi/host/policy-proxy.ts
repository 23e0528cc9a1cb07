import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeResponse,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Deferred } from "./deferred";
import { messageSizes } from "./message-sizes";

type Handler = grpc.handleUnaryCall<Buffer, Buffer>;

const SHUTDOWN_MS = 1_000;
const asItIs = (bytes: Buffer): Buffer => bytes;

/**
 * Stands between the engine and a policy pack. The engine tells the stack's configuration in its first call, but the SDK
 * wants it in the environment, before the pack starts: this answers that call, and hands on all others once the pack runs.
 */
export class PolicyProxy {
  readonly #server = new grpc.Server(messageSizes);
  readonly #configured = new Deferred<AnalyzerStackConfigureRequest | undefined>();
  readonly #pack = new Deferred<grpc.Client>();

  constructor() {
    // A failed start is told to whoever calls; that nobody did yet is no reason to end the whole host.
    for (const promise of [this.#configured.promise, this.#pack.promise]) promise.catch(() => {});
    const methods = Object.entries(AnalyzerService);
    const handlers = methods.map(([name, method]) => [name, this.#handlerOf(name, method.path)]);
    this.#server.addService(rawService(), Object.fromEntries(handlers));
  }

  /** The stack's configuration; none where there is no stack (`pulumi policy publish`). */
  get configured(): Promise<AnalyzerStackConfigureRequest | undefined> {
    return this.#configured.promise;
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      this.#server.bindAsync("127.0.0.1:0", credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
  }

  /** Lets the waiting calls through to the pack, after it has been told the stack's configuration too. */
  async attach(port: number): Promise<void> {
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), messageSizes);
    const configuration = await this.#configured.promise;
    if (configuration) {
      const bytes = Buffer.from(configuration.serializeBinary());
      await forward(client, AnalyzerService.configureStack.path, bytes).catch((error: grpc.ServiceError) => {
        if (error.code !== grpc.status.UNIMPLEMENTED) throw error;
      });
    }
    this.#pack.resolve(client);
  }

  /** Answers the waiting calls with an error; does nothing to a pack that runs already. */
  fail(reason: Error): void {
    this.#configured.reject(reason);
    this.#pack.reject(reason);
  }

  close(): void {
    this.fail(new Error("The engine no longer needs the policy pack."));
    // Answers that are on their way (why the pack failed) get through first.
    const force = setTimeout(() => this.#server.forceShutdown(), SHUTDOWN_MS);
    this.#server.tryShutdown(() => clearTimeout(force));
    this.#pack.promise.then(
      (client) => client.close(),
      () => {},
    );
  }

  #handlerOf(name: string, path: string): Handler {
    if (name === "handshake") return (_call, reply) => reply(null, bytesOf(new AnalyzerHandshakeResponse()));
    if (name === "configureStack") {
      return (call, reply) => {
        this.#configured.resolve(AnalyzerStackConfigureRequest.deserializeBinary(call.request));
        reply(null, bytesOf(new AnalyzerStackConfigureResponse()));
      };
    }
    return (call, reply) => {
      this.#configured.resolve(undefined);
      const answer = this.#pack.promise.then((client) => forward(client, path, call.request));
      answer.then(
        (bytes) => reply(null, bytes),
        (error) => reply({ code: error.code ?? grpc.status.UNKNOWN, details: error.details ?? error.message }),
      );
    };
  }
}

/** The analyzer's methods, with messages left as the bytes they are. */
function rawService(): grpc.ServiceDefinition {
  const raw = {
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  };
  return Object.fromEntries(Object.entries(AnalyzerService).map(([name, method]) => [name, { ...method, ...raw }]));
}

function forward(client: grpc.Client, path: string, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asItIs, asItIs, bytes, (error, answer) => {
      if (error) reject(error);
      else resolve(answer ?? Buffer.alloc(0));
    });
  });
}

function bytesOf(message: { serializeBinary(): Uint8Array }): Buffer {
  return Buffer.from(message.serializeBinary());
}
