import { useRef } from "preact/hooks";
import { duration, rate } from "../core/format";
import { niceEnd, rates, type Sample } from "../core/rates";
import { useSize } from "../hooks";

const [left, bottom, top, height] = [44, 22, 8, 180];

/** Images per second over time. */
export function Chart({ samples }: { samples: readonly Sample[] }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const points = rates(samples);
  const end = niceEnd(Math.max(...points.map(one => one.rate), 0));
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const x = (at: number) => left + ((width - left - 4) * (at - from)) / Math.max(1e-9, to - from);
  const y = (value: number) => top + (height - top - bottom) * (1 - value / end);
  const line = points.map((one, i) => `${i === 0 ? "M" : "L"}${x(one.at).toFixed(1)} ${y(one.rate).toFixed(1)}`).join("");
  return (
    <div ref={box}>
      {points.length < 2 ? <p class="loading">The chart begins with the next results; it shows what comes while this page is open.</p> : width > 0 && (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Images per second; ${rate(points.at(-1)!.rate)} at the end.`}>
          {[0, 0.5, 1].map(part => (
            <g key={part}>
              <line class="gridline" x1={left} x2={width - 4} y1={y(end * part)} y2={y(end * part)} />
              <text x={left - 6} y={y(end * part) + 4} text-anchor="end">{rate(end * part)}</text>
            </g>
          ))}
          <path class="area" d={`${line}L${x(to)} ${y(0)}L${x(from)} ${y(0)}Z`} />
          <path class="line" d={line} />
          <text x={left} y={height - 6}>{duration(to - from)} ago</text>
          <text x={width - 4} y={height - 6} text-anchor="end">now</text>
        </svg>
      )}
    </div>
  );
}
