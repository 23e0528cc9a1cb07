import { refusal, UserError } from "../../domain/user-error";
import { settle } from "../../gitlab/settle";
import {
  createVariable,
  deleteVariable,
  getVariable,
  inWords,
  updateVariable,
  type Variable,
  type VariableName,
  type VariableSettings,
} from "../../gitlab/variables";
import type { Client } from "../../http/client";
import { isDoubtful, isRefusal, isUnsettled } from "../../http/errors";
import type { VariableInputs } from "./inputs";

/** Returns the names of the inputs that differ from the existing variable. A hidden value can't be compared, so it counts as different. */
export function differences(found: Variable, wanted: VariableInputs): string[] {
  const pairs: readonly (readonly [keyof VariableInputs, unknown])[] = [
    ["value", found.value],
    ["masked", found.masked],
    ["protected", found.protected],
    ["raw", found.raw],
    ["variableType", found.variable_type],
    ["hidden", isHidden(found)],
    ...(wanted.description === undefined ? [] : [["description", found.description ?? undefined] as const]),
  ];
  return pairs.filter(([key, value]) => value !== wanted[key]).map(([key]) => key);
}

/** Brings one variable to what is wanted. Nothing is deleted before GitLab has accepted what follows it. */
export class VariableEdit {
  readonly #client: Client;
  readonly #name: VariableName;
  readonly #wanted: VariableInputs;

  constructor(client: Client, name: VariableName, wanted: VariableInputs) {
    this.#client = client;
    this.#name = name;
    this.#wanted = wanted;
  }

  find(): Promise<Variable | undefined> {
    return getVariable(this.#client, this.#name);
  }

  /**
   * Makes the variable, or returns the existing one. GitLab doesn't show the value of a hidden variable, so after a lost answer nobody could
   * tell it from somebody else's. For a hidden variable there is therefore a look-up before, too.
   */
  async make(): Promise<Variable | undefined> {
    const { hidden } = this.#wanted;
    const before = hidden ? await this.find() : undefined;
    if (before !== undefined) return before;
    const found = await settle<Variable | "made">({
      isDoubtful,
      act: async () => {
        await this.#post();
        return "made";
      },
      look: async (doubt) => {
        const there = await this.find();
        if (there === undefined && isRefusal(doubt)) throw doubt;
        return hidden && there !== undefined && isUnsettled(doubt) ? "made" : there;
      },
    });
    return found === "made" ? undefined : found;
  }

  /** Changes the existing variable. `formerValue` is the value that the state records where GitLab doesn't show it. */
  async change(found: Variable, formerValue?: string): Promise<void> {
    if (isHidden(found) === this.#wanted.hidden)
      return updateVariable(this.#client, this.#name, settingsOf(this.#wanted));
    // GitLab can't change `hidden`, so the variable is made anew once GitLab has shown that it masks the value.
    if (this.#wanted.masked) await updateVariable(this.#client, this.#name, settingsOf(this.#wanted));
    await deleteVariable(this.#client, this.#name);
    try {
      await this.#postAgain();
    } catch (error) {
      throw await this.#restored(found, formerValue, error);
    }
  }

  async #postAgain(): Promise<void> {
    await settle({
      act: async () => {
        await this.#post();
        return true;
      },
      look: async () => ((await this.find()) === undefined ? undefined : true),
    });
  }

  /** Restores the deleted variable. Returns the error for the user. */
  async #restored(found: Variable, formerValue: string | undefined, error: unknown): Promise<unknown> {
    const value = found.value ?? formerValue;
    if (!(error instanceof UserError)) return error;
    if (value === undefined) return lost(this.#name, error, "GitLab does not show the value that it had");
    const { masked, raw, variable_type, description } = found;
    const settings = { value, masked, raw, variable_type, protected: found.protected };
    try {
      const former = description ? { ...settings, description } : settings;
      await createVariable(this.#client, this.#name, former, isHidden(found));
      return error;
    } catch (second) {
      return second instanceof UserError ? lost(this.#name, error, second.message) : second;
    }
  }

  async #post(): Promise<void> {
    const { hidden } = this.#wanted;
    const scope = await createVariable(this.#client, this.#name, settingsOf(this.#wanted), hidden);
    if (scope !== this.#name.scope) throw await this.#withoutScope(scope);
  }

  /** Below Premium, GitLab makes a group's variable for all environments whatever scope was asked for. Jobs would see it that must not. */
  async #withoutScope(scope: string): Promise<UserError> {
    await deleteVariable(this.#client, { ...this.#name, scope });
    return refusal(
      "environment scope",
      `GitLab made ${inWords(this.#name)} for environment ${scope} instead, so it was removed at once: environment scopes of group variables need GitLab Premium. ` +
        "Leave environmentScope out where every environment may see the value, or declare a ProjectVariable in each project that needs it: those have scopes in every tier.",
    );
  }
}

function isHidden({ hidden }: Variable): boolean {
  return hidden ?? false;
}

function settingsOf({ value, masked, raw, variableType, description, ...inputs }: VariableInputs): VariableSettings {
  const settings = { value, masked, raw, protected: inputs.protected, variable_type: variableType };
  return description === undefined ? settings : { ...settings, description };
}

function lost(name: VariableName, error: UserError, why: string): UserError {
  return refusal(
    "a variable that is gone",
    `${error.message} ${inWords(name)} was deleted to be made anew, and could not be put back: ${why}. Make it again: run \`pulumi up --refresh\`.`,
  );
}
