import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Asks something; Escape and the button close it. The browser keeps the focus within. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} aria-label={title} onClose={close} onCancel={close}>
      <div class="stack">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
