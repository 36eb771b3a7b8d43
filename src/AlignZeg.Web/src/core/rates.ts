/** How many images were done at a moment, in seconds. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

const most = 600;

/** The samples with one more; when there are too many, every second one goes, but never the last. */
export function addSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && next.at - last.at < 0.2) return [...samples.slice(0, -1), { at: last.at, done: next.done }];
  const all = [...samples, next];
  return all.length <= most ? all : all.filter((_, i) => (all.length - 1 - i) % 2 === 0);
}

/** Images per second between samples, over windows of some seconds: what a chart shows. */
export function rates(samples: readonly Sample[], window = 4): readonly { readonly at: number; readonly rate: number }[] {
  const found: { at: number; rate: number }[] = [];
  let from = 0;
  for (let i = 1; i < samples.length; i++) {
    while (from < i - 1 && samples[i]!.at - samples[from]!.at > window) from++;
    const [a, b] = [samples[from]!, samples[i]!];
    if (b.at > a.at) found.push({ at: b.at, rate: Math.max(0, b.done - a.done) / (b.at - a.at) });
  }

  return found;
}

/** The end of an axis: 1, 2 or 5 times a power of ten, at least the value. */
export function niceEnd(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(end => end >= value * 0.999) ?? 10 * power;
}
