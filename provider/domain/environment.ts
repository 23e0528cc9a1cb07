/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** GitLab answers within seconds; its own web server gives up after 60. */
export const REQUEST_TIMEOUT_S = 60;

/** The value without blanks at the ends. An empty one is none: in CI a variable that is not set often arrives empty. */
export function filled(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === "" ? undefined : text;
}
