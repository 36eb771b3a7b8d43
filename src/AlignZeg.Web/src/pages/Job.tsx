import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { at } from "../api/client";
import type { Problem } from "../api/problem";
import { follow } from "../api/stream";
import type { JobView } from "../api/types";
import { Chart } from "../components/Chart";
import { ClassTotals } from "../components/ClassTotals";
import { Failures } from "../components/Failures";
import { Empty, Loading, ProblemNote, Shown } from "../components/feedback";
import { JobActions } from "../components/JobActions";
import { JobTabs } from "../components/JobTabs";
import { Phase, Progress } from "../components/Progress";
import { bytes, count, duration, moment, percent, rate } from "../core/format";
import { addSample, type Sample } from "../core/rates";
import { linkTo } from "../core/address";
import { useLoad } from "../hooks";

/** One job as it goes on. */
export function JobPage({ id }: { id: string }) {
  const { job, samples, problem, take } = useLiveJob(id);
  const request = useLoad(signal => api.jobRequest(id, signal), [id]);
  if (!job) return problem ? <ProblemNote problem={problem} /> : <Loading what={`job ${id}`} />;
  return (
    <>
      <JobTabs id={id} current="" aside={<Phase phase={job.phase} />}><JobActions job={job} done={take} /></JobTabs>
      {problem && <div class="note warn" role="status"><strong>The live view is interrupted.</strong><span>{problem.detail} This page goes on by itself.</span></div>}
      {job.problem && <div class={`note ${job.phase === "blocked" ? "bad" : "warn"}`} role="status"><strong>{job.phase === "blocked" ? "The job is blocked." : job.phase === "waiting" ? "The job waits." : "Something is in its way."}</strong><span>{job.problem}</span></div>}
      <Figures job={job} />
      <div class="columns wide">
        <div class="stack">
          <section class="card" aria-label="Throughput">
            <div class="cardhead"><h2>Images per second</h2>{job.images_per_second ? <span class="figures muted">{rate(job.images_per_second)}/s over the run</span> : null}</div>
            <Chart samples={samples} />
          </section>
          <ClassTotals id={id} done={job.ok} />
        </div>
        <div class="stack">
          <Shown of={request} what="what was asked for">
            {asked => (
              <section class="card" aria-label="What was asked for">
                <h2>Asked for</h2>
                <dl class="facts">
                  <dt>Dataset</dt><dd><a href={linkTo(["datasets", asked.dataset])}>{asked.dataset}</a> <span class="muted">version {asked.dataset_version}</span></dd>
                  <dt>Vocabulary</dt><dd><a href={linkTo(["vocabularies", asked.vocabulary], { version: asked.vocabulary_version })}>{asked.vocabulary}</a> <span class="muted">version {asked.vocabulary_version}</span></dd>
                  <dt>Model</dt><dd>{asked.model} <code class="muted" title={asked.model_hash}>{asked.model_hash.slice(0, 8)}</code></dd>
                  <dt>Extras</dt><dd>{[asked.confidence && "confidence maps", asked.overlay && "overlays"].filter(Boolean).join(", ") || "none"}</dd>
                  <dt>Priority</dt><dd>{asked.priority}</dd>
                  {asked.deadline && <><dt>Deadline</dt><dd>{moment(asked.deadline)}</dd></>}
                  {asked.max_failures != null && <><dt>Most failures</dt><dd>{count(asked.max_failures)}</dd></>}
                  <dt>Started</dt><dd>{moment(job.started_at)}</dd>
                  {job.ended_at && <><dt>Ended</dt><dd>{moment(job.ended_at)}</dd></>}
                  {job.retries > 0 && <><dt>Retries</dt><dd>{count(job.retries)}</dd></>}
                </dl>
              </section>
            )}
          </Shown>
          <Failures job={job} done={take} />
        </div>
      </div>
      {job.total === 0 && <Empty title="The dataset has no images" />}
    </>
  );
}

function Figures({ job }: { job: JobView }) {
  const done = job.ok + job.failed;
  return (
    <section class="stack" aria-label="Progress">
      <div class="row"><Progress job={job} /></div>
      <dl class="tiles">
        <div><dt>Done</dt><dd>{percent(done / Math.max(1, job.total))} <small>{count(done)} of {count(job.total)}</small></dd></div>
        <div><dt>Failed</dt><dd>{count(job.failed)}</dd></div>
        <div><dt>Left</dt><dd>{job.phase === "running" && job.seconds_left != null ? duration(job.seconds_left) : "–"}</dd></div>
        <div><dt>In work</dt><dd>{count(job.leased)} <small>{count(job.pending)} to come</small></dd></div>
        <div><dt>Device time</dt><dd>{duration(job.usage.device_seconds)}</dd></div>
        <div><dt>Read</dt><dd>{bytes(job.usage.bytes)} <small>{count(Math.round(job.usage.pixels / 1e6))} MP</small></dd></div>
        {job.usage.reused > 0 && <div><dt>Reused</dt><dd>{count(job.usage.reused)}</dd></div>}
      </dl>
    </section>
  );
}

// The stream ends with the job; an act that starts it again begins another.
function useLiveJob(id: string) {
  const [job, setJob] = useState<JobView | null>(null);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [run, setRun] = useState(0);
  const take = (next: JobView) => {
    setJob(next);
    setSamples(old => addSample(old, { at: performance.now() / 1000, done: next.ok + next.failed }));
  };
  useEffect(() => {
    const ending = new AbortController();
    void follow(at(["jobs", id, "events"]), ending.signal, event => take(JSON.parse(event.data) as JobView), setProblem);
    return () => ending.abort();
  }, [id, run]);
  return {
    job, samples, problem,
    take: (next: JobView) => {
      take(next);
      setRun(run + 1);
    },
  };
}
