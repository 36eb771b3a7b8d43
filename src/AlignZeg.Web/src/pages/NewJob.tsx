import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { Empty, ProblemNote, Shown } from "../components/feedback";
import { Choice, Field } from "../components/Field";
import { Head } from "../components/layout";
import { linkTo, valueOf } from "../core/address";
import { countOf } from "../core/format";
import { useAct, useLoad } from "../hooks";
import { go, usePlace } from "../navigation";

/** Starts a job. */
export function NewJobPage() {
  const names = useLoad(async signal => {
    const [datasets, vocabularies, models] = await Promise.all([api.allNames("datasets", signal), api.allNames("vocabularies", signal), api.allNames("models", signal)]);
    return { datasets, vocabularies, models };
  }, []);
  return (
    <>
      <Head title="New job" crumbs={[{ text: "Jobs", link: "/ui/jobs" }]} />
      <Shown of={names} what="datasets, vocabularies and models">
        {found =>
          found.datasets.length === 0 ? <Empty title="There is no dataset to label" action={<a class="button primary" href="/ui/upload">Upload images</a>} />
          : found.vocabularies.length === 0 ? <Empty title="There is no vocabulary yet" action={<a class="button primary" href="/ui/vocabularies">Make one</a>}>It says which classes to look for.</Empty>
          : found.models.length === 0 ? <Empty title="There is no model yet">Whoever runs this server registers models: <code>alignzeg model register</code>.</Empty>
          : <JobForm {...found} />}
      </Shown>
    </>
  );
}

function JobForm({ datasets, vocabularies, models }: { datasets: readonly string[]; vocabularies: readonly string[]; models: readonly string[] }) {
  const place = usePlace();
  const first = (name: string, of: readonly string[]) => (of.includes(valueOf(place, name)) ? valueOf(place, name) : of[0]!);
  const missing = ([["dataset", datasets], ["vocabulary", vocabularies]] as const).filter(([name, of]) => valueOf(place, name) !== "" && !of.includes(valueOf(place, name))).map(([name]) => `${name} '${valueOf(place, name)}'`);
  const [dataset, setDataset] = useState(first("dataset", datasets));
  const [vocabulary, setVocabulary] = useState(first("vocabulary", vocabularies));
  const [model, setModel] = useState(models[0]!);
  const [id, setId] = useState(() => `job-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}`);
  const [confidence, setConfidence] = useState(true);
  const [priority, setPriority] = useState(0);
  const [most, setMost] = useState("");
  const { busy, problem, act } = useAct();
  // The address may name a version of what it names; of another the latest is taken.
  const versionOf = (name: string, chosen: string) => (chosen === valueOf(place, name) ? Number(valueOf(place, `${name}_version`)) || 0 : 0);
  const [datasetVersion, vocabularyVersion] = [versionOf("dataset", dataset), versionOf("vocabulary", vocabulary)];
  const size = useLoad(signal => api.dataset(dataset, signal, datasetVersion), [dataset, datasetVersion]);
  const start = (event: Event) => {
    event.preventDefault();
    void act(async () => {
      await api.startJob({ id, dataset, vocabulary, model, confidence, priority, ...(datasetVersion > 0 ? { dataset_version: datasetVersion } : {}), ...(vocabularyVersion > 0 ? { vocabulary_version: vocabularyVersion } : {}), ...(most === "" ? {} : { max_failures: Number(most) }) });
      go(linkTo(["jobs", id]));
    });
  };
  return (
    <form class="card form" onSubmit={start}>
      {missing.length > 0 && <div class="note warn" role="status"><strong>There is no {missing.join(" and no ")}.</strong><span>Choose another one.</span></div>}
      <div class="columns">
        <Choice label="Dataset" value={dataset} names={datasets} choose={setDataset} hint={size.value ? `Version ${size.value.number}, ${countOf(size.value.images, "image")}.` : "…"} />
        <Choice label="Vocabulary" value={vocabulary} names={vocabularies} choose={setVocabulary} hint={<>{vocabularyVersion > 0 && `Version ${vocabularyVersion}. `}<a href={linkTo(["vocabularies", vocabulary], { version: vocabularyVersion || undefined })}>Look at it</a></>} />
        <Choice label="Model" value={model} names={models} choose={setModel} />
        <Field label="Name of the job" hint="Starting the same name with the same things again goes on with it.">
          {(field, described) => <input class="input" id={field} aria-describedby={described} required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={100} value={id} onInput={event => setId(event.currentTarget.value)} />}
        </Field>
        <Field label="Priority" hint="-100 to 100, among your own jobs; higher goes first.">
          {(field, described) => <input class="input" id={field} aria-describedby={described} type="number" min="-100" max="100" step="1" required value={priority} onInput={event => setPriority(event.currentTarget.valueAsNumber || 0)} />}
        </Field>
        <Field label="Most failures" hint="More than these block the job, so that a person looks. Empty: no limit.">
          {(field, described) => <input class="input" id={field} aria-describedby={described} type="number" min="0" step="1" value={most} onInput={event => setMost(event.currentTarget.value)} />}
        </Field>
      </div>
      <label class="check"><input type="checkbox" checked={confidence} onChange={event => setConfidence(event.currentTarget.checked)} /> Confidence maps, to see how sure the model is of each pixel</label>
      <ProblemNote problem={problem} />
      <div class="row"><button class="button primary" disabled={busy}>{busy ? "Starting…" : "Start the job"}</button></div>
    </form>
  );
}
