import { api } from "../api/calls";
import type { JobView } from "../api/types";
import { Empty, ProblemNote, Shown } from "../components/feedback";
import { Head } from "../components/layout";
import { Phase, Progress } from "../components/Progress";
import { linkTo, valueOf } from "../core/address";
import { byNumber, count, duration, moment, percent, rate, words } from "../core/format";
import { useLoad, useRefresh } from "../hooks";
import { usePlace } from "../navigation";
import { may } from "../session";

const pageSize = 25;
const lookEvery = 2000;

/** All jobs, each with how it stands. */
export function JobsPage() {
  const after = valueOf(usePlace(), "after");
  const names = useLoad(signal => api.names("jobs", after, pageSize, signal), [after]);
  const create = may("label") && <a class="button primary" href="/ui/new-job">New job</a>;
  return (
    <>
      <Head title="Jobs">{create}</Head>
      <Shown of={names} what="jobs">
        {page => page.names.length === 0 && !after ? (
          <Empty title="No jobs yet" action={<div class="row"><a class="button" href="/ui/upload">Upload images</a>{create}</div>}>A job labels every image of a dataset with the classes of a vocabulary. Upload images, say which classes to look for, then start one.</Empty>
        ) : (
          <>
            <JobTable ids={page.names} />
            <div class="row">
              {after && <a class="button small" href="/ui/jobs">First page</a>}
              {page.next && <a class="button small" href={linkTo(["jobs"], { after: page.next })}>Next page</a>}
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

function JobTable({ ids }: { ids: readonly string[] }) {
  const jobs = useLoad(signal => Promise.all(ids.map(id => api.job(id, signal))), [ids]);
  useRefresh(jobs, jobs.value?.some(job => job.phase === "running" || job.phase === "waiting") ?? false, lookEvery);
  return (
    <>
      <ProblemNote problem={jobs.problem} retry={jobs.reload} />
      <div class="card flush scroll">
        <table>
          <thead><tr><th>Job</th><th>State</th><th>Progress</th><th class="num">Images</th><th class="num">Rate</th><th class="num">Left</th><th>Failures</th><th>Started</th></tr></thead>
          <tbody>{ids.map((id, i) => <JobRow key={id} id={id} job={jobs.value?.[i] ?? null} />)}</tbody>
        </table>
      </div>
    </>
  );
}

function JobRow({ id, job }: { id: string; job: JobView | null }) {
  const link = <a class="name" href={linkTo(["jobs", id])}>{id}</a>;
  if (!job) return <tr><td>{link}</td><td class="muted" colSpan={7}>…</td></tr>;
  const reasons = byNumber(job.failures_by_reason);
  return (
    <tr>
      <td>{link}</td>
      <td title={job.problem ?? undefined}><Phase phase={job.phase} /></td>
      <td><div class="row"><Progress job={job} /><span class="figures small muted">{percent((job.ok + job.failed) / Math.max(1, job.total), 0)}</span></div></td>
      <td class="num">{count(job.ok + job.failed)} / {count(job.total)}</td>
      <td class="num">{job.images_per_second ? `${rate(job.images_per_second)}/s` : "–"}</td>
      <td class="num">{job.phase === "running" && job.seconds_left != null ? duration(job.seconds_left) : "–"}</td>
      <td>{reasons.length === 0 ? <span class="muted">none</span> : reasons.map(([reason, number]) => <div key={reason} class="small">{count(number)} {words(reason)}</div>)}</td>
      <td class="muted">{moment(job.started_at)}</td>
    </tr>
  );
}
