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
 * Makes the changes in the order that locks nobody out: turns pushes off, opens a project that is to be open, fills the list, removes what
 * is not wanted, closes the project, and turns pushes on. The project is closed after the removals, because nobody needs an entry while it
 * is open, and an entry that is to go could let a job push once it is closed.
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
