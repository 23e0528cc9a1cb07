import type { Variable } from "../../model/variables";

/** A hidden variable's value is never shown again. */
export function presentVariable(variable: Variable) {
  return {
    variable_type: variable.variableType,
    key: variable.key,
    value: variable.hidden ? null : variable.value,
    hidden: variable.hidden,
    protected: variable.protected,
    masked: variable.masked,
    raw: variable.raw,
    environment_scope: variable.environmentScope,
    description: variable.description,
  };
}

/** The instance's variables know neither environments nor hiding. */
export function presentInstanceVariable(variable: Variable) {
  const { environment_scope: _scope, hidden: _hidden, ...rest } = presentVariable(variable);
  return rest;
}
