import { signal } from "./signal";

/** As the system has it, or what a person chose. */
export type Theme = "system" | "light" | "dark";

const stored = "alignzeg.theme";

/** The choice; it outlives the tab. */
export const theme = signal<Theme>((localStorage.getItem(stored) as Theme | null) ?? "system");

/** Chooses. */
export function setTheme(next: Theme): void {
  localStorage.setItem(stored, next);
  theme.set(next);
  apply();
}

/** Puts the choice on the page. */
export function apply(): void {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}
