import { useEffect, useState } from "preact/hooks";

/** A value that components follow. */
export interface Signal<T> {
  get(): T;
  set(next: T): void;
  follow(listener: () => void): () => void;
}

/** A value of the whole page. */
export function signal<T>(first: T): Signal<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: next => {
      value = next;
      for (const listener of [...listeners]) listener();
    },
    follow: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value, and again whenever it changes. */
export function useSignal<T>(source: Signal<T>): T {
  const [, again] = useState(0);
  useEffect(() => source.follow(() => again(n => n + 1)), [source]);
  return source.get();
}
