const language = "en";
const whole = new Intl.NumberFormat(language);
const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** 1234567 → "1,234,567". */
export function count(value: number): string {
  return whole.format(value);
}

/** "1 image", "2,000 images". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 1234567 → "1.2 MB", in powers of ten as disks and networks have them. */
export function bytes(value: number): string {
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step++;
  }

  return `${step === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** 0.1234 → "12.3 %"; 1 → "100 %". Nothing but all is 100 %, and nothing but none is 0 %. */
export function percent(fraction: number, digits = 1): string {
  if (fraction <= 0) return "0 %";
  if (fraction >= 1) return "100 %";
  const least = 10 ** -digits;
  return `${Math.min(100 - least, Math.max(least, fraction * 100)).toFixed(digits)} %`;
}

/** Seconds as a person says them: "8 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
  return s < 86400 ? two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min") : two(Math.floor(s / 86400), "d", Math.floor((s % 86400) / 3600), "h");
}

/** 0.5 → "0.50", 12.34 → "12.3", 1234.5 → "1,235". */
export function rate(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 1000 ? value.toFixed(1) : count(Math.round(value));
}

/** A time of day on this day, a date with it on others. */
export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return at.toDateString() === now.toDateString() ? time : `${at.toLocaleDateString(language, { day: "numeric", month: "short", year: at.getFullYear() === now.getFullYear() ? undefined : "numeric" })}, ${time}`;
}

/** All days from one to another, both of them, as "2030-01-31"; at most 400. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`) && days.length < 400; at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** "read_failed" → "read failed". */
export function words(code: string): string {
  return code.replaceAll("_", " ");
}

function two(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}

/** What there is a number of, the most frequent first. */
export function byNumber(numbers: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(numbers).sort((a, b) => b[1] - a[1]);
}
