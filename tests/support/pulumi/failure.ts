import { StepError } from "./provider";

/** The message of a failure; `undefined` where the act succeeds. */
export async function messageOf(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
}

/** The message of a failure; an act that succeeds fails the test. */
export async function failureOf(act: Promise<unknown>): Promise<string> {
  const message = await messageOf(act);
  if (message === undefined) throw new Error("this was expected to fail");
  return message;
}
