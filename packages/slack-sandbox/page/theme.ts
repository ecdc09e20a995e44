import { byId } from "./dom.ts";

/** Light or dark: the machine's preference until the button says otherwise, then what was chosen last. */
export function startTheme(): void {
  const button = byId("theme");
  const preference = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    const theme = localStorage.getItem("theme") ?? (preference.matches ? "dark" : "light");
    document.documentElement.dataset["theme"] = theme;
    button.textContent = theme === "dark" ? "☀" : "☾";
    button.setAttribute("aria-label", theme === "dark" ? "Use the light theme" : "Use the dark theme");
    document.dispatchEvent(new Event("themechange"));
  };
  button.addEventListener("click", () => {
    localStorage.setItem("theme", document.documentElement.dataset["theme"] === "dark" ? "light" : "dark");
    apply();
  });
  preference.addEventListener("change", apply);
  apply();
}
