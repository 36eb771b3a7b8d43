import type { JobView } from "../api/types";
import { countOf, percent } from "../core/format";

const looks: Record<string, string> = { running: "running", completed: "good", waiting: "warn", paused: "warn", blocked: "bad", cancelled: "" };

/** The phase of a job, in a word. */
export function Phase({ phase }: { phase: string }) {
  return <span class={`badge ${looks[phase] ?? ""}`}>{phase}</span>;
}

/** How much of a job is done, and how much of that failed. */
export function Progress({ job }: { job: JobView }) {
  const of = Math.max(1, job.total);
  const done = (job.ok + job.failed) / of;
  return (
    <div class="bar grow" role="progressbar" aria-label={`Progress of ${job.id}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(done * 100)} title={`${percent(done)} of ${countOf(job.total, "image")}`}>
      <span class={job.ok + job.failed === job.total ? "done" : ""} style={{ width: `${(100 * job.ok) / of}%` }} />
      <span class="bad" style={{ width: `${(100 * job.failed) / of}%` }} />
    </div>
  );
}
