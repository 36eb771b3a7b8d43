import type { ComponentChildren } from "preact";
import { Shell } from "./components/Shell";
import { Empty } from "./components/feedback";
import { usePlace } from "./navigation";
import { ClusterPage } from "./pages/Cluster";
import { CompareDrafts } from "./pages/TryIt";
import { DatasetPage } from "./pages/Dataset";
import { DatasetsPage } from "./pages/Datasets";
import { ImagePage } from "./pages/Image";
import { JobPage } from "./pages/Job";
import { JobsPage } from "./pages/Jobs";
import { KeysPage } from "./pages/Keys";
import { NewJobPage } from "./pages/NewJob";
import { ResultsPage } from "./pages/Results";
import { ReviewPage } from "./pages/Review";
import { SignInPage } from "./pages/SignIn";
import { UploadPage } from "./pages/Upload";
import { UsagePage } from "./pages/Usage";
import { VocabulariesPage } from "./pages/Vocabularies";
import { VocabularyPage } from "./pages/Vocabulary";
import { session } from "./session";
import { useSignal } from "./signal";

/** The page that the address names, for who is signed in. */
export function App() {
  const who = useSignal(session);
  const { path } = usePlace();
  if (!who) return <SignInPage />;
  return <Shell who={who} section={path[0] ?? "jobs"}>{pageOf(path)}</Shell>;
}

function pageOf(path: readonly string[]): ComponentChildren {
  const [section = "jobs", name, part, index] = path;
  if (section === "jobs") {
    if (!name) return <JobsPage />;
    if (!part) return <JobPage key={name} id={name} />;
    if (part === "results" && index === undefined) return <ResultsPage key={name} id={name} />;
    if (part === "results" && /^\d+$/.test(index!)) return <ImagePage key={name} id={name} index={Number(index)} />;
    if (part === "review") return <ReviewPage key={name} id={name} index={index !== undefined && /^\d+$/.test(index) ? Number(index) : null} />;
  }

  if (section === "new-job" && !name) return <NewJobPage />;
  if (section === "upload" && !name) return <UploadPage />;
  if (section === "datasets") return name ? <DatasetPage key={name} name={name} /> : <DatasetsPage />;
  if (section === "vocabularies") return !name ? <VocabulariesPage /> : part === "compare" ? <CompareDrafts key={name} name={name} /> : <VocabularyPage key={name} name={name} />;
  if (section === "usage") return <UsagePage />;
  if (section === "keys") return <KeysPage />;
  if (section === "cluster") return <ClusterPage />;
  return <Empty title="There is no such page" action={<a class="button" href="/ui/jobs">Go to the jobs</a>}>The address may be mistyped, or what it named is gone.</Empty>;
}
