import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { JobView } from "../api/types";
import { linkTo } from "../core/address";
import { byNumber, count, words } from "../core/format";
import { useAct, useLoad } from "../hooks";
import { may } from "../session";
import { ProblemNote, Shown } from "./feedback";

/** Failed images by reason, and the way to try them again. */
export function Failures({ job, done }: { job: JobView; done: (job: JobView) => void }) {
  const { busy, problem, act } = useAct();
  const [shows, setShows] = useState(false);
  const reasons = byNumber(job.failures_by_reason);
  const retry = (which: readonly string[] | null) => act(async () => done(await api.retryJob(job.id, which, job.retries + 1)));
  const canRetry = may("label") && job.phase === "completed";
  return (
    <section class="card" aria-label="Failures">
      <div class="cardhead"><h2>Failures</h2>{canRetry && job.failed > 0 && <button class="button small" disabled={busy} onClick={() => retry(null)}>Retry all</button>}</div>
      <ProblemNote problem={problem} />
      {reasons.length === 0 ? <p class="muted">No image failed.</p> : (
        <ul class="stack">
          {reasons.map(([reason, number]) => (
            <li key={reason} class="row">
              <span class="badge bad">{count(number)}</span><span class="grow">{words(reason)}</span>
              {canRetry && <button class="button small quiet" disabled={busy} aria-label={`Retry ${words(reason)}`} onClick={() => retry([reason])}>Retry</button>}
            </li>
          ))}
        </ul>
      )}
      {job.failed > 0 && <button class="button small" aria-expanded={shows} onClick={() => setShows(!shows)}>{shows ? "Hide the images" : "Show the images"}</button>}
      {shows && <FailedImages id={job.id} />}
    </section>
  );
}

function FailedImages({ id }: { id: string }) {
  const found = useLoad(signal => api.failures(id, "", signal), [id]);
  return (
    <Shown of={found} what="failed images">
      {page => (
        <ul class="stack small">
          {page.failures.map(one => <li key={one.index}><a href={linkTo(["jobs", id, "results", one.index])}>{one.image}</a><div class="muted">{one.message}</div></li>)}
          {page.next && <li><a href={linkTo(["jobs", id, "results"], { status: "failed" })}>All of them</a></li>}
        </ul>
      )}
    </Shown>
  );
}
