/** What is said about a CI/CD variable of a project, a group or the instance. */
export interface VariableDetails {
  key: string;
  value: string;
  variableType: "env_var" | "file";
  protected: boolean;
  masked: boolean;
  hidden: boolean;
  raw: boolean;
  environmentScope: string;
  description: string | null;
  updatedAt: Date;
}

export interface Variable extends VariableDetails {
  /** Only GraphQL shows it. */
  readonly id: number;
}

/** Who owns a variable: `project 42`, `group 7` or the instance. */
export type VariableOwner = `project ${number}` | `group ${number}` | "instance";

/** CI/CD variables, per owner in the order they were made; key and environment scope together identify one. */
export class Variables {
  readonly #byOwner = new Map<VariableOwner, Variable[]>();
  #lastId = 0;

  add(owner: VariableOwner, details: VariableDetails): Variable {
    this.#lastId += 1;
    const variable = { ...details, id: this.#lastId };
    this.of(owner).push(variable);
    return variable;
  }

  of(owner: VariableOwner): Variable[] {
    const existing = this.#byOwner.get(owner);
    if (existing) return existing;
    const fresh: Variable[] = [];
    this.#byOwner.set(owner, fresh);
    return fresh;
  }

  withKey(owner: VariableOwner, key: string): Variable[] {
    return this.of(owner).filter((variable) => variable.key === key);
  }

  remove(owner: VariableOwner, variable: Variable): void {
    const variables = this.of(owner);
    variables.splice(variables.indexOf(variable), 1);
  }

  removeOwner(owner: VariableOwner): void {
    this.#byOwner.delete(owner);
  }
}
