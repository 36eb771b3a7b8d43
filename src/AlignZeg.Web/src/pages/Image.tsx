import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../api/calls";
import { decodeMap, filePath, labelMap } from "../api/pictures";
import { Problem } from "../api/problem";
import type { ResultRecord } from "../api/types";
import { ProblemNote, Shown } from "../components/feedback";
import { Head } from "../components/layout";
import { Legend, type LegendItem } from "../components/Legend";
import { Readout } from "../components/Readout";
import { Stage } from "../components/Stage";
import { linkTo, numberOf, valueOf, valuesOf } from "../core/address";
import { bytes, percent, words } from "../core/format";
import { compareMaps, type LabelMap } from "../core/labelMap";
import { hiddenAtFirst, paintingOf, type NamedClass } from "../core/painting";
import type { Viewport } from "../core/viewport";
import { useLoad } from "../hooks";
import { useJobClasses } from "../jobClasses";
import { go, setQuery, usePlace } from "../navigation";
import { useViewing } from "../viewing";

/** One result: the image with its classes, to look at closely. What is shown is in the address. */
export function ImagePage({ id, index }: { id: string; index: number }) {
  const record = useLoad(signal => api.result(id, index, signal), [id, index]);
  const job = useLoad(signal => api.job(id, signal), [id]);
  const classes = useJobClasses(id);
  const place = usePlace();
  const last = (job.value?.total ?? 1) - 1;
  const kept = Object.fromEntries(["opacity", "hide", "compare", "class", "status", "least"].map(name => [name, valuesOf(place, name)]));
  const to = (next: number) => go(linkTo(["jobs", id, "results", next], kept));
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if ((event.target as Element).matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "PageDown") to(Math.min(last, index + 1));
      else if (event.key === "k" || event.key === "PageUp") to(Math.max(0, index - 1));
      else if (event.key === "o") setQuery({ opacity: numberOf(place, "opacity", 0, 1, 0.5) > 0 ? 0 : 0.5 });
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  });
  return (
    <>
      <Head title={record.value?.image ?? `Image ${index}`} crumbs={[{ text: "Jobs", link: "/ui/jobs" }, { text: id, link: linkTo(["jobs", id]) }, { text: "Results", link: linkTo(["jobs", id, "results"], { class: valuesOf(place, "class"), status: valueOf(place, "status"), least: valueOf(place, "least") }) }]}>
        <button class="button" disabled={index <= 0} onClick={() => to(index - 1)} title="k">Previous</button>
        <span class="muted figures">{index + 1} of {last + 1}</span>
        <button class="button" disabled={index >= last} onClick={() => to(index + 1)} title="j">Next</button>
      </Head>
      <ProblemNote problem={classes.problem} retry={classes.reload} />
      <Shown of={record} what="the result">{found => (found.status === "failed" ? <FailedImage record={found} /> : <Viewer key={found.index} id={id} record={found} classes={classes.value ?? []} />)}</Shown>
    </>
  );
}

function FailedImage({ record }: { record: ResultRecord }) {
  return <div class="note bad"><strong>This image failed: {words(record.reason ?? "")}.</strong><span>{record.message}</span></div>;
}

function Viewer({ id, record, classes }: { id: string; record: ResultRecord; classes: readonly NamedClass[] }) {
  const place = usePlace();
  const seen = useViewing(id, record);
  const [view, setView] = useState<Viewport | null>(null);
  const [pixel, setPixel] = useState<{ x: number; y: number } | null>(null);
  const opacity = numberOf(place, "opacity", 0, 1, 0.5);
  const hide = valuesOf(place, "hide").join(",");
  const hidden = useMemo(() => (hide === "" ? hiddenAtFirst(classes) : new Set(hide.split(",").filter(one => one !== "-").map(Number))), [hide, classes]);
  const painting = useMemo(() => paintingOf(classes, one => hidden.has(one)), [classes, hidden]);
  const scores = useMemo(() => new Map((record.classes ?? []).map(one => [one.id, one.score])), [record]);
  const truth = useTruth(id, record, valueOf(place, "compare"));
  const image = { width: record.width!, height: record.height! };
  const items: LegendItem[] = (record.classes ?? []).map(one => ({ id: one.id, name: one.name, pixels: one.pixels, score: one.score, colour: classes[one.id]?.colour ?? [128, 128, 128] }));
  const under = pixel && seen.map ? (seen.map.ids[pixel.y * seen.map.width + pixel.x] ?? null) : null;
  const stage = { image, picture: seen.picture, drawn: seen.drawn, painting, opacity, view, setView, hover: setPixel };
  return (
    <div class="viewer">
      <div class={truth.map ? "pair" : "stack"} style={truth.map ? {} : { display: "grid" }}>
        <div style={{ display: "grid", position: "relative" }}>
          <Stage {...stage} map={seen.map} label={`${record.image} with its classes`} caption={truth.map ? "Predicted" : ""} />
          <Readout pixel={pixel} map={seen.map} confidence={seen.confidence} classes={classes} scores={scores} />
        </div>
        {truth.map && (
          <div style={{ display: "grid", position: "relative" }}>
            <Stage {...stage} map={truth.map} label={`${record.image} as it should be`} caption={truth.name} />
            <Readout pixel={pixel} map={truth.map} classes={classes} scores={new Map()} />
          </div>
        )}
      </div>
      <div class="tools">
        <ProblemNote problem={seen.problem ?? truth.problem} />
        <section class="card" aria-label="View">
          <div class="field"><label for="opacity">Overlay {percent(opacity, 0)}</label><input id="opacity" type="range" min="0" max="1" step="0.05" value={opacity} onInput={event => setQuery({ opacity: event.currentTarget.valueAsNumber })} /></div>
          <div class="row">
            <button class="button small" onClick={() => setView(null)}>Fit</button>
            <button class="button small" aria-pressed={opacity === 0} onClick={() => setQuery({ opacity: opacity === 0 ? 0.5 : 0 })}>Image only</button>
          </div>
          <dl class="facts small">
            <dt>Size</dt><dd>{record.width} × {record.height}{record.bytes != null && `, ${bytes(record.bytes)}`}</dd>
            {record.uncertainty != null && <><dt>Uncertainty</dt><dd>{record.uncertainty.toFixed(3)}</dd></>}
          </dl>
        </section>
        <Legend items={items} total={image.width * image.height} hidden={hidden} current={under} setHidden={next => setQuery({ hide: [...next].join(",") || "-" })} />
        <Truth truth={truth} map={seen.map} classes={classes} />
      </div>
    </div>
  );
}

interface TruthState {
  readonly map: LabelMap | null;
  readonly name: string;
  readonly problem: Problem | null;
  readonly has: string | null;
  readonly isShown: boolean;
  readonly take: (file: File) => void;
  readonly clear: () => void;
}

// What a reviewer said, or a file of a person's own.
function useTruth(id: string, record: ResultRecord, compare: string): TruthState {
  const review = useLoad(signal => api.review(id, record.index, signal), [id, record.index]);
  const [own, setOwn] = useState<{ map: LabelMap; name: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const file = review.value?.map ?? null;
  const kept = useLoad(async signal => (compare === "review" && file ? await labelMap(filePath(id, file), signal) : null), [id, file, compare]);
  return {
    map: own?.map ?? (compare === "review" ? kept.value : null), name: own?.name ?? "Reviewed", problem: problem ?? kept.problem, has: file, isShown: compare === "review",
    take: chosen => {
      setProblem(null);
      void chosen.arrayBuffer().then(buffer => decodeMap(new Uint8Array(buffer))).then(map => {
        if (map.width !== record.width || map.height !== record.height) throw new Error(`The map is ${map.width} × ${map.height} pixels, the image ${record.width} × ${record.height}.`);
        setOwn({ map, name: chosen.name });
      }).catch((error: unknown) => setProblem(Problem.from(error)));
    },
    clear: () => {
      setOwn(null);
      setQuery({ compare: "" });
    },
  };
}

function Truth({ truth, map, classes }: { truth: TruthState; map: LabelMap | null; classes: readonly NamedClass[] }) {
  const scores = useMemo(() => (truth.map && map ? compareMaps(map, truth.map) : null), [truth.map, map]);
  return (
    <section class="card" aria-label="Truth">
      <h2>Side by side</h2>
      {truth.has && !truth.isShown && <button class="button small" onClick={() => setQuery({ compare: "review" })}>With the reviewed map</button>}
      {scores && (
        <>
          <p><strong>{percent(scores.wrong)}</strong> of the pixels differ.</p>
          <dl class="facts small">{[...scores.iou].map(([id, iou]) => <><dt key={id}>{classes[id]?.name ?? id}</dt><dd>IoU {iou.toFixed(3)}</dd></>)}</dl>
          <button class="button small" onClick={truth.clear}>Close the comparison</button>
        </>
      )}
      <div class="field"><label for="truth">Label map of your own (PNG of ids)</label><input id="truth" class="small" type="file" accept="image/png" onChange={event => { const [file] = event.currentTarget.files ?? []; if (file) truth.take(file); }} /></div>
    </section>
  );
}
