import { StepError } from "./provider";

/** The message of a failure; an act that succeeds fails the test. */
export async function failureOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
  throw new Error("this was expected to fail");
}
