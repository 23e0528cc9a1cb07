/** A CI/CD variable of a project, a group or the instance. */
export interface Variable {
  key: string;
  value: string;
  variableType: "env_var" | "file";
  protected: boolean;
  masked: boolean;
  hidden: boolean;
  raw: boolean;
  environmentScope: string;
  description: string | null;
}

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
