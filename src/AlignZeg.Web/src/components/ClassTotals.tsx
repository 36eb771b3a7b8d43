import { useEffect, useRef } from "preact/hooks";
import { api } from "../api/calls";
import { linkTo } from "../core/address";
import { count, percent } from "../core/format";
import { toHex } from "../core/palette";
import { useJobClasses } from "../jobClasses";
import { useLoad } from "../hooks";
import { Shown } from "./feedback";

const lookEvery = 3000;

/** Pixels and confidence per class, over all results so far. */
export function ClassTotals({ id, done }: { id: string; done: number }) {
  const totals = useLoad(signal => api.classTotals(id, signal), [id]);
  const colours = useJobClasses(id).value;
  const looked = useRef(0);
  useEffect(() => { // new results: look again, but not at each of them
    if (done === totals.value?.images || totals.loading) return;
    const timer = setTimeout(() => {
      looked.current = performance.now();
      totals.reload();
    }, Math.max(0, looked.current + lookEvery - performance.now()));
    return () => clearTimeout(timer);
  }, [done, totals.value?.images, totals.loading]);
  return (
    <section class="card flush" aria-label="Classes">
      <div class="cardhead"><h2>Classes</h2>{totals.value && <span class="muted small">{count(totals.value.images)} images</span>}</div>
      <Shown of={totals} what="classes">
        {found => found.classes.length === 0 ? <p class="loading">No class has pixels yet.</p> : (
          <div class="scroll">
            <table>
              <thead><tr><th>Class</th><th class="num">Images</th><th>Share of pixels</th><th>Mean confidence</th></tr></thead>
              <tbody>
                {[...found.classes].sort((a, b) => b.pixels - a.pixels).map(one => (
                  <tr key={one.id}>
                    <td><span class="row"><Swatch colour={colours?.[one.id] ? toHex(colours[one.id]!.colour) : "transparent"} /><a href={linkTo(["jobs", id, "results"], { class: one.name })}>{one.name}</a></span></td>
                    <td class="num">{count(one.images)}</td>
                    <td><Meter value={one.pixels / Math.max(1, found.pixels)} colour={colours?.[one.id] ? toHex(colours[one.id]!.colour) : "var(--accent)"} /></td>
                    <td><Meter value={one.score} colour="var(--muted)" /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
    </section>
  );
}

/** The colour of a class. */
export function Swatch({ colour }: { colour: string }) {
  return <span class="swatch" style={{ background: colour }} aria-hidden="true" />;
}

function Meter({ value, colour }: { value: number; colour: string }) {
  return <span class="meter"><span class="track"><span style={{ width: `${value * 100}%`, background: colour }} /></span><span class="num small">{percent(value)}</span></span>;
}
