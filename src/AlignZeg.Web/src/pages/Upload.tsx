import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { RegisteredVersion } from "../api/types";
import { Dropzone } from "../components/Dropzone";
import { ProblemNote, SameAgain } from "../components/feedback";
import { Field } from "../components/Field";
import { Head } from "../components/layout";
import { linkTo, valueOf } from "../core/address";
import { archiveType, taken, uniqueNames } from "../core/files";
import { bytes, count, countOf, words } from "../core/format";
import { inTurn } from "../core/inTurn";
import { useAct } from "../hooks";
import { usePlace } from "../navigation";

const atATime = 4;
const none = { files: [], leftOut: 0 };

/** Makes a dataset, or a version of one, of files or of an archive. */
export function UploadPage() {
  const [name, setName] = useState(valueOf(usePlace(), "dataset"));
  const [{ files, leftOut }, setTaken] = useState<{ files: readonly File[]; leftOut: number }>(none);
  const [sent, setSent] = useState(0);
  const [made, setMade] = useState<{ name: string; version: RegisteredVersion } | null>(null);
  const { busy, problem, act } = useAct();
  const total = files.reduce((sum, one) => sum + one.size, 0);
  const archive = files.length === 1 ? archiveType(files[0]!.name) : null;
  const upload = (event: Event) => {
    event.preventDefault();
    void act(async () => {
      setSent(0);
      setMade({ name, version: await (archive ? api.registerArchive(name, files[0]!, archive) : sendAll(name, files, setSent)) });
      setTaken(none);
    });
  };
  return (
    <>
      <Head title="Upload images" crumbs={[{ text: "Datasets", link: "/ui/datasets" }]} />
      {made && <Made name={made.name} made={made.version} />}
      <form class="card form" onSubmit={upload}>
        <Field label="Name of the dataset" hint="Letters, digits, '.', '-' and '_'. Of a dataset that exists, this makes the next version.">
          {(id, described) => <input class="input" id={id} aria-describedby={described} required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={100} disabled={busy} value={name} onInput={event => setName(event.currentTarget.value)} />}
        </Field>
        <Dropzone label="Images, or one archive" hint="JPEG, PNG, WebP, GIF, TIFF, BMP; zip, tar, tar.gz; Parquet. Drop them here, or choose." accept="image/*,.tif,.tiff,.zip,.tar,.tgz,.gz,.parquet" multiple
          closed={busy ? "No file can be added while these are sent." : ""} take={chosen => { setMade(null); setTaken(taken(files, chosen)); }} />
        {files.length > 0 && (
          <div class="row" role="status">
            <span class="grow">{archive ? <>Archive <strong>{files[0]!.name}</strong></> : <strong>{countOf(files.length, "file")}</strong>}, {bytes(total)}{busy && !archive && `: ${count(sent)} sent`}</span>
            {!busy && <button type="button" class="button small" onClick={() => setTaken(none)}>Take them out</button>}
          </div>
        )}
        {leftOut > 0 && <p class="muted" role="status">An archive goes alone: {countOf(leftOut, "file")} left out.</p>}
        {busy && !archive && <div class="bar" role="progressbar" aria-label="Upload" aria-valuenow={sent} aria-valuemin={0} aria-valuemax={files.length}><span style={{ width: `${(100 * sent) / Math.max(1, files.length)}%` }} /></div>}
        <ProblemNote problem={problem} />
        <div class="row"><button class="button primary" disabled={busy || files.length === 0}>{busy ? "Uploading…" : "Upload"}</button></div>
      </form>
    </>
  );
}

// Each image goes by itself, so that a break costs one of them: the same bytes again are the same image.
async function sendAll(name: string, files: readonly File[], sent: (count: number) => void): Promise<RegisteredVersion> {
  const lines: { name: string; sha256: string }[] = [];
  const names = uniqueNames(files.map(file => file.webkitRelativePath || file.name));
  let done = 0;
  await inTurn(files, atATime, async (file, i, signal) => {
    const { sha256 } = await api.upload(file, signal).catch((error: unknown) => { throw Problem.from(error).about(names[i]!); });
    lines[i] = { name: names[i]!, sha256 };
    sent(++done);
  });
  return api.registerManifest(name, lines);
}

function Made({ name, made }: { name: string; made: RegisteredVersion }) {
  const skipped = made.ingest?.skipped ?? [];
  const isOlder = made.latest != null && made.latest > made.number;
  const query = { dataset: name, dataset_version: isOlder ? made.number : undefined };
  const ways = <><a class="button primary small" href={linkTo(["new-job"], query)}>Label it</a><a class="button small" href={linkTo(["datasets", name])}>Look at it</a></>;
  if (isOlder) return <SameAgain version={made.number} latest={made.latest!}>{ways}</SameAgain>;
  return (
    <div class="note good" role="status">
      <strong>Version {made.number} of {name} has {countOf(made.images, "image")}.</strong>
      {made.ingest && made.ingest.duplicates > 0 && <span>{countOf(made.ingest.duplicates, "image")} had the bytes of an earlier one.</span>}
      {skipped.length > 0 && <><span>{countOf(made.ingest!.skipped_count, "file")} left out:</span><ul>{skipped.slice(0, 10).map(one => <li key={one.name}>{one.name}: {words(one.reason)}</li>)}</ul></>}
      <div class="row">{ways}</div>
    </div>
  );
}
