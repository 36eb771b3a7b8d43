import type { ComponentChildren } from "preact";
import { api } from "../api/calls";
import { may, setSession, type Session } from "../session";
import { useSignal } from "../signal";
import { setTheme, theme, type Theme } from "../theme";

const sections = [["jobs", "Jobs"], ["datasets", "Datasets"], ["vocabularies", "Vocabularies"], ["usage", "Usage"]] as const;

/** The name of the place, and the way home. */
export function Brand() {
  return (
    <a class="brand" href="/ui/jobs">
      <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#1f2a44" /><path d="M6 22c4-9 8-9 11-4s6 3 9-5v13H6z" fill="#4f8cff" /><path d="M6 22c4-9 8-9 11-4l-4 8H6z" fill="#2ec4a6" /><circle cx="22" cy="9" r="3" fill="#ffc857" /></svg>
      AlignZeg
    </a>
  );
}

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  return (
    <select class="input small" aria-label="Colours" value={useSignal(theme)} onChange={event => setTheme(event.currentTarget.value as Theme)}>
      <option value="system">As the system</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}

/** What is around every page: where one can go, who one is. */
export function Shell({ who, section, children }: { who: Session; section: string; children: ComponentChildren }) {
  const at: Record<string, string> = { "new-job": "jobs", upload: "datasets" };
  const shown = may("admin") ? [...sections, ["keys", "Keys"] as const, ["cluster", "Cluster"] as const] : sections;
  const signOut = () => {
    if (may("admin")) void api.closeDashboard(who.key).catch(() => undefined); // an hour ends it at the latest
    setSession(null);
  };
  return (
    <>
      <a class="skip" href="#main">Skip to the page</a>
      <div class="shell">
        <header class="side">
          <Brand />
          <nav aria-label="Main"><div class="nav">{shown.map(([id, text]) => <a key={id} href={`/ui/${id}`} aria-current={(at[section] ?? section) === id ? "page" : undefined}>{text}</a>)}</div></nav>
          <div class="who">
            <div class="tenant"><div class="clip"><strong>{who.tenant}</strong></div><div class="muted small">{who.scopes.at(-1)} key</div></div>
            <ThemeSwitch />
            <button class="button small" onClick={signOut}>Sign out</button>
          </div>
        </header>
        <main class="main" id="main" tabIndex={-1}>{children}</main>
      </div>
    </>
  );
}
