import type { Instance } from "../../model/instance";
import type { Variable, VariableOwner } from "../../model/variables";
import { changed, type Given, newVariable, requireValid } from "./rules";

interface Owned {
  readonly owner: VariableOwner;
  readonly variable: Variable;
}

type New = Given & { readonly key: string; readonly masked_and_hidden?: boolean | null };

export function createVariable({ clock, variables }: Instance, owner: VariableOwner, { key, ...given }: New): Variable {
  const variable = newVariable(key.trim(), given, clock.now());
  requireValid(variables, { owner, variable });
  return variables.add(owner, variable);
}

export function changeVariable({ clock, variables }: Instance, { owner, variable }: Owned, given: Given): void {
  const next = changed(variable, given);
  requireValid(variables, { owner, variable: next }, variable);
  Object.assign(variable, next, { updatedAt: clock.now() });
}

export function removeVariable({ variables }: Instance, { owner, variable }: Owned): void {
  variables.remove(owner, variable);
}
