import { session, setSession } from "../session";
import { Problem } from "./problem";

/** What a request may say beside its address. */
export interface Ask {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly key?: string;
  /** Whether the browser keeps a cookie of the answer. */
  readonly keepsCookie?: boolean;
}

const mostTries = 4;

/** Asks the API; waits and asks again where it says that it is busy. A key that is not valid any more ends the session. */
export async function ask(path: string, request: Ask = {}): Promise<Response> {
  const key = request.key ?? session.get()?.key;
  const headers = new Headers(request.headers);
  if (key) headers.set("Authorization", `Bearer ${key}`);
  if (request.json !== undefined) headers.set("Content-Type", "application/json");
  const method = request.method ?? (request.json !== undefined || request.body ? "POST" : "GET");
  for (let tries = 1; ; tries++) {
    const answer = await fetch(path, { method, headers, body: request.json !== undefined ? JSON.stringify(request.json) : (request.body ?? null), signal: request.signal ?? null, credentials: request.keepsCookie ? "same-origin" : "omit" });
    if (answer.ok) return answer;
    const problem = await Problem.of(answer);
    if (answer.status === 401 && !request.key && session.get()?.key === key) setSession(null); // not the session of who signed in meanwhile
    if (answer.status !== 429 || problem.code === "quota-exceeded" || tries === mostTries) throw problem;
    await pause(Number(answer.headers.get("Retry-After") ?? 1), request.signal);
  }
}

/** Asks for JSON. */
export async function askJson<T>(path: string, request: Ask = {}): Promise<T> {
  return (await (await ask(path, request)).json()) as T;
}

/** A path of parts, each encoded, with its query. */
export function at(parts: readonly (string | number)[], query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> = {}): string {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value as string | undefined]) if (one !== undefined && one !== "") values.append(name, String(one));
  const text = values.toString();
  return `/v1/${parts.map(part => encodeURIComponent(String(part))).join("/")}${text ? `?${text}` : ""}`;
}

function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(10, Math.max(0.2, seconds)) * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("Not wanted any more.", "AbortError"));
    });
  });
}
