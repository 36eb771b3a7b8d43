import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "./api/problem";

/** Something that is asked for: not there yet, there, or not to be had. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  reload(): void;
}

/** Asks when it is first shown and whenever one of `by` changes; what is on its way then is let go. The value before stays in sight until the next is there. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, by: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: Problem | null; loading: boolean }>({ value: null, problem: null, loading: true });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(by);
  const before = useRef(key);
  useEffect(() => {
    const ending = new AbortController();
    const isSame = before.current === key;
    before.current = key;
    setState(old => ({ value: isSame ? old.value : null, problem: null, loading: true }));
    load(ending.signal).then(
      value => ending.signal.aborted || setState({ value, problem: null, loading: false }),
      (error: unknown) => ending.signal.aborted || setState(old => ({ value: old.value, problem: Problem.from(error), loading: false })),
    );
    return () => ending.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn(n => n + 1), []);
  return { ...state, reload };
}

/** Something that a person does: one at a time, with what came of it. */
export function useAct(): { busy: boolean; problem: Problem | null; act: (doing: () => Promise<void>) => Promise<void>; clear: () => void } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = useCallback(async (doing: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await doing();
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, problem, act, clear: useCallback(() => setProblem(null), []) };
}

/** The title of the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · AlignZeg` : "AlignZeg";
  }, [title]);
}

/** The size of an element, and again when it changes. */
export function useSize(element: { current: HTMLElement | null }): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return size;
}
