import { linkTo, parsePlace, type Place } from "./core/address";
import { signal, useSignal } from "./signal";

const place = signal<Place>(parsePlace(location.pathname, location.search));

addEventListener("popstate", () => place.set(parsePlace(location.pathname, location.search)));

// Links stay links, with their context menu and their new tabs; only a plain click is taken over.
addEventListener("click", event => {
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin || !link.pathname.startsWith("/ui/") || link.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  go(link.pathname + link.search);
});

/** The place that the address names. */
export function usePlace(): Place {
  return useSignal(place);
}

/** Goes to an address; with `replace` the back button leads past where one was. */
export function go(link: string, replace = false): void {
  if (link === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", link);
  const before = place.get().path.join("/");
  place.set(parsePlace(location.pathname, location.search));
  if (place.get().path.join("/") !== before) {
    scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }
}

/** Changes what the page shows of its place, without a step for the back button. */
export function setQuery(values: Readonly<Record<string, string | number | readonly string[] | undefined>>): void {
  const now = place.get();
  const query: Record<string, string | number | readonly string[] | undefined> = Object.fromEntries(now.query);
  go(linkTo(now.path, { ...query, ...values }), true);
}
