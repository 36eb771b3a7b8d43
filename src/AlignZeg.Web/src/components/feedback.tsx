import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import type { Loaded } from "../hooks";

/** What went wrong, in the API's own words, and a way to try again. */
export function ProblemNote({ problem, retry }: { problem: Problem | null; retry?: (() => void) | undefined }) {
  if (!problem) return null;
  return (
    <div class="note bad" role="alert">
      <strong>{problem.title || "That did not work."}</strong>
      {problem.problems.length > 1 ? <ul>{problem.problems.slice(0, 12).map(one => <li key={one}>{one}</li>)}</ul> : <span>{problem.detail}</span>}
      {problem.requestId && problem.status >= 500 && <span class="small">Request <code>{problem.requestId}</code></span>}
      {retry && <div class="row"><button class="button small" onClick={retry}>Try again</button></div>}
    </div>
  );
}

/** Says that what was sent is an earlier version again: nothing is made twice, and what jobs take by themselves stays another. */
export function SameAgain({ version, latest, children }: { version: number; latest: number; children?: ComponentChildren }) {
  return (
    <div class="note warn" role="status">
      <strong>This is version {version} again.</strong>
      <span>No new version was made. Jobs that name no version go on taking the latest, {latest}.</span>
      {children && <div class="row">{children}</div>}
    </div>
  );
}

/** A place where nothing is yet, and what to do about it. */
export function Empty({ title, children, action }: { title: string; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Says that something is on its way. */
export function Loading({ what }: { what: string }) {
  return <p class="loading" role="status">Loading {what}…</p>;
}

/** What was asked for, or why it is not there. */
export function Shown<T>({ of, what, children }: { of: Loaded<T>; what: string; children: (value: T) => ComponentChildren }) {
  if (of.value !== null) return <>{of.problem && <ProblemNote problem={of.problem} retry={of.reload} />}{children(of.value)}</>;
  return of.problem ? <ProblemNote problem={of.problem} retry={of.reload} /> : <Loading what={what} />;
}
