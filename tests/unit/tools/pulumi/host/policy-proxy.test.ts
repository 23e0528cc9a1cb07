import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzerStackConfigureRequest,
  type AnalyzerStackConfigureResponse,
  PolicyNotApplicable,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { PolicyProxy } from "../../../../../tools/pulumi/host/policy-proxy";
import { stackEnvironment } from "../../../../../tools/pulumi/host/run-plugin";

const credentials = grpc.ServerCredentials.createInsecure();

describe("the proxy before a policy pack", () => {
  let proxy: PolicyProxy;
  let engine: AnalyzerClient;
  let pack: grpc.Server;
  let configured: string[];

  beforeEach(async () => {
    proxy = new PolicyProxy();
    engine = new AnalyzerClient(`127.0.0.1:${await proxy.listen()}`, grpc.credentials.createInsecure());
    configured = [];
    pack = new grpc.Server();
  });
  afterEach(() => {
    engine.close();
    proxy.close();
    pack.forceShutdown();
  });

  const startPack = (handlers: grpc.UntypedServiceImplementation) => {
    pack.addService(AnalyzerService, {
      analyze: (call: { request: AnalyzeRequest }, reply: grpc.sendUnaryData<AnalyzeResponse>) =>
        reply(
          null,
          new AnalyzeResponse().setNotApplicableList([new PolicyNotApplicable().setReason(call.request.getUrn())]),
        ),
      ...handlers,
    });
    return new Promise<number>((resolve, reject) => {
      pack.bindAsync("127.0.0.1:0", credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
  };
  /** The packs here answer with the URN that they were asked about. */
  const ask = (urn: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      engine.analyze(new AnalyzeRequest().setUrn(urn), (error, answer) =>
        error ? reject(error) : resolve(answer.getNotApplicableList()[0]?.getReason()),
      );
    });
  const configure = (stack: string) =>
    new Promise<void>((resolve, reject) => {
      const request = new AnalyzerStackConfigureRequest().setStack(stack).setProject("shop").setDryRun(true);
      request.getConfigMap().set("gitlab:baseUrl", "https://gitlab.test");
      engine.configureStack(request, (error) => (error ? reject(error) : resolve()));
    });

  it("learns the stack's configuration before the pack runs", async () => {
    await configure("prod");
    expect(stackEnvironment(await proxy.configured)).toEqual({
      PULUMI_NODEJS_ORGANIZATION: "",
      PULUMI_NODEJS_PROJECT: "shop",
      PULUMI_NODEJS_STACK: "prod",
      PULUMI_NODEJS_DRY_RUN: "true",
      PULUMI_CONFIG: '{"gitlab:baseUrl":"https://gitlab.test"}',
      PULUMI_CONFIG_SECRET_KEYS: "[]",
    });
  });

  it("hands a call on once the pack runs, and the configuration before it", async () => {
    const port = await startPack({
      configureStack: (
        call: { request: AnalyzerStackConfigureRequest },
        reply: grpc.sendUnaryData<AnalyzerStackConfigureResponse>,
      ) => {
        configured.push(call.request.getStack());
        reply({ code: grpc.status.UNIMPLEMENTED });
      },
    });
    await configure("prod");
    const answer = ask("urn:x");
    await proxy.attach(port);
    expect(await answer).toBe("urn:x");
    expect(configured).toEqual(["prod"]);
  });

  it("starts the pack without a configuration where a call comes first", async () => {
    const answer = ask("urn:x");
    expect(await proxy.configured).toBeUndefined();
    await proxy.attach(await startPack({}));
    expect(await answer).toBe("urn:x");
    expect(stackEnvironment(undefined)).toEqual({});
  });

  it("tells the engine why the pack did not start", async () => {
    const answer = ask("urn:x");
    await proxy.configured;
    proxy.fail(new Error("the pack ended"));
    await expect(answer).rejects.toThrow("the pack ended");
  });

  it("passes a pack's error on with its code", async () => {
    const failing = (_call: unknown, reply: grpc.sendUnaryData<AnalyzeResponse>) =>
      reply({ code: grpc.status.INVALID_ARGUMENT, details: "no such policy" });
    await configure("prod");
    await proxy.attach(await startPack({ analyze: failing }));
    await expect(ask("urn:x")).rejects.toMatchObject({ code: grpc.status.INVALID_ARGUMENT, details: "no such policy" });
  });
});
