import { createHash } from "node:crypto";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import type { TypeToken } from "../domain/kinds";
import { providerText } from "../domain/provider-text";
import { mustBeFindable } from "./findable";
import { newAttempt } from "./owner-mark";
import * as pulumi from "./sdk";

interface RemoteClass {
  readonly __pulumiType: TypeToken;
  readonly prototype: object;
}

/** One `new`, as a class passes it on. */
interface Declaration {
  readonly name: string;
  readonly args: object;
  readonly opts: pulumi.CustomResourceOptions | undefined;
}

/** What a class adds to its arguments. */
interface Form<Class extends RemoteClass> {
  /** Everything that a resource has beside its required arguments. */
  readonly outputs: readonly (keyof Class["prototype"] & string)[];
  /** The outputs that are secret whatever the program says. */
  readonly secrets?: readonly (keyof Class["prototype"] & string)[];
  /** GitLab shows its secret only once, so what the resource makes carries the number of the attempt. */
  readonly isMadeOnce?: true;
}

/**
 * The arguments for `pulumi.CustomResource` that make a class a remote of the provider process: the text that finds its lifecycle there,
 * the key that tells declarations apart, and a place for every output.
 */
export function remote<Class extends RemoteClass>(
  { __pulumiType: token }: Class,
  { name, args, opts }: Declaration,
  { outputs, secrets = [], isMadeOnce }: Form<Class>,
): [string, string, pulumi.Inputs, pulumi.CustomResourceOptions] {
  mustBeFindable();
  refusePlainToken();
  const places = Object.fromEntries(outputs.map((output) => [output, undefined]));
  const hidden = {
    __provider: providerText(typeOf(token)),
    __key: declarationKey(token, name, opts?.parent),
    __declaredAs: name, // For messages of check, which keeps it out of the state. (`__name` is a field of Pulumi's own resources.)
    ...(isMadeOnce ? { __attempt: attempt() } : {}),
  };
  const options = secrets.length === 0 ? opts : pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secrets] });
  return [token, name, { ...places, ...args, ...hidden }, options ?? {}];
}

/** Returns a new number in each run. It is unknown in a preview, because a saved plan would hold the run to the preview's number. */
function attempt(): unknown {
  return pulumi.isDryRun() ? pulumi.unknown : newAttempt();
}

function typeOf(token: TypeToken): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/**
 * Returns 12 hex digits of a hash of the URN, because the provider process is not told the URN. The URN is known at once without a parent.
 * With a parent, the dependency on it is left out: a child of a component would otherwise wait for all of the component's children and so
 * for itself.
 */
function declarationKey(token: TypeToken, name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return digest(`urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${token}::${name}`);
  return prefixBelow(parent).then((prefix) => digest(`${prefix}${token}::${name}`));
}

/** What the URNs of a parent's children begin with. A map has hundreds of children, so it is worked out once. */
const prefixes = new WeakMap<pulumi.Resource, Promise<string>>();

function prefixBelow(parent: pulumi.Resource): Promise<string> {
  const known = prefixes.get(parent);
  if (known !== undefined) return known;
  const prefix = new Promise<string>((resolve) => {
    pulumi.createUrn("", "", parent).apply((urn) => resolve(urn.slice(0, -"::".length)));
  });
  prefixes.set(parent, prefix);
  return prefix;
}

function digest(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 12);
}

/** Only the program's process knows which configuration is secret. Everybody could read a plain token in the state. */
function refusePlainToken(): void {
  const token = runtimeConfig.getConfig("gitlab:token");
  if (token === undefined || isConfigSecret("gitlab:token")) return;
  throw new pulumi.RunError(
    "The configuration gitlab:token is stored in plain text. Run `pulumi config set --secret gitlab:token` and give the token again, " +
      "and revoke the old one: it stands in the stack's settings file and in its history.",
  );
}

/** This is internal to Pulumi's SDK, so its types lack it. Where a later version of the SDK lacks it, nothing is refused. */
function isConfigSecret(key: string): boolean {
  if (!("isConfigSecret" in runtimeConfig) || typeof runtimeConfig.isConfigSecret !== "function") return true;
  return runtimeConfig.isConfigSecret(key) === true;
}
