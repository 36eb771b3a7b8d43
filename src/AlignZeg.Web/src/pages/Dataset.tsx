import { api } from "../api/calls";
import { Shown } from "../components/feedback";
import { Head } from "../components/layout";
import { linkTo } from "../core/address";
import { count, countOf } from "../core/format";
import { useLoad } from "../hooks";
import { may } from "../session";

/** One dataset with its versions. */
export function DatasetPage({ name }: { name: string }) {
  const versions = useLoad(async signal => {
    const latest = await api.dataset(name, signal);
    const numbers = Array.from({ length: Math.min(50, latest.number) }, (_, i) => latest.number - i);
    return Promise.all(numbers.map(number => (number === latest.number ? latest : api.dataset(name, signal, number))));
  }, [name]);
  return (
    <>
      <Head title={name} crumbs={[{ text: "Datasets", link: "/ui/datasets" }]}>
        {may("label") && <><a class="button" href={linkTo(["upload"], { dataset: name })}>New version</a><a class="button primary" href={linkTo(["new-job"], { dataset: name })}>Label it</a></>}
      </Head>
      <Shown of={versions} what="versions">
        {found => (
          <section class="card flush" aria-label="Versions">
            <div class="cardhead"><h2>Versions</h2><span class="muted small">the latest has {countOf(found[0]!.images, "image")}</span></div>
            <div class="scroll">
              <table>
                <thead><tr><th>Version</th><th class="num">Images</th><th class="num">Images per shard</th><th>Hash of the manifest</th></tr></thead>
                <tbody>{found.map(one => <tr key={one.number}><td>{one.number}</td><td class="num">{count(one.images)}</td><td class="num">{count(one.shard_size)}</td><td><code class="muted">{one.hash}</code></td></tr>)}</tbody>
              </table>
            </div>
          </section>
        )}
      </Shown>
    </>
  );
}
