import { h } from "./dom";

const THEMES = ["auto", "light", "dark"] as const;

/** Follows the system until somebody chooses. */
export function themeButton(): HTMLElement {
  let at = 0;
  const label = h("span", {}, "auto");
  return h(
    "button",
    {
      type: "button",
      class: "tool",
      title: "Light, dark, or as the system has it",
      "aria-label": "Colours: auto",
      onclick: (event) => {
        at = (at + 1) % THEMES.length;
        const theme = THEMES[at] ?? "auto";
        document.documentElement.dataset.theme = theme;
        label.textContent = theme;
        if (event.currentTarget instanceof HTMLElement)
          event.currentTarget.setAttribute("aria-label", `Colours: ${theme}`);
      },
    },
    h("span", { class: "half", "aria-hidden": "true" }),
    label,
  );
}
