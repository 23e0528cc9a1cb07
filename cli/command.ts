/** The command can't do its work: its message is for people, without a stack. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}
