import { signal } from "./signal";

const stored = "alignzeg.key";

/** Who is signed in: the tenant and what the key allows. */
export interface Session {
  readonly key: string;
  readonly tenant: string;
  readonly scopes: readonly string[];
}

/** Null = nobody. The key is kept for this tab alone, and never written into an address. */
export const session = signal<Session | null>(read());

/** Begins or ends a session. */
export function setSession(next: Session | null): void {
  if (next) sessionStorage.setItem(stored, JSON.stringify(next));
  else sessionStorage.removeItem(stored);
  session.set(next);
}

/** Whether the key that is signed in with allows something. */
export function may(scope: "label" | "admin"): boolean {
  return session.get()?.scopes.includes(scope) ?? false;
}

function read(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(stored) ?? "null") as Session | null;
  } catch {
    return null;
  }
}
