import { isTypeName, KINDS, type TypeName } from "./kinds";

/** The text in every state that ever was: frozen. A closure would be 20 times as long and would carry its code into the state. */
export function providerText(type: string): string {
  return `exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('${type}')`;
}

/** The type whose text this is; undefined for every other text. */
export function typeOfProviderText(text: unknown): TypeName | undefined {
  return Object.keys(KINDS)
    .filter(isTypeName)
    .find((type) => providerText(type) === text);
}
