import { routes } from ".";
import { unsimulatedParameters } from "./not-simulated";

/** What the simulator refuses, as Markdown for `docs/simulator.md`: from the routes, so that the page can't be wrong. */
export function limitsAsMarkdown(): string {
  const refused = routes.filter((route) => route.refused).map(({ method, path }) => `\`${method} ${path}\``);
  const partial = routes.flatMap((route) => {
    const names = unsimulatedParameters(route);
    return names.length === 0 ? [] : [`- \`${route.method} ${route.path}\`: ${names.map(code).join(", ")}`];
  });
  const shaping = routes.flatMap(({ method, path, shaping: names }) =>
    names.length === 0 ? [] : [`- \`${method} ${path}\`: ${names.map(code).join(", ")}`],
  );
  return [
    `### Endpoints that are refused with 501\n\n${refused.join(", ")}`,
    `### Parameters that are refused with 501\n\n${partial.join("\n")}`,
    `### Parameters that are taken and change nothing\n\n${shaping.join("\n")}`,
  ].join("\n\n");
}

const code = (name: string) => `\`${name}\``;
