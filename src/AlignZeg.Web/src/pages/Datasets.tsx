import { api } from "../api/calls";
import { Empty, Shown } from "../components/feedback";
import { Head } from "../components/layout";
import { linkTo, valueOf } from "../core/address";
import { count } from "../core/format";
import { useLoad } from "../hooks";
import { usePlace } from "../navigation";
import { may } from "../session";

/** All datasets. */
export function DatasetsPage() {
  const after = valueOf(usePlace(), "after");
  const found = useLoad(async signal => {
    const page = await api.names("datasets", after, 50, signal);
    return { ...page, datasets: await Promise.all(page.names.map(name => api.dataset(name, signal))) };
  }, [after]);
  const upload = may("label") && <a class="button primary" href="/ui/upload">Upload images</a>;
  return (
    <>
      <Head title="Datasets">{upload}</Head>
      <Shown of={found} what="datasets">
        {page => page.names.length === 0 && !after ? <Empty title="No datasets yet" action={upload}>A dataset is a list of images with a name. Upload files or an archive; later versions do not change earlier ones.</Empty> : (
          <>
            <div class="card flush scroll">
              <table>
                <thead><tr><th>Dataset</th><th class="num">Version</th><th class="num">Images</th><th>Hash</th><th /></tr></thead>
                <tbody>
                  {page.names.map((name, i) => (
                    <tr key={name}>
                      <td><a class="name" href={linkTo(["datasets", name])}>{name}</a></td>
                      <td class="num">{page.datasets[i]!.number}</td>
                      <td class="num">{count(page.datasets[i]!.images)}</td>
                      <td><code class="muted" title={page.datasets[i]!.hash}>{page.datasets[i]!.hash.slice(0, 12)}</code></td>
                      <td class="num">{may("label") && <a href={linkTo(["new-job"], { dataset: name })} aria-label={`Label it: ${name}`}>Label it</a>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div class="row">{page.next && <a class="button small" href={linkTo(["datasets"], { after: page.next })}>Next page</a>}</div>
          </>
        )}
      </Shown>
    </>
  );
}
