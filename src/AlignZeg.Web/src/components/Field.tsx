import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** An input with its label and what it means. */
export function Field({ label, hint, children }: { label: string; hint?: ComponentChildren; children: (id: string, described: string | undefined) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id, hint ? `${id}-hint` : undefined)}
      {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
}

/** A choice of names. */
export function Choice({ label, value, names, choose, none, hint }: { label: string; value: string; names: readonly string[]; choose: (name: string) => void; none?: string; hint?: ComponentChildren }) {
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <select class="input" id={id} aria-describedby={described} value={value} onChange={event => choose(event.currentTarget.value)}>
          {none !== undefined && <option value="">{none}</option>}
          {names.map(name => <option key={name} value={name}>{name}</option>)}
        </select>
      )}
    </Field>
  );
}
