import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import type { ImageReview, ResultRecord, ReviewPage as ReviewList } from "../api/types";
import { Calibrate } from "../components/Calibrate";
import { Swatch } from "../components/ClassTotals";
import { Empty, ProblemNote, Shown } from "../components/feedback";
import { Choice } from "../components/Field";
import { JobTabs } from "../components/JobTabs";
import { Legend } from "../components/Legend";
import { Readout } from "../components/Readout";
import { Stage } from "../components/Stage";
import { Thumbnail } from "../components/Thumbnail";
import { linkTo } from "../core/address";
import { ignoreOf, regionAt, repaint, type LabelMap } from "../core/labelMap";
import { hiddenAtFirst, paintingOf, type NamedClass, type Painting } from "../core/painting";
import { toHex } from "../core/palette";
import { actOf } from "../core/reviewKeys";
import { toCoco, type CocoMask } from "../core/rle";
import type { Viewport } from "../core/viewport";
import { useAct, useLoad } from "../hooks";
import { useJobClasses } from "../jobClasses";
import { go } from "../navigation";
import { may } from "../session";
import { useViewing } from "../viewing";

/** A region that gets another class: the pixels that hang together where a person clicked. */
interface Fix {
  readonly mask: CocoMask;
  readonly from: string;
  readonly to: string | null;
  readonly region: Uint8Array;
  readonly id: number;
}

/** The images that a person should look at first, one after the other. */
export function ReviewPage({ id, index }: { id: string; index: number | null }) {
  const pages = useRef(1);
  const list = useLoad(async signal => {
    const [page, done] = await Promise.all([api.reviewList(id, pages.current, signal), api.allReviews(id, signal)]);
    return { page, done: new Map(done.map(one => [one.index, one])) };
  }, [id]);
  const more = () => {
    pages.current++;
    list.reload();
  };
  const classes = useJobClasses(id);
  return (
    <>
      <JobTabs id={id} current="review" />
      <ProblemNote problem={classes.problem} retry={classes.reload} />
      <Shown of={list} what="the review list">
        {({ page, done }) => page.images.length === 0 ? (
          <Empty title="Nothing to review yet" action={<a class="button" href={linkTo(["jobs", id])}>Look at the job</a>}>The images that the model is least sure of appear here as they are labelled.</Empty>
        ) : <Queue id={id} page={page} done={done} at={index ?? page.images.find(one => !done.has(one.index))?.index ?? page.images[0]!.index} isNamed={index !== null} classes={classes.value ?? []} reload={list.reload} more={more} />}
      </Shown>
    </>
  );
}

interface QueueProps {
  readonly id: string;
  readonly page: ReviewList;
  readonly done: ReadonlyMap<number, ImageReview>;
  readonly at: number;
  /** Whether the address says so. */
  readonly isNamed: boolean;
  readonly classes: readonly NamedClass[];
  readonly reload: () => void;
  /** Asks for the next page of the list too. */
  readonly more: () => void;
}

function Queue({ id, page, done, at, isNamed, classes, reload, more }: QueueProps) {
  // Of all images of the queue: who hid a class looks for another one, in the next image too.
  const [chosen, setHidden] = useState<ReadonlySet<number> | null>(null);
  const hidden = useMemo(() => chosen ?? hiddenAtFirst(classes), [chosen, classes]);
  const painting = useMemo(() => paintingOf(classes, one => hidden.has(one)), [classes, hidden]);
  const record = useLoad(signal => api.result(id, at, signal), [id, at]);
  const place = page.images.findIndex(one => one.index === at);
  const next = () => {
    const after = [...page.images.slice(place + 1), ...page.images.slice(0, Math.max(0, place))].find(one => !done.has(one.index) && one.index !== at) ?? page.images[place + 1];
    reload();
    if (after) go(linkTo(["jobs", id, "review", after.index]), true);
    else setLeft(at);
    return after !== undefined;
  };
  // The image that is left for the next one that nobody has reviewed, where that is behind the images of this list; -1 = none is left: the address named no image. Null = nothing is looked for.
  const [left, setLeft] = useState<number | null>(isNamed ? null : -1);
  useEffect(() => {
    if (left === null) return;
    const after = page.images.find(one => !done.has(one.index) && one.index !== left);
    if (!after && page.next) return more();
    setLeft(null);
    if (after && left >= 0) go(linkTo(["jobs", id, "review", after.index]), true);
  }, [left, page]);
  // Without an index in the address, a list with another review would move on to another image.
  const stay = () => {
    go(linkTo(["jobs", id, "review", at]), true);
    reload();
  };
  return (
    <>
      <div class="row">
        <p class="muted grow" role="status">{page.images.filter(one => done.has(one.index)).length} of the first {page.images.length} images are reviewed; the most uncertain come first.</p>
        <Calibrate job={id} reviewed={done.size} />
      </div>
      <nav class="strip" aria-label="Images to review">
        {page.images.map(one => (
          <a key={one.index} href={linkTo(["jobs", id, "review", one.index])} aria-current={one.index === at ? "true" : undefined} aria-label={`${one.image}${done.has(one.index) ? `, ${done.get(one.index)!.verdict}` : ""}`}>
            <Thumbnail job={id} sha256={one.sha256 ?? null} mask={one.mask} painting={painting} opacity={0.5} size={128} />
            {done.has(one.index) && <span class="verdict">{done.get(one.index)!.verdict}</span>}
          </a>
        ))}
      </nav>
      <Shown of={record} what="the image">{found => <Reviewed key={found.index} id={id} record={found} classes={classes} painting={painting} hidden={hidden} setHidden={setHidden} next={next} stay={stay} />}</Shown>
    </>
  );
}

interface ReviewedProps {
  readonly id: string;
  readonly record: ResultRecord;
  readonly classes: readonly NamedClass[];
  readonly painting: Painting;
  readonly hidden: ReadonlySet<number>;
  readonly setHidden: (hidden: ReadonlySet<number>) => void;
  /** Goes to another image; false = there is none. */
  readonly next: () => boolean;
  readonly stay: () => void;
}

function Reviewed({ id, record, classes, painting, hidden, setHidden, next, stay }: ReviewedProps) {
  const seen = useViewing(id, record);
  const [view, setView] = useState<Viewport | null>(null);
  const [pixel, setPixel] = useState<{ x: number; y: number } | null>(null);
  const [opacity, setOpacity] = useState(0.5);
  const [fixes, setFixes] = useState<readonly Fix[]>([]);
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const { busy, problem, act } = useAct();
  const kept = useLoad(signal => api.keptReview(id, record.index, signal), [id, record.index]);
  const review = kept.value?.review ?? null;
  useEffect(() => setNote(own => own || (review?.note ?? "")), [review]);
  const canAct = may("label") && !busy && kept.value !== null && !kept.loading;
  const canJudge = canAct && seen.map !== null && seen.picture !== null && classes.length > 0;
  const map = useMemo<LabelMap | null>(() => (seen.map ? fixes.reduce((now, fix) => repaint(now, fix.region, fix.id), seen.map) : null), [seen.map, fixes]);
  const showTheirs = (error: unknown) => {
    const told = Problem.from(error);
    if (told.status !== 412) throw told;
    kept.reload();
    stay();
    throw new Problem(412, told.code, "Somebody reviewed this image meanwhile.", "What is there now is shown beside it; what you do next replaces that.");
  };
  const say = (verdict: string) => act(async () => {
    const regions = verdict === "corrected" ? { regions: fixes.map(fix => ({ mask: fix.mask, from: fix.from || undefined, ...(fix.to === null ? {} : { to: fix.to }) })) } : {};
    await api.setReview(id, record.index, { verdict, ...(note.trim() ? { note: note.trim() } : {}), ...regions }, kept.value!).catch(showTheirs);
    if (!next()) kept.reload();
  });
  const clear = () => act(async () => {
    await api.clearReview(id, record.index, kept.value!).catch(showTheirs);
    kept.reload();
    stay();
  });
  const fixAt = ({ x, y }: { x: number; y: number }) => {
    if (!map || to === "" || classes.length === 0) return;
    const was = map.ids[y * map.width + x]!;
    const chosen = to === "none" ? null : classes.find(one => one.name === to)!;
    const target = chosen?.id ?? ignoreOf(map);
    if (was === target) return;
    const region = regionAt(map, x, y);
    setFixes([...fixes, { region, id: target, from: was === ignoreOf(map) ? "" : classes[was]!.name, to: chosen?.name ?? null, mask: toCoco(region, map.width, map.height) }]);
  };
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const isElsewhere = (event.target as Element).matches("input, select, textarea") || document.querySelector("dialog[open]") !== null;
      const does = actOf(event, { isElsewhere, busy, canJudge, fixes: fixes.length });
      if (!does) return;
      if (does === "undo") setFixes(fixes.slice(0, -1));
      else if (does === "skip") next();
      else void say(does);
      event.preventDefault();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  });
  return (
    <div class="viewer">
      <div style={{ display: "grid", position: "relative" }}>
        <Stage label={`${record.image} with its classes`} image={{ width: record.width!, height: record.height! }} picture={seen.picture} drawn={seen.drawn} map={map} painting={painting} opacity={opacity} view={view} setView={setView} hover={setPixel} pick={to === "" || !may("label") ? undefined : fixAt} caption={record.image} />
        <Readout pixel={pixel} map={map} confidence={seen.confidence} classes={classes} scores={new Map((record.classes ?? []).map(one => [one.id, one.score]))} />
      </div>
      <div class="tools">
        <ProblemNote problem={problem ?? seen.problem ?? kept.problem} retry={kept.problem ? kept.reload : undefined} />
        <section class="card" aria-label="Verdict">
          <div class="cardhead"><h2>Is it right?</h2>{review && <span class="badge good">{review.verdict}</span>}</div>
          <div class="row">
            <button class="button primary" disabled={!canJudge || fixes.length > 0} title="a" onClick={() => say("accepted")}>Accept</button>
            <button class="button danger" disabled={!canJudge || fixes.length > 0} title="r" onClick={() => say("rejected")}>Reject</button>
            <button class="button" title="s" onClick={next}>Skip</button>
          </div>
          <div class="field"><label for="note">Note</label><input class="input small" id="note" maxLength={2000} value={note} onInput={event => setNote(event.currentTarget.value)} /></div>
          {review?.map && <a class="small" href={linkTo(["jobs", id, "results", record.index], { compare: "review" })}>See the corrected map</a>}
          {review && <button class="button small quiet" disabled={!canAct} onClick={clear}>Take the review back</button>}
        </section>
        <section class="card" aria-label="Correct">
          <h2>Correct it</h2>
          <Choice label="Click a region to make it" value={to} names={["none", ...classes.map(one => one.name)]} none="Choose a class first" choose={setTo} hint="none: nobody knows what it is." />
          {fixes.length > 0 && (
            <>
              <ul class="stack small" style={{ gap: "4px" }}>{fixes.map((fix, i) => <li key={i} class="row tight"><Swatch colour={fix.to === null ? "transparent" : toHex(classes[fix.id]!.colour)} />{fix.from || "no class"} → {fix.to ?? "none"}</li>)}</ul>
              <div class="row">
                <button class="button primary small" disabled={!canJudge} title="c" onClick={() => say("corrected")}>Save the correction</button>
                <button class="button small" title="z" onClick={() => setFixes(fixes.slice(0, -1))}>Undo</button>
              </div>
            </>
          )}
        </section>
        <section class="card" aria-label="View"><div class="field"><label for="opacity">Overlay</label><input id="opacity" type="range" min="0" max="1" step="0.05" value={opacity} onInput={event => setOpacity(event.currentTarget.valueAsNumber)} /></div></section>
        <Legend items={(record.classes ?? []).map(one => ({ id: one.id, name: one.name, pixels: one.pixels, score: one.score, colour: classes[one.id]?.colour ?? [128, 128, 128] }))} total={record.width! * record.height!} hidden={hidden} setHidden={setHidden} current={pixel && map ? (map.ids[pixel.y * map.width + pixel.x] ?? null) : null} />
      </div>
    </div>
  );
}
