import { api } from "../api/calls";
import { Empty, ProblemNote } from "../components/feedback";
import { Head } from "../components/layout";
import { useAct } from "../hooks";
import { may } from "../session";

/** The way to the Orleans dashboard, for operators: it cannot be asked with a key, so that a cookie is fetched for it first. */
export function ClusterPage() {
  const { busy, problem, act } = useAct();
  if (!may("admin")) return <Empty title="The cluster is shown to operators">Ask whoever runs this server, or sign in with a key of the scope admin.</Empty>;
  return (
    <>
      <Head title="Cluster" />
      <section class="card" aria-label="Orleans dashboard">
        <div class="cardhead"><h2>Orleans dashboard</h2></div>
        <p>Silos, activations, and how often and how long grains are called. It counts while somebody looks.</p>
        <ProblemNote problem={problem} />
        <div class="row"><button class="button primary" disabled={busy} onClick={() => act(async () => location.assign((await api.openDashboard()).address))}>Open the dashboard</button></div>
        <p class="muted small">This browser may look for an hour, or until you sign out here.</p>
      </section>
    </>
  );
}
