import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/calls";
import type { CalibrationView } from "../api/types";
import { linkTo } from "../core/address";
import { countOf, percent, words } from "../core/format";
import { useAct } from "../hooks";
import { may } from "../session";
import { Dialog } from "./Dialog";
import { ProblemNote } from "./feedback";
import { Field } from "./Field";

/** Fits the thresholds of the job's vocabulary to what was reviewed. */
export function Calibrate({ job, reviewed }: { job: string; reviewed: number }) {
  const [open, setOpen] = useState(false);
  if (!may("label")) return null;
  return (
    <>
      <button class="button" disabled={reviewed < 2} title={reviewed < 2 ? "Review two images at least" : undefined} onClick={() => setOpen(true)}>Calibrate…</button>
      {open && <CalibrateDialog job={job} close={() => setOpen(false)} />}
    </>
  );
}

function CalibrateDialog({ job, close }: { job: string; close: () => void }) {
  const [target, setTarget] = useState(0.9);
  const [found, setFound] = useState<CalibrationView | null>(null);
  const [published, setPublished] = useState<{ name: string; version: number } | null>(null);
  const { busy, problem, act } = useAct();
  const isOpen = useRef(true);
  useEffect(() => () => { isOpen.current = false; }, []);
  // A call measures for a while; the same call goes on where it ended.
  const run = (publish: boolean) => act(async () => {
    const { vocabulary } = await api.jobRequest(job);
    for (let view: CalibrationView | null = null; !view?.complete && isOpen.current; setFound(view)) view = await api.calibrate(vocabulary, { jobs: [job], target }, publish).then(one => {
      if (one.complete && one.result?.version != null) setPublished({ name: vocabulary, version: one.result.version });
      return one;
    });
  });
  const result = found?.complete ? found.result : null;
  return (
    <Dialog title="Calibrate thresholds" close={close}>
      <p>Per class the lowest threshold at which the target share of its pixels is right, by the images that were accepted or corrected. Half of them are fitted on; the figures are of the other half.</p>
      <Field label={`Target: ${percent(target, 0)} of the pixels right`}>{id => <input id={id} type="range" min="0.5" max="0.99" step="0.01" value={target} disabled={busy} onInput={event => { setTarget(event.currentTarget.valueAsNumber); setFound(null); setPublished(null); }} />}</Field>
      <ProblemNote problem={problem} />
      {found && !found.complete && <p role="status">Measured {found.measured} of {countOf(found.images, "image")}…</p>}
      {result && (
        <>
          <dl class="facts">
            <dt>Right before</dt><dd>{result.before.precision == null ? "–" : percent(result.before.precision)}</dd>
            <dt>Right after</dt><dd>{result.after.precision == null ? "–" : percent(result.after.precision)}{result.after.abstained != null && <span class="muted">, {percent(result.after.abstained)} without a class</span>}</dd>
            <dt>Images</dt><dd>{result.fitted_on} fitted on, {result.tested_on} tested on</dd>
          </dl>
          <ul class="small">{result.classes.slice(0, 12).map(one => <li key={one.id}>{one.name}: {one.threshold != null ? one.threshold.toFixed(3) : "no threshold"} <span class="muted">({words(one.outcome)})</span></li>)}</ul>
        </>
      )}
      {published && <p role="status">Published as <a href={linkTo(["vocabularies", published.name])}>version {published.version} of {published.name}</a>.</p>}
      <div class="row">
        <button class={`button ${result ? "" : "primary"}`} disabled={busy} onClick={() => run(false)}>{busy ? "Measuring…" : "Measure"}</button>
        {result && !published && <button class="button primary" disabled={busy} onClick={() => run(true)}>Publish</button>}
        <button class="button" onClick={close}>Close</button>
      </div>
    </Dialog>
  );
}
