import * as classes from "pulumi-gitlab-ci-access";
import { type Declared, declared, UNKNOWN } from "./declared";

/** What the program of a rule's example declares. */
export function declarationsIn(program: string): readonly Declared[] {
  const stack: Declared[] = [];
  const recording = (type: string) =>
    function record(name: string, props: object, options: Pick<Declared, "dependsOn"> = {}) {
      const resource = declared(type, name, withoutOutputs(props), { ...options, from: sourcesIn(props) });
      stack.push(resource);
      return Object.assign(resource, { token: new Output(resource) });
    };
  class CustomResource {
    constructor(type: string, name: string, props: Record<string, unknown>) {
      stack.push({ type, name, props });
    }
  }
  const gitlab = Object.fromEntries(Object.keys(classes).map((type) => [type, recording(type)]));
  new Function("gitlab", "pulumi", program)(gitlab, { CustomResource });
  return stack;
}

/** What a resource of the example says of itself once it is there. */
class Output {
  constructor(readonly of: Declared) {}
}

function withoutOutputs(props: object): object {
  return Object.fromEntries(
    Object.entries(props).map(([input, value]) => [input, value instanceof Output ? UNKNOWN : value]),
  );
}

function sourcesIn(props: object): Record<string, readonly Declared[]> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([input, value]) => (value instanceof Output ? [[input, [value.of]]] : [])),
  );
}
