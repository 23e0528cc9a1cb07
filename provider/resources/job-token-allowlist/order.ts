import type { Push } from "../job-token-scope/push";
import type { AllowlistEdit } from "./edit";
import type { Switch } from "./switch";

interface Work {
  readonly edit: AllowlistEdit;
  readonly push: Push;
  readonly toSwitch: Switch;
  /** What the switch is to be, if it is managed. */
  readonly wanted: boolean | undefined;
  /** Is the project open to everybody? Undefined where nobody has asked. */
  readonly isOpen: boolean | undefined;
}

/**
 * Brings about what is declared: what takes away from everybody first, then additions and changes, then removals, and what gives to others
 * last. A closed project is closed before the removals, an open one after them: while it is open nobody misses what is in the list.
 */
export async function bringAbout({ edit, push, toSwitch, wanted, ...seen }: Work): Promise<void> {
  await push.turnOff();
  if (wanted === false) await toSwitch.set();
  // Nobody pushes to an open project. What goes could push, if the project were closed while it is still listed.
  const isOpen = seen.isOpen ?? (wanted === true && edit.hasSurplus && (await toSwitch.isOff()));
  await edit.fill();
  if (isOpen) await edit.removeSurplus();
  if (wanted === true && edit.isFilled && !(isOpen && edit.isHiding)) await toSwitch.set();
  await edit.removeSurplus();
  await toSwitch.look();
  const isDone = edit.failures.length + edit.missing.length + edit.unchanged.length === 0;
  if (isDone && toSwitch.failure === undefined) await push.turnOn();
}
