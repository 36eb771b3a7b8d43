import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { Field } from "../components/Field";
import { ProblemNote } from "../components/feedback";
import { Brand, ThemeSwitch } from "../components/Shell";
import { useAct, useTitle } from "../hooks";
import { setSession } from "../session";

/** Asks for a key. It goes into a header of each request and into this tab's memory, nowhere else. */
export function SignInPage() {
  const [key, setKey] = useState("");
  const { busy, problem, act } = useAct();
  useTitle("Sign in");
  const signIn = (event: Event) => {
    event.preventDefault();
    void act(async () => {
      const who = await api.whoAmI(key.trim());
      setSession({ key: key.trim(), tenant: who.tenant, scopes: who.scopes });
    });
  };
  return (
    <main class="welcome" id="main">
      <form class="card form" onSubmit={signIn}>
        <div class="cardhead"><Brand /><div><ThemeSwitch /></div></div>
        <h1>Sign in</h1>
        <Field label="API key" hint={<>Whoever runs this server makes keys: <code>alignzeg tenant key create NAME --scope label</code>. A new server prints its first one when it starts.</>}>
          {(id, described) => <input class="input mono" id={id} aria-describedby={described} type="password" autocomplete="current-password" required placeholder="alz_…" value={key} onInput={event => setKey(event.currentTarget.value)} />}
        </Field>
        <ProblemNote problem={problem} />
        <button class="button primary" disabled={busy}>{busy ? "Signing in…" : "Sign in"}</button>
        <p class="muted small">The key stays in this tab until it is closed. The API is described at <a href="/docs">/docs</a>.</p>
      </form>
    </main>
  );
}
