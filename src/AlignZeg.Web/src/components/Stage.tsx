import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LabelMap } from "../core/labelMap";
import type { Painting } from "../core/painting";
import { fit, pan, pixelAt, zoom, type Size, type Viewport } from "../core/viewport";
import { useSize } from "../hooks";
import { drawPicture, MapPainter } from "./drawing";
import type { TiledImage } from "./tiledImage";

/** A viewport that several stages share, so that they show the same part. */
export interface SharedView {
  readonly view: Viewport | null;
  readonly setView: (view: Viewport) => void;
}

/** What a stage shows and tells. */
export interface StageProps extends SharedView {
  readonly label: string;
  readonly image: Size;
  readonly picture: TiledImage | null;
  readonly drawn: number;
  readonly map: LabelMap | null;
  readonly painting: Painting;
  readonly opacity: number;
  readonly hover: (pixel: { x: number; y: number } | null) => void;
  readonly pick?: ((pixel: { x: number; y: number }) => void) | undefined;
  readonly caption?: string;
}

const step = 60;
const wheelStep = 0.0016;

/** An image with its classes on a canvas: drag or arrows to move, wheel or + and - to zoom, 0 for all of it, 1 for its own size. */
export function Stage(props: StageProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useMemo(() => new MapPainter(), []);
  const css = useSize(box);
  const ratio = Math.min(2, devicePixelRatio || 1);
  const size = { width: Math.max(1, Math.round(css.width * ratio)), height: Math.max(1, Math.round(css.height * ratio)) };
  const [pressed, setPressed] = useState<{ x: number; y: number; moved: boolean } | null>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const view = props.view ?? fit(props.image, size);

  useEffect(() => {
    if (css.width === 0) return;
    const frame = requestAnimationFrame(() => {
      const target = canvas.current;
      const context = target?.getContext("2d", { alpha: true });
      if (!target || !context) return;
      if (target.width !== size.width || target.height !== size.height) [target.width, target.height] = [size.width, size.height];
      drawPicture(context, props, view, size);
      painter.draw(context, props, view, size);
      if (props.picture && !props.picture.isClosed && props.map && performance.getEntriesByName("overlay").length === 0) performance.mark("overlay"); // the first: for 'alignzeg bench ui', and for who looks with the browser's own tools
    });
    return () => cancelAnimationFrame(frame);
  }, [view.left, view.top, view.scale, size.width, size.height, props.picture, props.drawn, props.map, props.painting, props.opacity]);

  const point = (event: MouseEvent) => {
    const at = canvas.current!.getBoundingClientRect();
    return { x: (event.clientX - at.left) * ratio, y: (event.clientY - at.top) * ratio };
  };
  const zoomBy = (factor: number, x = size.width / 2, y = size.height / 2) => props.setView(zoom(view, factor, x, y, props.image, size));
  const move = (dx: number, dy: number) => props.setView(pan(view, dx, dy, props.image, size));

  // Passive listeners may not keep the page from scrolling, and wheel listeners of a framework are passive.
  useEffect(() => {
    const target = canvas.current;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { x, y } = point(event);
      zoomBy(Math.exp(-event.deltaY * wheelStep * (event.deltaMode === 1 ? 16 : 1)), x, y);
    };
    target?.addEventListener("wheel", wheel, { passive: false });
    return () => target?.removeEventListener("wheel", wheel);
  });

  const pickAt = (x: number, y: number) => {
    const pixel = pixelAt(view, x, y, props.image);
    if (pixel) props.pick?.(pixel);
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      "ArrowLeft": () => move(step, 0), "ArrowRight": () => move(-step, 0), "ArrowUp": () => move(0, step), "ArrowDown": () => move(0, -step),
      "+": () => zoomBy(1.25), "=": () => zoomBy(1.25), "-": () => zoomBy(0.8), "0": () => props.setView(fit(props.image, size)), "1": () => zoomBy(1 / view.scale),
      ...(props.pick ? { "Enter": () => pickAt(size.width / 2, size.height / 2) } : {}),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.current!.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, point(event));
    setPressed({ ...point(event), moved: false });
  };
  const moved = (event: PointerEvent) => {
    const now = point(event);
    const before = pointers.current.get(event.pointerId);
    if (before) {
      const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      pointers.current.set(event.pointerId, now);
      const other = others[0];
      if (other) zoomBy(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)), (now.x + other.x) / 2, (now.y + other.y) / 2);
      else move(now.x - before.x, now.y - before.y);
      if (pressed && !pressed.moved && Math.hypot(now.x - pressed.x, now.y - pressed.y) > 4) setPressed({ ...pressed, moved: true });
    }

    props.hover(pixelAt(view, now.x, now.y, props.image));
  };
  const up = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    const at = point(event);
    if (pressed && !pressed.moved) pickAt(at.x, at.y);
    setPressed(null);
  };
  const cancelled = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    setPressed(null);
  };

  return (
    <div class={`stage ${props.pick ? "pick" : ""}`} ref={box}>
      <canvas
        ref={canvas} tabIndex={0} role="img" aria-label={`${props.label}. Arrow keys move, plus and minus zoom, 0 shows all of it, 1 its own size${props.pick ? ", Enter takes what is in the middle" : ""}.`}
        onKeyDown={key} onPointerDown={down} onPointerMove={moved} onPointerUp={up} onPointerCancel={cancelled} onPointerLeave={() => props.hover(null)}
      />
      {props.pick && <span class="cross" aria-hidden="true" />}
      {props.caption && <span class="caption">{props.caption}</span>}
    </div>
  );
}
