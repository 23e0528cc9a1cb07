/**
 * The parts of Pulumi's SDK that a program needs to declare resources. The SDK's index also loads the Automation API, the closure
 * serialiser with TypeScript, and npm's arborist.
 */
export { RunError } from "@pulumi/pulumi/errors";
export { getProject, getRootDirectory, getStack } from "@pulumi/pulumi/metadata";
export { type Input, type Inputs, jsonStringify, type Output, output, secret, unknown } from "@pulumi/pulumi/output";
export {
  type Alias,
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
  type CustomResourceOptions,
  createUrn,
  mergeOptions,
  ProviderResource,
  type Resource,
  type ResourceOptions,
} from "@pulumi/pulumi/resource";
export { hasEngine, isDryRun } from "@pulumi/pulumi/runtime/settings";
