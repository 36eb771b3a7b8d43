import { useId, useState } from "preact/hooks";

/** Takes files, dropped or chosen; while it is `closed` none, and says that instead of the hint. */
export function Dropzone({ label, hint, accept, multiple = false, closed = "", take }: { label: string; hint: string; accept: string; multiple?: boolean; closed?: string; take: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const id = useId();
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault(); // closed or not: the browser would leave the page for the file
    setOver(isOver && !closed);
  };
  const drop = (event: DragEvent) => {
    drag(false)(event);
    if (!closed) take([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div class={`drop ${over ? "over" : ""}`} onDragOver={drag(true)} onDragLeave={drag(false)} onDrop={drop}>
      <label for={id}><strong>{label}</strong></label>
      <span class="muted small" role={closed ? "status" : undefined}>{closed || hint}</span>
      <input id={id} type="file" accept={accept} multiple={multiple} disabled={closed !== ""} onChange={event => { take([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ""; }} />
    </div>
  );
}
