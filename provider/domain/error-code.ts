/** The system's or undici's word for a fault, looked up through the chain of causes; "" where there is none. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return ""; // Not instanceof: Node's own errors are of another realm under jest.
  if ("code" in error && typeof error.code === "string") return error.code;
  const inner = "errors" in error && Array.isArray(error.errors) ? error.errors[0] : "cause" in error && error.cause;
  if (inner) return codeOf(inner);
  return "name" in error ? String(error.name) : "";
}
