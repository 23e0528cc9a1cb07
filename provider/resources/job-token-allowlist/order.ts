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
  /** Says why an open project has to stay open. */
  reasonToStayOpen(): Promise<string | undefined>;
}

/**
 * Makes the changes in the order that locks nobody out: turns pushes off, opens a project that is to be open, fills the list, closes the
 * project, removes what is not wanted, and turns pushes on. A project that is open is closed after the removals instead: while it is open
 * nobody needs an entry.
 */
export async function bringAbout({ edit, push, toSwitch, wanted, ...seen }: Work): Promise<void> {
  await push.turnOff();
  if (wanted === false) await toSwitch.set();
  // No job of another project pushes to an open project. An entry that is to go could let one push, if the project were closed before the
  // removal.
  const isOpen = seen.isOpen ?? (wanted === true && edit.hasSurplus && (await toSwitch.isOff()));
  await edit.fill();
  if (isOpen) await edit.removeSurplus();
  if (wanted === true) await close({ edit, toSwitch, ...seen }, isOpen);
  await edit.removeSurplus();
  await toSwitch.look();
  const isDone = edit.failures.length + edit.missing.length + edit.unchanged.length === 0;
  if (isDone && toSwitch.failure === undefined) await push.turnOn();
}

async function close(
  { edit, toSwitch, reasonToStayOpen }: Omit<Work, "push" | "wanted">,
  isOpen: boolean,
): Promise<void> {
  if (!edit.isFilled) toSwitch.waits = "not everything declared is in the list.";
  else if (isOpen) toSwitch.waits = await reasonToStayOpen();
  if (toSwitch.waits === undefined) await toSwitch.set();
}
