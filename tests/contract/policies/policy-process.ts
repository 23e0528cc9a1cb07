import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { surroundings } from "../../support/process/surroundings";
import type { Declared } from "../../unit/policies/declared";

interface Diagnostic {
  readonly rule: string;
  readonly level: "advisory" | "mandatory";
  readonly urn: string;
  readonly message: string;
}

interface RuleConfig {
  readonly level: "advisory" | "disabled" | "mandatory";
  readonly properties?: Record<string, JavaScriptValue>;
}

export interface PolicyProcess {
  info(): Promise<messages.AnalyzerInfo.AsObject>;
  configure(rules: Readonly<Record<string, RuleConfig>>): Promise<void>;
  analyze(resource: Declared): Promise<readonly Diagnostic[]>;
  analyzeStack(resources: readonly Declared[]): Promise<readonly Diagnostic[]>;
  stop(): Promise<void>;
}

const levels = {
  advisory: messages.EnforcementLevel.ADVISORY,
  disabled: messages.EnforcementLevel.DISABLED,
  mandatory: messages.EnforcementLevel.MANDATORY,
} as const;

/** Pulumi's own program for policy packs, started on a folder as the engine starts it, spoken to over gRPC. */
export async function startPolicyPack(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<PolicyProcess> {
  const program = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [program, "127.0.0.1:9", folder], {
    cwd: folder,
    env: { ...surroundings, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const client = new AnalyzerClient(`127.0.0.1:${await portOf(child)}`, grpc.credentials.createInsecure());
  const ask = <Answer>(send: (answered: (error: grpc.ServiceError | null, answer: Answer) => void) => void) =>
    new Promise<Answer>((resolve, reject) => send((error, answer) => (error ? reject(error) : resolve(answer))));

  return {
    info: async () =>
      (await ask<messages.AnalyzerInfo>((answered) => client.getAnalyzerInfo(new Empty(), answered))).toObject(),
    configure: async (rules) => {
      await ask<Empty>((answered) => client.configure(configuration(rules), answered));
    },
    analyze: async (resource) =>
      diagnosticsOf(
        await ask<messages.AnalyzeResponse>((answered) => client.analyze(analyzeRequest(resource), answered)),
      ),
    analyzeStack: async (resources) => {
      const request = new messages.AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
      return diagnosticsOf(await ask<messages.AnalyzeResponse>((answered) => client.analyzeStack(request, answered)));
    },
    stop: async () => {
      client.close();
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

/** The first line that the pack prints; a pack that ends before is an error with its own words. */
async function portOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null || child.stderr === null) throw new Error("The process has no pipes.");
  const words: string[] = [];
  child.stderr.on("data", (chunk) => words.push(String(chunk)));
  const line = once(createInterface({ input: child.stdout }), "line").then(([port]) => String(port));
  const end = once(child, "exit").then(([code]) => {
    throw new Error(`The pack ended with ${code} before it was ready. ${words.join("")}`);
  });
  return Promise.race([line, end]);
}

function configuration(rules: Readonly<Record<string, RuleConfig>>): messages.ConfigureAnalyzerRequest {
  const request = new messages.ConfigureAnalyzerRequest();
  for (const [rule, { level, properties = {} }] of Object.entries(rules)) {
    const config = new messages.PolicyConfig().setEnforcementlevel(levels[level]);
    request.getPolicyconfigMap().set(rule, config.setProperties(Struct.fromJavaScript(properties)));
  }
  return request;
}

function analyzeRequest({ type, name, props }: Declared): messages.AnalyzeRequest {
  return new messages.AnalyzeRequest()
    .setType(type)
    .setName(name)
    .setUrn(urnOf({ type, name }))
    .setOptions(new messages.AnalyzerResourceOptions())
    .setProperties(structOf(props));
}

function stackResource({ type, name, props, dependsOn = [], from = {} }: Declared): messages.AnalyzerResource {
  const resource = new messages.AnalyzerResource()
    .setType(type)
    .setName(name)
    .setUrn(urnOf({ type, name }))
    .setOptions(new messages.AnalyzerResourceOptions())
    .setProperties(structOf(props))
    .setDependenciesList([...dependsOn, ...Object.values(from).flat()].map(urnOf));
  for (const [input, sources] of Object.entries(from)) {
    const urns = new messages.AnalyzerPropertyDependencies().setUrnsList(sources.map(urnOf));
    resource.getPropertydependenciesMap().set(input, urns);
  }
  return resource;
}

export function urnOf({ type, name }: Pick<Declared, "name" | "type">): string {
  return `urn:pulumi:dev::tests::${type}::${name}`;
}

function structOf(props: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(props)));
}

function diagnosticsOf(response: messages.AnalyzeResponse): readonly Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    rule: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === levels.mandatory ? "mandatory" : "advisory",
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
  }));
}
