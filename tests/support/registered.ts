import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { deserializeProperties } from "@pulumi/pulumi/runtime/rpc";

/** A resource as a program hands it to the engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Record<string, unknown>;
  /** Each alias as the name and whether it has no parent; the present ones where it says nothing of them. */
  readonly aliases: readonly { readonly name: string; readonly isAtTop: boolean }[];
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
  readonly provider: string;
}

/** Runs a program without an engine, and returns what it declares, in the order of the names. */
export async function registeredBy(program: () => void): Promise<readonly Registered[]> {
  const requests: RegisterResourceRequest[] = [];
  const monitor = jest.spyOn(MockMonitor.prototype, "registerResource");
  const newResource = ({ name, inputs }: { name: string; inputs: object }) => ({ id: `${name}-id`, state: inputs });
  try {
    await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, "acme", "test");
    program();
    await pulumi.runtime.disconnect();
    for (const [request] of monitor.mock.calls) requests.push(request);
  } finally {
    monitor.mockRestore();
  }
  return requests.map(registered).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function registered(request: RegisterResourceRequest): Registered {
  const object = request.getObject();
  const aliases = request.getAliasesList().map((alias) => ({
    name: alias.getSpec()?.getName() ?? alias.getUrn().split("::")[3] ?? "",
    isAtTop: alias.getSpec()?.getNoparent() ?? !(alias.getUrn().split("::")[2] ?? "$").includes("$"),
  }));
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    inputs: object === undefined ? {} : deserializeProperties(object),
    aliases,
    retainOnDelete: request.getRetainondelete() === true,
    protect: request.getProtect() === true,
    provider: request.getProvider(),
  };
}
