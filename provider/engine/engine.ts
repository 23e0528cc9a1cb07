import { createRequire } from "node:module";
import { connect } from "node:net";

const WATCH_EVERY_MS = 1_000;

type Severity = "info" | "warning";

/** The Pulumi engine that this provider process works for. */
export interface Engine {
  /** A line for the user. */
  log(severity: Severity, text: string): void;
  /** A passing line, shown as the status of the run. */
  status(text: string): void;
  /** Returns where the engine is there, and ends the process where it is gone. Does not throw. */
  mustBeAlive(): Promise<void>;
}

/**
 * The engine's address is the last argument of every provider process: undocumented, but the only way to reach the user's terminal from
 * here. Everything falls back to plain output.
 */
export function engineAt(address: string | undefined): Engine {
  if (address === undefined || !/^[\w.-]+:\d+$/.test(address)) return plainEngine;
  const mustBeAlive = async () => {
    if (await isGone(address)) process.exit(1);
  };
  setInterval(mustBeAlive, WATCH_EVERY_MS).unref();
  const say = speaker(address);
  return {
    log: (severity, text) => say(severity, text, false),
    status: (text) => say("info", text, true),
    mustBeAlive,
  };
}

const plainEngine: Engine = { log: print, status: (text) => print("info", text), mustBeAlive: async () => {} };

/** The engine closes its port only when it ends. A killed CLI leaves provider processes behind, which would go on changing GitLab. */
function isGone(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname });
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED"));
  });
}

type Speak = (severity: Severity, text: string, ephemeral: boolean) => void;

/** Pulumi's own gRPC stubs, loaded when there is something to say. */
function speaker(address: string): Speak {
  let speak: Speak | undefined;
  return (severity, text, ephemeral) => {
    speak ??= connectSpeaker(address);
    speak(severity, text, ephemeral);
  };
}

function connectSpeaker(address: string): Speak {
  try {
    const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
    const grpc: typeof import("@grpc/grpc-js") = ofPulumi("@grpc/grpc-js");
    const { EngineClient } = ofPulumi("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } = ofPulumi("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    return (severity, text, ephemeral) => {
      const request = new LogRequest();
      request.setSeverity(severity === "warning" ? LogSeverity.WARNING : LogSeverity.INFO);
      request.setMessage(text);
      request.setEphemeral(ephemeral);
      client.log(request, (error: Error | null) => {
        if (error !== null) print(severity, text);
      });
    };
  } catch (error) {
    print("info", `Pulumi's own message channel can't be used: ${String(error)}`);
    return print;
  }
}

/** What a provider process prints appears below the stack. */
function print(severity: Severity, text: string): void {
  process.stdout.write(`${severity === "warning" ? "warning: " : ""}${text}\n`);
}
