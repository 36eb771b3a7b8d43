import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { Empty, Shown } from "../components/feedback";
import { Choice } from "../components/Field";
import { Head } from "../components/layout";
import { TryBox } from "../components/TryBox";
import { linkTo, numberOf } from "../core/address";
import { changes } from "../core/draft";
import { useLoad } from "../hooks";
import { setQuery, usePlace } from "../navigation";
import { may } from "../session";

/** Two versions of a vocabulary: what differs in words, and on an image. */
export function CompareDrafts({ name }: { name: string }) {
  const place = usePlace();
  const versions = useLoad(signal => api.versions(name, signal), [name]);
  const last = versions.value?.at(-1)?.number ?? 0;
  const [one, other] = [numberOf(place, "one", 1, last, Math.max(1, last - 1)), numberOf(place, "other", 1, last, last)];
  const models = useLoad(signal => api.allNames("models", signal), []);
  const [model, setModel] = useState("");
  useEffect(() => { if (!model && models.value?.[0]) setModel(models.value[0]); }, [models.value]);
  const both = useLoad(async signal => (last === 0 ? null : Promise.all([api.vocabulary(name, one, signal), api.vocabulary(name, other, signal)])), [name, one, other, last]);
  const numbers = (versions.value ?? []).map(version => String(version.number));
  return (
    <>
      <Head title="Compare versions" crumbs={[{ text: "Vocabularies", link: "/ui/vocabularies" }, { text: name, link: linkTo(["vocabularies", name]) }]} />
      <div class="filters">
        <Choice label="Version" value={String(one)} names={numbers} choose={value => setQuery({ one: value })} />
        <Choice label="Beside version" value={String(other)} names={numbers} choose={value => setQuery({ other: value })} />
      </div>
      <Shown of={versions} what="versions">{found => (found.length === 0 ? <Empty title="This vocabulary has no version yet" /> : null)}</Shown>
      {both.value && (
        <>
          <section class="card" aria-label="What differs"><h2>What differs</h2>{changes(both.value[0].vocabulary, both.value[1].vocabulary).length === 0 ? <p class="muted">Nothing.</p> : <ul class="small mono">{changes(both.value[0].vocabulary, both.value[1].vocabulary).map(line => <li key={line}>{line}</li>)}</ul>}</section>
          {may("label") && <TryBox drafts={both.value.map(version => ({ title: `Version ${version.version}`, vocabulary: version.vocabulary }))} model={model} models={models.value ?? []} setModel={setModel} />}
        </>
      )}
    </>
  );
}
