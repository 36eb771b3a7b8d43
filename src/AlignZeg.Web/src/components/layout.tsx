import type { ComponentChildren } from "preact";
import { useTitle } from "../hooks";

/** One step of the way to a page. */
export interface Crumb {
  readonly text: string;
  readonly link: string;
}

/** The title of a page with the way to it and what can be done there. */
export function Head({ title, crumbs = [], aside, children }: { title: string; crumbs?: readonly Crumb[]; aside?: ComponentChildren; children?: ComponentChildren }) {
  useTitle([title, ...crumbs.map(one => one.text).reverse()].join(" · "));
  return (
    <header class="head">
      <div class="grow">
        {crumbs.length > 0 && <nav aria-label="Way here"><ol class="crumbs">{crumbs.map(one => <li key={one.link}><a href={one.link}>{one.text}</a></li>)}</ol></nav>}
        <div class="row"><h1>{title}</h1>{aside}</div>
      </div>
      <div class="row">{children}</div>
    </header>
  );
}

/** Pages of one thing beside each other. */
export function Tabs({ label, items, current }: { label: string; items: readonly { readonly text: string; readonly link: string; readonly id: string }[]; current: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map(one => <a key={one.id} href={one.link} aria-current={one.id === current ? "page" : undefined}>{one.text}</a>)}
    </nav>
  );
}
