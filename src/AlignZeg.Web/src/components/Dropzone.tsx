import { useId, useState } from "preact/hooks";

/** Takes files, dropped or chosen. */
export function Dropzone({ label, hint, accept, multiple = false, take }: { label: string; hint: string; accept: string; multiple?: boolean; take: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const id = useId();
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <div class={`drop ${over ? "over" : ""}`} onDragOver={drag(true)} onDragLeave={drag(false)} onDrop={event => { drag(false)(event); take([...(event.dataTransfer?.files ?? [])]); }}>
      <label for={id}><strong>{label}</strong></label>
      <span class="muted small">{hint}</span>
      <input id={id} type="file" accept={accept} multiple={multiple} onChange={event => { take([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ""; }} />
    </div>
  );
}
