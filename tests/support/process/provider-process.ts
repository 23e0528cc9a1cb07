import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, type Provider, type ProviderOptions, StepError, unsealed } from "../pulumi/provider";
import { type FakeEngine, startFakeEngine } from "./fake-engine";
import { surroundings } from "./surroundings";

/** A provider with the process that it is in. */
export interface ProviderProcess extends Provider {
  readonly pid: number;
  readonly exited: Promise<unknown>;
  loseEngine(): void;
}

/** Runs in the process before all else: an environment can't be changed from outside. */
const MOVABLE_CLOCK = `data:text/javascript,${encodeURIComponent(
  "process.on('message', (now) => { process.env.GITLAB_CI_ACCESS_NOW = now; process.send(now); }); process.channel.unref();",
)}`;

/** Pulumi's own dynamic-provider program, started as the engine starts it, spoken to over gRPC. Its engine is its own unless it is given one. */
export async function startProviderProcess(
  { env = {}, config = {} }: ProviderOptions,
  given?: FakeEngine,
): Promise<ProviderProcess> {
  const engine = given ?? (await startFakeEngine());
  const program = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, ["--import", MOVABLE_CLOCK, program, engine.address], {
    cwd: process.cwd(),
    env: { ...surroundings, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const printed: string[] = [];
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error("the provider process has no pipes");
  stderr.on("data", (chunk) => printed.push(String(chunk)));
  const lines = createInterface({ input: stdout });
  const [port] = await once(lines, "line");
  lines.on("line", (line) => printed.push(`${line}\n`));
  const exited = once(child, "exit");
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

  const request = new messages.ConfigureRequest();
  request.setArgs(struct(config));
  await call((done) => client.configure(request, done));

  return {
    pid,
    async check(olds, news) {
      const message = new messages.CheckRequest();
      message.setOlds(struct(olds));
      message.setNews(struct(news));
      const response = await call<messages.CheckResponse>((done) => client.check(message, done));
      return {
        inputs: plain(response.getInputs()),
        failures: response.getFailuresList().map((failure) => `${failure.getProperty()}${failure.getReason()}`),
      };
    },
    async diff(id, olds, news) {
      const message = new messages.DiffRequest();
      message.setId(id);
      message.setOlds(struct(olds));
      message.setNews(struct(news));
      const response = await call<messages.DiffResponse>((done) => client.diff(message, done));
      const changes = response.getChanges();
      if (changes === messages.DiffResponse.DiffChanges.DIFF_UNKNOWN)
        throw new Error("diff left open whether anything changes");
      return { changes: changes === messages.DiffResponse.DiffChanges.DIFF_SOME, replaces: response.getReplacesList() };
    },
    async create(inputs) {
      const message = new messages.CreateRequest();
      message.setProperties(struct(inputs));
      const response = await step<messages.CreateResponse>((done) => client.create(message, done));
      if (response.getId() === "") throw new Error("create gave no id: the engine would refuse the resource");
      return { id: response.getId(), outs: plain(response.getProperties()) };
    },
    async update(id, olds, news) {
      const message = new messages.UpdateRequest();
      message.setId(id);
      message.setOlds(struct(olds));
      message.setNews(struct(news));
      return plain((await step<messages.UpdateResponse>((done) => client.update(message, done))).getProperties());
    },
    async read(id, props) {
      const message = new messages.ReadRequest();
      message.setId(id);
      message.setProperties(struct(props));
      const response = await call<messages.ReadResponse>((done) => client.read(message, done));
      const inputs = response.getInputs();
      return {
        id: response.getId(),
        props: plain(response.getProperties()),
        inputs: inputs === undefined ? undefined : plain(inputs),
      };
    },
    async delete(id, props) {
      const message = new messages.DeleteRequest();
      message.setId(id);
      message.setProperties(struct(props));
      await call((done) => client.delete(message, done));
    },
    log: engine.log,
    output: () => printed.join(""),
    async setNow(now) {
      const heard = once(child, "message");
      child.send(now);
      await heard;
    },
    exited,
    loseEngine: engine.stop,
    async stop() {
      client.close();
      await kill(child, exited);
      engine.stop();
    },
  };
}

type Done<T> = (error: grpc.ServiceError | null, response: T) => void;

function call<T>(send: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    send((error, response) => (error ? reject(new StepError(error.details)) : resolve(response))),
  );
}

function step<T>(send: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    send((error, response) => (error ? reject(stepError(error)) : resolve(response))),
  );
}

function stepError(error: grpc.ServiceError): StepError {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(details)) return new StepError(error.details);
  const [any] = Status.deserializeBinary(details).getDetailsList();
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  const reasons = failed.getReasonsList();
  return new StepError(reasons.join("\n"), { id: failed.getId(), properties: plain(failed.getProperties()), reasons });
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(unsealed(properties) as Record<string, JavaScriptValue>); // Properties come from JSON.
}

function plain(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

async function kill(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL");
  await exited;
}
