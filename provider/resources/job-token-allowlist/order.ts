import type { Push } from "../job-token-scope/push";
import type { AllowlistEdit } from "./edit";
import type { Switch } from "./switch";

interface Work {
  readonly edit: AllowlistEdit;
  readonly push: Push;
  readonly toSwitch: Switch;
  /** What the switch is to be, if it is managed. */
  readonly wanted: boolean | undefined;
  /** Says why an open project has to stay open. */
  reasonToStayOpen(): Promise<string | undefined>;
}

/**
 * Brings about what is declared: what takes away from everybody first, then additions and changes, then removals, and what gives to others
 * last. The switch comes after the removals: while a project is open nobody needs an entry, and what goes could push once it is closed.
 */
export async function bringAbout(work: Work): Promise<void> {
  const { edit, push, toSwitch, wanted } = work;
  await push.turnOff();
  if (wanted === false) await toSwitch.set();
  await edit.fill();
  await edit.removeSurplus();
  if (wanted === true) await close(work);
  await toSwitch.look();
  const isDone = edit.failures.length + edit.missing.length + edit.unchanged.length === 0;
  if (isDone && toSwitch.failure === undefined) await push.turnOn();
}

async function close({ edit, toSwitch, reasonToStayOpen }: Work): Promise<void> {
  toSwitch.waits = edit.isFilled ? await reasonToStayOpen() : "not everything declared is in the list.";
  if (toSwitch.waits === undefined) await toSwitch.set();
}
