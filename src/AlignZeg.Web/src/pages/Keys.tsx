import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { KeyView } from "../api/types";
import { Dialog } from "../components/Dialog";
import { Empty, ProblemNote, Shown } from "../components/feedback";
import { Choice, Field } from "../components/Field";
import { Head } from "../components/layout";
import { linkTo, valueOf } from "../core/address";
import { moment } from "../core/format";
import { useAct, useLoad } from "../hooks";
import { go, usePlace } from "../navigation";
import { may } from "../session";

const anHour = 3600;

/** Keys of tenants, for operators. */
export function KeysPage() {
  const tenant = valueOf(usePlace(), "tenant");
  const [asks, setAsks] = useState(false);
  const [shown, setShown] = useState<KeyView | null>(null);
  const { busy, problem, act } = useAct();
  const tenants = useLoad(signal => api.allNames("tenants", signal), []);
  const at = tenant || tenants.value?.[0] || "";
  const keys = useLoad(signal => (at ? api.keys(at, signal) : Promise.resolve([])), [at]);
  if (!may("admin")) return <Empty title="Keys are made by operators">Ask whoever runs this server, or sign in with a key of the scope admin.</Empty>;
  const show = (key: KeyView) => {
    setShown(key);
    setAsks(false);
    tenants.reload();
    keys.reload();
  };
  return (
    <>
      <Head title="Keys"><button class="button primary" onClick={() => setAsks(true)}>New key</button></Head>
      {asks && <NewKey tenant={at} close={() => setAsks(false)} made={(name, key) => { go(linkTo(["keys"], { tenant: name })); show(key); }} />}
      {shown?.key && (
        <Dialog title="The key, shown once" close={() => setShown(null)}>
          <p>Keep it where secrets are kept. It cannot be seen again.</p>
          <textarea class="input mono" aria-label="Key" readOnly rows={3} value={shown.key} onFocus={event => event.currentTarget.select()} />
          <div class="row"><button class="button primary" onClick={() => void navigator.clipboard.writeText(shown.key!)}>Copy</button><button class="button" onClick={() => setShown(null)}>I have it</button></div>
        </Dialog>
      )}
      <Shown of={tenants} what="tenants">
        {names => names.length === 0 ? <Empty title="No tenant has a key yet">Make one: a key begins its tenant.</Empty> : (
          <>
            <div class="filters"><Choice label="Tenant" value={at} names={names} choose={name => go(linkTo(["keys"], { tenant: name }))} /></div>
            <ProblemNote problem={problem} />
            <Shown of={keys} what="keys">
              {found => (
                <div class="card flush scroll">
                  <table>
                    <thead><tr><th>Key</th><th>Scopes</th><th>Note</th><th>Made</th><th>State</th><th /></tr></thead>
                    <tbody>
                      {found.map(key => (
                        <tr key={key.id}>
                          <td><code>{key.id}</code></td><td>{key.scopes.join(", ")}</td><td>{key.note}</td><td class="muted">{moment(key.created_at)}</td>
                          <td>{key.revoked_at ? <span class="badge">revoked</span> : key.expires_at && new Date(key.expires_at) < new Date() ? <span class="badge">expired</span> : <span class="badge good">valid{key.expires_at ? ` until ${moment(key.expires_at)}` : ""}</span>}</td>
                          <td class="num">{!key.revoked_at && (
                            <>
                              <button class="button small" disabled={busy} aria-label={`Rotate ${key.id}`} title="A new key; this one is valid for another hour" onClick={() => act(async () => show(await api.rotateKey(at, key.id, anHour)))}>Rotate</button>{" "}
                              <button class="button small danger" disabled={busy} aria-label={`Revoke ${key.id}`} onClick={() => act(async () => { await api.revokeKey(at, key.id); keys.reload(); })}>Revoke</button>
                            </>
                          )}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </Shown>
          </>
        )}
      </Shown>
    </>
  );
}

function NewKey({ tenant, close, made }: { tenant: string; close: () => void; made: (tenant: string, key: KeyView) => void }) {
  const [name, setName] = useState(tenant);
  const [scope, setScope] = useState("label");
  const [note, setNote] = useState("");
  const { busy, problem, act } = useAct();
  return (
    <Dialog title="New key" close={close}>
      <form onSubmit={event => { event.preventDefault(); void act(async () => made(name, await api.createKey(name, { scopes: [scope], note }))); }}>
        <Field label="Tenant" hint="Whose data the key reaches; a new name is a new tenant.">{(id, described) => <input class="input" id={id} aria-describedby={described} required value={name} onInput={event => setName(event.currentTarget.value)} />}</Field>
        <Choice label="Scope" value={scope} names={name === "operator" ? ["read", "label", "admin"] : ["read", "label"]} choose={setScope} hint="read looks; label labels too; admin is for the tenant operator." />
        <Field label="Note">{id => <input class="input" id={id} maxLength={200} placeholder="What it is for" value={note} onInput={event => setNote(event.currentTarget.value)} />}</Field>
        <ProblemNote problem={problem} />
        <div class="row"><button class="button primary" disabled={busy}>Make it</button><button type="button" class="button" onClick={close}>Leave it</button></div>
      </form>
    </Dialog>
  );
}
