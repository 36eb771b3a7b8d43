import { colourAt, emptyClass, type Draft, type DraftClass } from "../core/draft";

/** The classes of a draft, a line each. */
export function ClassTable({ draft, change, readOnly }: { draft: Draft; change: (draft: Draft) => void; readOnly: boolean }) {
  const set = (at: number, next: Partial<DraftClass>) => change({ ...draft, classes: draft.classes.map((one, i) => (i === at ? { ...one, ...next } : one)) });
  const take = (at: number) => change({ ...draft, classes: draft.classes.filter((_, i) => i !== at) });
  return (
    <section class="card flush" aria-label="Classes">
      <div class="cardhead"><h2>Classes</h2><span class="muted small">{draft.classes.length}</span></div>
      <div class="scroll">
        <table class="classes">
          <thead><tr><th>Colour</th><th>Class</th><th>Synonyms, by |</th><th>Put out as</th><th>Threshold</th><th>Margin</th><th>Background</th><th><span class="hidden">Take out</span></th></tr></thead>
          <tbody>
            {draft.classes.map((one, i) => {
              const what = one.name || `class ${i + 1}`;
              return (
                <tr key={one.key}>
                  <td><input type="color" aria-label={`Colour of ${what}`} disabled={readOnly} value={colourAt(draft, i)} onInput={event => set(i, { color: event.currentTarget.value })} /></td>
                  <td><input class="input small" style={{ minWidth: "116px" }} aria-label={`Name of class ${i + 1}`} readOnly={readOnly} maxLength={200} value={one.name} onInput={event => set(i, { name: event.currentTarget.value })} /></td>
                  <td><input class="input small" style={{ minWidth: "120px" }} aria-label={`Synonyms of ${what}`} readOnly={readOnly} value={one.synonyms} onInput={event => set(i, { synonyms: event.currentTarget.value })} /></td>
                  <td><input class="input small" style={{ minWidth: "80px" }} aria-label={`Name of ${what} in results`} readOnly={readOnly} value={one.rename} onInput={event => set(i, { rename: event.currentTarget.value })} /></td>
                  <td><Limit label={`Threshold of ${what}`} value={one.threshold} readOnly={readOnly} set={threshold => set(i, { threshold })} /></td>
                  <td><Limit label={`Margin of ${what}`} value={one.margin} readOnly={readOnly} set={margin => set(i, { margin })} /></td>
                  <td><input type="checkbox" aria-label={`${what} is the background`} disabled={readOnly} checked={one.background} onChange={event => set(i, { background: event.currentTarget.checked })} /></td>
                  <td>{!readOnly && <button type="button" class="button small quiet" aria-label={`Take ${what} out`} onClick={() => take(i)}>×</button>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {!readOnly && <div style={{ padding: "10px 12px" }}><button type="button" class="button small" onClick={() => change({ ...draft, classes: [...draft.classes, emptyClass()] })}>Add a class</button></div>}
    </section>
  );
}

/** A number from 0 to 1, or nothing. */
export function Limit({ label, value, readOnly, set, id }: { label?: string; value: string; readOnly: boolean; set: (value: string) => void; id?: string }) {
  return <input class="input small limit" id={id} aria-label={label} type="number" min="0" max="1" step="0.01" placeholder="none" readOnly={readOnly} value={value} onInput={event => set(event.currentTarget.value)} />;
}
