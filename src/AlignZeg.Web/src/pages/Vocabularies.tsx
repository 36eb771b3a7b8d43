import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { Dialog } from "../components/Dialog";
import { Empty, Shown } from "../components/feedback";
import { Field } from "../components/Field";
import { Head } from "../components/layout";
import { linkTo, valueOf } from "../core/address";
import { count } from "../core/format";
import { useLoad } from "../hooks";
import { go, usePlace } from "../navigation";
import { may } from "../session";

/** All vocabularies. */
export function VocabulariesPage() {
  const after = valueOf(usePlace(), "after");
  const [asks, setAsks] = useState(false);
  const found = useLoad(async signal => {
    const page = await api.names("vocabularies", after, 50, signal);
    return { ...page, vocabularies: await Promise.all(page.names.map(name => api.vocabulary(name, 0, signal))) };
  }, [after]);
  const create = may("label") && <button class="button primary" onClick={() => setAsks(true)}>New vocabulary</button>;
  return (
    <>
      <Head title="Vocabularies">{create}</Head>
      {asks && <NewVocabulary close={() => setAsks(false)} />}
      <Shown of={found} what="vocabularies">
        {page => page.names.length === 0 && !after ? <Empty title="No vocabularies yet" action={create}>A vocabulary says which classes to look for, in words. Each version of it stays as it is.</Empty> : (
          <>
            <div class="card flush scroll">
              <table>
                <thead><tr><th>Vocabulary</th><th class="num">Version</th><th class="num">Classes</th><th>First classes</th></tr></thead>
                <tbody>
                  {page.names.map((name, i) => (
                    <tr key={name}>
                      <td><a class="name" href={linkTo(["vocabularies", name])}>{name}</a></td>
                      <td class="num">{page.vocabularies[i]!.version}</td>
                      <td class="num">{count(page.vocabularies[i]!.vocabulary.classes.length)}</td>
                      <td class="muted">{page.vocabularies[i]!.vocabulary.classes.slice(0, 6).map(one => one.name).join(", ")}{page.vocabularies[i]!.vocabulary.classes.length > 6 && ", …"}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div class="row">{page.next && <a class="button small" href={linkTo(["vocabularies"], { after: page.next })}>Next page</a>}</div>
          </>
        )}
      </Shown>
    </>
  );
}

function NewVocabulary({ close }: { close: () => void }) {
  const [name, setName] = useState("");
  return (
    <Dialog title="New vocabulary" close={close}>
      <form onSubmit={event => { event.preventDefault(); go(linkTo(["vocabularies", name])); }}>
        <Field label="Name" hint="Letters, digits, '.', '-' and '_'.">
          {(id, described) => <input class="input" id={id} aria-describedby={described} required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={100} value={name} onInput={event => setName(event.currentTarget.value)} />}
        </Field>
        <div class="row"><button class="button primary">Go on</button><button type="button" class="button" onClick={close}>Leave it</button></div>
      </form>
    </Dialog>
  );
}
