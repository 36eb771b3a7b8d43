import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { VocabularyView } from "../api/types";
import { ClassTable, Limit } from "../components/ClassTable";
import { ProblemNote, SameAgain, Shown } from "../components/feedback";
import { Field } from "../components/Field";
import { Head } from "../components/layout";
import { TryBox } from "../components/TryBox";
import { linkTo, valueOf } from "../core/address";
import { changes, draftOf, emptyDraft, publishedOf, type Draft } from "../core/draft";
import { useAct, useLoad } from "../hooks";
import { setQuery, usePlace } from "../navigation";
import { may } from "../session";

/** One vocabulary: a version of it, edited into the next. */
export function VocabularyPage({ name }: { name: string }) {
  const version = Number(valueOf(usePlace(), "version") || 0);
  const found = useLoad(async signal => {
    const versions = await api.versions(name, signal);
    const number = version || (versions.at(-1)?.number ?? 0);
    const [shown, before] = await Promise.all([number > 0 ? api.vocabulary(name, number, signal) : null, number > 1 ? api.vocabulary(name, number - 1, signal).catch(() => null) : null]);
    return { versions, shown, before };
  }, [name, version]);
  return <Shown of={found} what="the vocabulary">{({ versions, shown, before }) => <Editor key={shown?.hash ?? "new"} name={name} versions={versions.map(one => one.number)} latest={versions.at(-1)?.hash ?? null} shown={shown} before={before} reload={found.reload} />}</Shown>;
}

function Editor({ name, versions, latest, shown, before, reload }: { name: string; versions: readonly number[]; latest: string | null; shown: VocabularyView | null; before: VocabularyView | null; reload: () => void }) {
  const [draft, setDraft] = useState<Draft>(() => (shown ? draftOf(shown.vocabulary) : emptyDraft()));
  const [model, setModel] = useState("");
  const models = useLoad(signal => api.allNames("models", signal), []);
  const [again, setAgain] = useState<number | null>(null);
  const { busy, problem, act } = useAct();
  const body = publishedOf(draft);
  const published = shown === null ? null : publishedOf(draftOf(shown.vocabulary)); // in the draft's form: the server's says what is empty too
  const isChanged = published === null || JSON.stringify(published) !== JSON.stringify(body);
  useEffect(() => { if (!model && models.value?.[0]) setModel(models.value[0]); }, [models.value]);
  const publish = () => act(async () => {
    setAgain(null);
    const made = await api.publish(name, body, latest, model).catch((error: unknown) => {
      const told = Problem.from(error);
      throw told.status === 412 ? new Problem(412, told.code, "Somebody published a version meanwhile.", "Copy what you changed, load the page again, and change it there.") : told;
    });
    if (made.latest != null && made.latest > made.version) return setAgain(made.version);
    setQuery({ version: "" });
    reload();
  });
  const readOnly = !may("label");
  return (
    <>
      <Head title={name} crumbs={[{ text: "Vocabularies", link: "/ui/vocabularies" }]} aside={<span class="muted">{shown ? `version ${shown.version}` : "not published yet"}</span>}>
        {versions.length > 1 && <a class="button" href={linkTo(["vocabularies", name, "compare"])}>Compare versions</a>}
        {!readOnly && isChanged && shown && <button class="button" onClick={() => setDraft(draftOf(shown.vocabulary))}>Undo changes</button>}
        {!readOnly && <button class="button primary" disabled={busy || !isChanged || body.classes.length === 0} onClick={publish}>{busy ? "Publishing…" : `Publish version ${(versions.at(-1) ?? 0) + 1}`}</button>}
      </Head>
      <ProblemNote problem={problem} />
      {again !== null && (
        <SameAgain version={again} latest={versions.at(-1)!}>
          <a class="button small" href={linkTo(["vocabularies", name], { version: again })}>Look at version {again}</a>
          <a class="button small" href={linkTo(["new-job"], { vocabulary: name, vocabulary_version: again })}>Label with it</a>
        </SameAgain>
      )}
      <div class="columns editor">
        <div class="stack">
          <ClassTable draft={draft} change={setDraft} readOnly={readOnly} />
          <section class="card" aria-label="For all classes">
            <h2>For all classes</h2>
            <div class="columns">
              <Field label="Templates, a line each" hint={<>With <code>{"{}"}</code> where the name goes; or one of <code>imagenet-80</code>, <code>vild-14</code>, <code>none</code>, <code>model</code>. Empty: the model's own.</>}>
                {(id, described) => <textarea class="input" id={id} aria-describedby={described} rows={4} readOnly={readOnly} value={draft.templates} onInput={event => setDraft({ ...draft, templates: event.currentTarget.value })} />}
              </Field>
              <div class="stack">
                <Field label="Threshold" hint="Pixels whose best class scores less get none.">{id => <Limit id={id} value={draft.threshold} readOnly={readOnly} set={threshold => setDraft({ ...draft, threshold })} />}</Field>
                <Field label="Margin" hint="Pixels whose best class leads the second by less get none.">{id => <Limit id={id} value={draft.margin} readOnly={readOnly} set={margin => setDraft({ ...draft, margin })} />}</Field>
                <label class="check"><input type="checkbox" disabled={readOnly} checked={draft.truncate} onChange={event => setDraft({ ...draft, truncate: event.currentTarget.checked })} /> Cut off texts that the model does not read to their end</label>
              </div>
            </div>
          </section>
        </div>
        <div class="stack">
          {may("label") && <TryBox drafts={[{ title: isChanged ? "Draft" : `Version ${shown?.version ?? ""}`, vocabulary: body }]} model={model} models={models.value ?? []} setModel={setModel} />}
          <section class="card" aria-label="Versions">
            <h2>Versions</h2>
            {versions.length === 0 ? <p class="muted">None yet. Name the classes, try them on an image, then publish.</p> : (
              <ul class="row">{[...versions].reverse().slice(0, 40).map(one => <li key={one}><a class="button small" aria-current={one === shown?.version ? "page" : undefined} href={linkTo(["vocabularies", name], { version: one })}>{one}</a></li>)}</ul>
            )}
            {before && shown && <><h3>What version {shown.version} changed</h3><ul class="small mono">{changes(before.vocabulary, shown.vocabulary).slice(0, 30).map(line => <li key={line}>{line}</li>)}</ul></>}
            {shown && isChanged && <><h3>What the draft changes</h3><ul class="small mono">{changes(published!, body).slice(0, 30).map(line => <li key={line}>{line}</li>)}</ul></>}
          </section>
        </div>
      </div>
    </>
  );
}
