import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api/calls";
import type { SegmentationView, Vocabulary } from "../api/types";
import type { LabelMap } from "../core/labelMap";
import { hiddenAtFirst, paintingOf, type NamedClass } from "../core/painting";
import { parseHex } from "../core/palette";
import { paint } from "../core/rle";
import type { Viewport } from "../core/viewport";
import { useAct } from "../hooks";
import { Dropzone } from "./Dropzone";
import { Choice } from "./Field";
import { ProblemNote } from "./feedback";
import { Legend } from "./Legend";
import { Readout } from "./Readout";
import { Stage } from "./Stage";
import { TiledImage } from "./tiledImage";

/** Words to try. */
export interface TriedDraft {
  readonly title: string;
  readonly vocabulary: Vocabulary;
}

/** An image labelled with drafts, beside each other; nothing of it is stored. */
export function TryBox({ drafts, model, models, setModel }: { drafts: readonly TriedDraft[]; model: string; models: readonly string[]; setModel: (name: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<readonly SegmentationView[]>([]);
  const [tried, setTried] = useState("");
  const [view, setView] = useState<Viewport | null>(null);
  const { busy, problem, act } = useAct();
  const wanted = JSON.stringify([drafts, model]);
  const running = useRef<AbortController | null>(null);
  const stop = () => {
    running.current?.abort();
    setFound([]);
  };
  // A run ends the one before, whose answer would be painted over another image.
  const run = (image: File) => act(async () => {
    stop();
    const { signal } = (running.current = new AbortController());
    try {
      const answers = await Promise.all(drafts.map(one => api.tryDraft(image, one.vocabulary, model, signal)));
      if (signal.aborted) return;
      setFound(answers);
      setTried(wanted);
      setView(null);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
  useEffect(() => () => running.current?.abort(), []);
  const hasClasses = drafts.every(one => one.vocabulary.classes.length > 0);
  const choose = (image: File) => {
    stop();
    setFile(image);
    if (hasClasses) void run(image);
  };
  return (
    <section class="card" aria-label="Try it">
      <div class="cardhead"><h2>Try it</h2>{file && <span class="muted small clip">{file.name}</span>}</div>
      <Choice label="Model" value={model} names={models} choose={setModel} />
      <Dropzone label={file ? "Another image" : "An image"} hint="It is labelled now, and kept nowhere." accept="image/*" take={([first]) => { if (first) choose(first); }} />
      {file && <button class="button" disabled={busy || !hasClasses} onClick={() => run(file)}>{busy ? "Labelling…" : tried === wanted ? "Label it again" : "Label it with this draft"}</button>}
      <ProblemNote problem={problem} />
      {file && found.length > 0 && <div class={found.length > 1 ? "pair" : "stack"}>{found.map((one, i) => <Tried key={i} title={drafts[i]?.title ?? ""} vocabulary={drafts[i]?.vocabulary ?? { classes: [] }} file={file} found={one} view={view} setView={setView} />)}</div>}
    </section>
  );
}

function Tried({ title, vocabulary, file, found, view, setView }: { title: string; vocabulary: Vocabulary; file: File; found: SegmentationView; view: Viewport | null; setView: (view: Viewport) => void }) {
  const [picture, setPicture] = useState<TiledImage | null>(null);
  const [drawn, setDrawn] = useState(0);
  const [pixel, setPixel] = useState<{ x: number; y: number } | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(() => hiddenAtFirst(namedOf(found, vocabulary).filter(Boolean)));
  const map = useMemo(() => mapOf(found), [found]);
  const classes = useMemo(() => namedOf(found, vocabulary), [found]);
  const painting = useMemo(() => paintingOf(classes.filter(Boolean), id => hidden.has(id)), [classes, hidden]);
  useEffect(() => {
    let made: TiledImage | null = null;
    let gone = false;
    void TiledImage.open(file, found.width, found.height, () => !gone && setDrawn(n => n + 1)).then(one => {
      if (gone) return one.close();
      setPicture((made = one));
    }, () => undefined);
    return () => {
      gone = true;
      made?.close();
      setPicture(null);
    };
  }, [file, found]);
  return (
    <div class="stack">
      <div style={{ display: "grid", position: "relative", height: "300px" }}>
        <Stage label={`${file.name}, ${title}`} caption={title} image={{ width: found.width, height: found.height }} picture={picture} drawn={drawn} map={map} painting={painting} opacity={0.55} view={view} setView={setView} hover={setPixel} />
        <Readout pixel={pixel} map={map} classes={classes} scores={new Map()} />
      </div>
      <Legend items={found.classes.map(one => ({ id: one.id, name: one.name, pixels: one.pixels, score: null, colour: parseHex(one.color) ?? [128, 128, 128] }))} total={found.width * found.height} hidden={hidden} setHidden={setHidden} current={pixel ? (map.ids[pixel.y * map.width + pixel.x] ?? null) : null} />
    </div>
  );
}

function mapOf(found: SegmentationView): LabelMap {
  const ids = new Uint16Array(found.width * found.height).fill(65535);
  for (const mask of found.masks) paint({ size: [mask.size[0]!, mask.size[1]!], counts: mask.counts }, at => (ids[at] = mask.id));
  return { width: found.width, height: found.height, ids };
}

function namedOf(found: SegmentationView, vocabulary: Vocabulary): readonly NamedClass[] {
  const classes: NamedClass[] = [];
  for (const one of found.classes) classes[one.id] = { id: one.id, name: one.name, colour: parseHex(one.color) ?? [128, 128, 128], background: vocabulary.classes[one.id]?.background ?? false };
  return classes;
}
