import type { Change, Operation, Preview, State } from "../../../cli/preview/events";
import { providerText } from "../../../provider/domain/provider-text";

type Properties = Readonly<Record<string, unknown>>;

interface Sides {
  readonly before?: Properties;
  readonly after?: Properties;
  /** Beside the inputs; the state of what exists has them. */
  readonly outputs?: Properties;
  readonly expected?: Properties;
  readonly operation?: Operation;
  readonly retainOnDelete?: boolean;
  readonly provider?: string;
}

/** One change of a preview, as plain data: inputs before and after. */
export function change(type: string, name: string, sides: Sides): Change {
  const { before, after, expected, outputs = {}, retainOnDelete = false, provider = "" } = sides;
  const __provider = providerText(type);
  const state = (inputs: Properties | undefined, more: Properties): State | undefined =>
    inputs && { inputs: { __provider, ...inputs }, outputs: { ...inputs, ...more }, retainOnDelete };
  const operation = before === undefined ? "create" : after === undefined ? "delete" : "update";
  return {
    urn: `urn:pulumi:prod::access::pulumi-nodejs:dynamic/gitlab:${type}::${name}`,
    name,
    type: `pulumi-nodejs:dynamic/gitlab:${type}`,
    operation: sides.operation ?? operation,
    provider,
    before: state(before, outputs),
    after: state(after, {}),
    expected: state(expected, outputs),
  };
}

/** A preview that succeeded with these changes. */
export function preview(changes: readonly Change[], more: Partial<Preview> = {}): Preview {
  return { changes, violations: [], errors: [], unreadable: [], notSeen: [], config: {}, result: "succeeded", ...more };
}
