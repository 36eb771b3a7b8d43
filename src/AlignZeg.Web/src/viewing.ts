import { useEffect, useRef, useState } from "preact/hooks";
import { filePath, imagePath, labelMap, pictureBytes } from "./api/pictures";
import { Problem } from "./api/problem";
import type { ResultRecord } from "./api/types";
import { TiledImage } from "./components/tiledImage";
import type { LabelMap } from "./core/labelMap";
import { largestStand, standsFor } from "./core/stands";

/** An image that is looked at: its picture, its label map, its confidence map if there is one. */
export interface Viewing {
  readonly picture: TiledImage | null;
  readonly map: LabelMap | null;
  readonly confidence: LabelMap | null;
  readonly problem: Problem | null;
  /** Changes when more of the picture can be drawn. */
  readonly drawn: number;
}

const nothing: Viewing = { picture: null, map: null, confidence: null, problem: null, drawn: 0 };

/** Loads what a record names: first a small picture, which is there at once, then the whole one, or of a huge one what a browser can hold. */
export function useViewing(job: string, record: ResultRecord | null): Viewing {
  const [state, setState] = useState<Viewing>(nothing);
  const open = useRef<TiledImage | null>(null);
  useEffect(() => {
    setState(nothing);
    if (!record || !record.width || !record.height) return;
    const ending = new AbortController();
    const { signal } = ending;
    const set = (next: Partial<Viewing>) => signal.aborted || setState(old => ({ ...old, ...next }));
    const again = () => signal.aborted || setState(old => ({ ...old, drawn: old.drawn + 1 }));
    const show = async (size?: number) => {
      const made = await TiledImage.open(await pictureBytes(imagePath(record.sha256!, size), signal), record.width!, record.height!, again);
      if (signal.aborted) return made.close();
      const before = open.current;
      set({ picture: (open.current = made) });
      before?.close();
    };
    const failed = (error: unknown) => signal.aborted || set({ problem: Problem.from(error) });
    if (record.sha256) {
      const [first, ...then] = standsFor(record.width, record.height);
      void (then.length > 0 ? show(first).catch(() => undefined) : Promise.resolve())
        .then(() => show(then.length > 0 ? then[0] : first))
        .catch(() => show(largestStand)) // a kind that browsers do not read, such as TIFF
        .catch(failed);
    }

    if (record.mask) labelMap(filePath(job, record.mask), signal).then(map => set({ map }), failed);
    if (record.confidence) labelMap(filePath(job, record.confidence), signal).then(confidence => set({ confidence }), () => undefined);
    return () => {
      ending.abort();
      open.current?.close();
      open.current = null;
    };
  }, [job, record]);
  return state;
}
