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

/** Asks again every so many milliseconds while `when`. Not while the tab is hidden, and then at once when it is seen again; never while an answer is on its way, which that would let go: on a slow link, for ever. */
export function useRefresh({ loading, reload }: Pick<Loaded<unknown>, "loading" | "reload">, when: boolean, every: number): void {
  const hidden = useHidden();
  const missed = useRef(false);
  useEffect(() => {
    if (!when || loading) return;
    if (hidden) {
      missed.current = true;
      return;
    }

    const timer = setTimeout(reload, missed.current ? 0 : every);
    missed.current = false;
    return () => clearTimeout(timer);
  }, [when, loading, hidden]);
}

function useHidden(): boolean {
  const [hidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const look = () => setHidden(document.hidden);
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return hidden;
}

/** Something that a person does, with what came of it. Of two at a time, the later one is what is told of. */
export function useAct(): { busy: boolean; problem: Problem | null; act: (doing: () => Promise<void>) => Promise<void>; clear: () => void } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const last = useRef(0);
  const act = useCallback(async (doing: () => Promise<void>) => {
    const turn = ++last.current;
    setBusy(true);
    setProblem(null);
    try {
      await doing();
    } catch (error) {
      if (turn === last.current) setProblem(Problem.from(error));
    } finally {
      if (turn === last.current) setBusy(false);
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
