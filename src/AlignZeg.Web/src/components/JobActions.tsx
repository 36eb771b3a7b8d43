import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { JobView } from "../api/types";
import { useAct } from "../hooks";
import { may } from "../session";
import { Dialog } from "./Dialog";
import { ProblemNote } from "./feedback";

/** What can be done with a job in its phase. */
export function JobActions({ job, done }: { job: JobView; done: (job: JobView) => void }) {
  const { busy, problem, act, clear } = useAct();
  const [asks, setAsks] = useState(false);
  if (!may("label")) return null;
  const over = job.phase === "completed" || job.phase === "cancelled";
  const doing = (what: "pause" | "resume" | "cancel") => act(async () => done(await api.actOnJob(job.id, what)));
  return (
    <>
      {(job.phase === "running" || job.phase === "waiting") && <button class="button" disabled={busy} onClick={() => doing("pause")}>Pause</button>}
      {(job.phase === "paused" || job.phase === "blocked") && <button class="button primary" disabled={busy} onClick={() => doing("resume")}>Resume</button>}
      {!over && <button class="button danger" disabled={busy} onClick={() => setAsks(true)}>Cancel…</button>}
      {asks && (
        <Dialog title={`Cancel ${job.id}?`} close={() => setAsks(false)}>
          <p>It ends for good. The results that it has stay.</p>
          <div class="row">
            <button class="button danger" onClick={() => { setAsks(false); void doing("cancel"); }}>Cancel the job</button>
            <button class="button" onClick={() => setAsks(false)}>Let it go on</button>
          </div>
        </Dialog>
      )}
      {problem && <Dialog title="That did not work" close={clear}><ProblemNote problem={problem} /><div class="row"><button class="button" onClick={clear}>Close</button></div></Dialog>}
    </>
  );
}
