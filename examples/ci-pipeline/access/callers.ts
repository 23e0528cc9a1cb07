/** Who may come in, beside the project itself: project → the projects whose job tokens open it. */
export const callers: Readonly<Record<string, readonly string[]>> = {
  "acme/checkout": ["acme/deploy"],
  "acme/shop": ["acme/deploy", "acme/docs"],
};
