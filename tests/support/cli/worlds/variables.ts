import type { Variable, VariableOwner, Variables } from "../../../../simulator/model/variables";

/** What a program says of a CI/CD variable. */
export interface Flags {
  readonly key: string;
  readonly environmentScope: string | undefined;
  readonly protected: boolean | undefined;
  readonly masked: boolean | undefined;
  readonly hidden: boolean | undefined;
}

const ENVIRONMENTS = ["production", "review/a", "review/b", "staging"];

/** Which jobs get a variable of that key, and whether its value stands in their logs, or on its page. */
export function sightsOf(variables: readonly Variable[]): string[] {
  return variables.flatMap(({ key, environmentScope, protected: isProtected, masked, hidden }) => {
    const pattern = new RegExp(`^${environmentScope.replaceAll("*", ".*")}$`);
    const environments = ENVIRONMENTS.filter((environment) => pattern.test(environment));
    const refs = isProtected ? ["protected refs"] : ["protected refs", "any ref"];
    const seen = [...(masked ? [] : ["its log"]), ...(hidden ? [] : ["its page"])];
    return environments.flatMap((environment) => [...refs, ...seen].map((how) => `${key} in ${environment}: ${how}`));
  });
}

/** Makes the variable as it is declared, whoever has made it before. */
export function setVariable(variables: Variables, owner: VariableOwner, { key, ...flags }: Flags): void {
  removeVariable(variables, owner, { key, ...flags });
  const { environmentScope = "*", protected: isProtected = false, masked = false, hidden = false } = flags;
  const rest = { value: "a", variableType: "env_var", raw: false, description: null } as const;
  const settings = { protected: isProtected, masked, hidden, environmentScope };
  variables.add(owner, { ...rest, key, ...settings, updatedAt: new Date("2027-01-10T12:00:00Z") });
}

export function removeVariable(variables: Variables, owner: VariableOwner, of: Flags): void {
  const found = variables.withKey(owner, of.key).filter((one) => one.environmentScope === (of.environmentScope ?? "*"));
  for (const one of found) variables.remove(owner, one);
}
