import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api, type ResultFilter } from "../api/calls";
import { Problem } from "../api/problem";
import type { ResultRecord } from "../api/types";
import { Empty, ProblemNote } from "../components/feedback";
import { Field } from "../components/Field";
import { JobTabs } from "../components/JobTabs";
import { Thumbnail } from "../components/Thumbnail";
import { linkTo, numberOf, valueOf, valuesOf } from "../core/address";
import { count, countOf, percent, words } from "../core/format";
import { itemsInSight, layOut } from "../core/grid";
import { behind, type Behind } from "../core/pages";
import { paintingOf, type Painting } from "../core/painting";
import { useLoad, useRefresh, useSize } from "../hooks";
import { useJobClasses } from "../jobClasses";
import { setQuery, usePlace } from "../navigation";

const [cellWidth, cellHeight, gap] = [200, 176, 12];
const pageSize = 500; // what the server gives at once without a filter
const lookAgain = 3000; // ms, while the job may bring more

/** What the grid keeps of a result. */
interface Cell {
  readonly index: number;
  readonly image: string;
  readonly sha256: string | null;
  readonly mask: string | null;
  readonly classes: number;
  readonly reason: string | null;
}

/** All results of a job, or those that a filter takes. */
export function ResultsPage({ id }: { id: string }) {
  const place = usePlace();
  const filter: ResultFilter = { classes: valuesOf(place, "class"), status: valueOf(place, "status"), least: numberOf(place, "least", 0, 1, 0) };
  const opacity = numberOf(place, "opacity", 0, 1, 0.5);
  const classes = useJobClasses(id);
  const job = useLoad(signal => api.job(id, signal), [id]);
  const painting = useMemo(() => paintingOf(classes.value ?? [], one => (filter.classes.length > 0 ? !filter.classes.includes(classes.value![one]!.name) : classes.value![one]!.background)), [classes.value, JSON.stringify(filter.classes)]);
  const found = useResults(id, filter);
  const isFiltered = filters(filter);
  return (
    <>
      <JobTabs id={id} current="results" />
      <Filters filter={filter} opacity={opacity} names={classes.value?.map(one => one.name) ?? []} />
      <p class="muted" role="status">
        {countOf(found.cells.length, "result")}{found.behind === "over" ? "" : " so far"}{!isFiltered && job.value ? ` of ${count(job.value.total)}` : ""}{found.loading && found.behind === "more" ? ", loading…" : ""}
      </p>
      <ProblemNote problem={found.problem ?? classes.problem} retry={found.more} />
      {found.cells.length === 0 && found.behind !== "more" ? (
        isFiltered
          ? <Empty title="No result is like this" action={<a class="button" href={linkTo(["jobs", id, "results"])}>Show all results</a>}>Take a filter away, or lower the confidence.</Empty>
          : <Empty title="No results yet" action={<a class="button" href={linkTo(["jobs", id])}>Look at the job</a>}>Each image appears here once it is labelled.</Empty>
      ) : <Wall id={id} cells={found.cells} cursor={found.next} more={found.behind === "more" ? found.more : null} painting={painting} opacity={opacity} filter={filter} />}
    </>
  );
}

function Filters({ filter, opacity, names }: { filter: ResultFilter; opacity: number; names: readonly string[] }) {
  return (
    <section class="stack" aria-label="Filters">
      <div class="filters">
        <Field label="Class">
          {id => (
            <select class="input" id={id} value="" onChange={event => setQuery({ class: [...new Set([...filter.classes, event.currentTarget.value])].filter(Boolean) })}>
              <option value="">{filter.classes.length === 0 ? "Any" : "Another…"}</option>
              {names.filter(name => !filter.classes.includes(name)).map(name => <option key={name}>{name}</option>)}
            </select>
          )}
        </Field>
        <Field label="Status">
          {id => (
            <select class="input" id={id} value={filter.status} onChange={event => setQuery({ status: event.currentTarget.value })}>
              <option value="">Any</option><option value="ok">Labelled</option><option value="failed">Failed</option>
            </select>
          )}
        </Field>
        <div class="range field"><label for="least">Confidence at least {percent(filter.least, 0)}</label><input id="least" type="range" min="0" max="1" step="0.05" value={filter.least} onChange={event => setQuery({ least: event.currentTarget.valueAsNumber || undefined })} /></div>
        <div class="range field"><label for="opacity">Overlay {percent(opacity, 0)}</label><input id="opacity" type="range" min="0" max="1" step="0.1" value={opacity} onInput={event => setQuery({ opacity: event.currentTarget.valueAsNumber })} /></div>
      </div>
      {filter.classes.length > 0 && (
        <div class="chips">{filter.classes.map(name => <button key={name} class="chip" aria-label={`Without ${name}`} onClick={() => setQuery({ class: filter.classes.filter(one => one !== name) })}>{name} <span aria-hidden="true">×</span></button>)}</div>
      )}
    </section>
  );
}

// Only the cells in sight exist; pages of results come as one scrolls towards them.
function Wall({ id, cells, cursor, more, painting, opacity, filter }: { id: string; cells: readonly Cell[]; cursor: string; more: (() => void) | null; painting: Painting; opacity: number; filter: ResultFilter }) {
  const wall = useRef<HTMLDivElement>(null);
  const { width } = useSize(wall);
  const [seen, setSeen] = useState({ scrolled: 0, room: innerHeight });
  useEffect(() => {
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => wall.current && setSeen({ scrolled: Math.max(0, -wall.current.getBoundingClientRect().top), room: innerHeight }));
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
      cancelAnimationFrame(frame);
    };
  }, [width]);
  const grid = layOut(width || cellWidth, cells.length, cellWidth, gap, cellHeight);
  const { first, end } = itemsInSight(grid, cells.length, seen.scrolled, seen.room, cellHeight, gap);
  const isNear = more !== null && end + pageSize / 2 >= cells.length;
  // By the cursor and not by the cells: a filtered page may bring none, and the next one some.
  useEffect(() => {
    if (isNear) more?.();
  }, [isNear, cursor]);
  const query = { class: filter.classes, status: filter.status, least: filter.least || undefined };
  return (
    <div class="wall" ref={wall} style={{ height: `${grid.height}px` }} role="list" aria-label="Results">
      {width > 0 && cells.slice(first, end).map((cell, i) => {
        const at = first + i;
        const [column, row] = [at % grid.columns, Math.floor(at / grid.columns)];
        return (
          <div key={cell.index} role="listitem">
            <a class="cell" href={linkTo(["jobs", id, "results", cell.index], query)} style={{ left: `${column * (grid.cell + gap)}px`, top: `${row * (cellHeight + gap)}px`, width: `${grid.cell}px`, height: `${cellHeight}px` }}>
              {cell.reason ? <span class="picture"><span class="why">{words(cell.reason)}</span></span> : <Thumbnail job={id} sha256={cell.sha256} mask={cell.mask} painting={painting} opacity={opacity} />}
              <span class="under"><span class="clip grow">{cell.image}</span><span class="muted">{cell.reason ? "failed" : countOf(cell.classes, "class", "classes")}</span></span>
            </a>
          </div>
        );
      })}
    </div>
  );
}

function useResults(id: string, filter: ResultFilter) {
  const key = JSON.stringify([id, filter]);
  const [state, setState] = useState({ key, cells: [] as readonly Cell[], next: "", behind: "more" as Behind, loading: false, problem: null as Problem | null });
  const now = state.key === key ? state : { key, cells: [], next: "", behind: "more" as Behind, loading: false, problem: null };
  const busy = useRef("");
  const more = () => {
    if (busy.current === key || now.behind === "over") return;
    busy.current = key;
    setState({ ...now, loading: true, problem: null });
    api.results(id, now.next, filter, pageSize).then(
      page => {
        if (busy.current !== key) return;
        busy.current = "";
        setState({ key, cells: merge(now.cells, page.records), next: page.next, behind: behind({ count: page.records.length, next: page.next, end: page.end }, now.next, filters(filter)), loading: false, problem: null });
      },
      (error: unknown) => {
        if (busy.current !== key) return;
        busy.current = "";
        setState({ ...now, loading: false, problem: Problem.from(error) });
      },
    );
  };
  useEffect(() => {
    if (now.cells.length === 0 && now.behind === "more" && !now.problem) more();
  }, [key, now.next]);
  useRefresh({ loading: now.loading, reload: more }, now.behind === "later" && !now.problem, lookAgain);
  return { ...now, more };
}

function filters(filter: ResultFilter): boolean {
  return filter.classes.length > 0 || filter.status !== "" || filter.least > 0;
}

// A later try of an image stands in place of the earlier ones.
function merge(known: readonly Cell[], records: readonly ResultRecord[]): readonly Cell[] {
  const next = records.map(one => ({ index: one.index, image: one.image, sha256: one.sha256 ?? null, mask: one.mask ?? null, classes: one.classes?.length ?? 0, reason: one.status === "failed" ? (one.reason ?? "failed") : null })).sort((a, b) => a.index - b.index);
  const again = records.some(one => one.attempt != null);
  if (!again) return [...known, ...next];
  const byIndex = new Map([...known, ...next].map(one => [one.index, one]));
  return [...byIndex.values()];
}
