import { useEffect, useRef, useState } from "preact/hooks";
import { filePath, imagePath, labelMap, pictureBytes } from "../api/pictures";
import { Problem } from "../api/problem";
import { paintMap, type Painting } from "../core/painting";

/** An image and its label map, small; it asks for them once it is shown and lets go of them when it is not. */
export function Thumbnail({ job, sha256, mask, painting, opacity, size = 256 }: { job: string; sha256: string | null; mask: string | null; painting: Painting; opacity: number; size?: number }) {
  const [url, setUrl] = useState("");
  const [problem, setProblem] = useState("");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!sha256) return;
    const ending = new AbortController();
    let made = "";
    pictureBytes(imagePath(sha256, size), ending.signal).then(
      blob => ending.signal.aborted || setUrl((made = URL.createObjectURL(blob))),
      (error: unknown) => ending.signal.aborted || setProblem(Problem.from(error).detail),
    );
    return () => {
      ending.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl("");
    };
  }, [sha256, size]);
  useEffect(() => {
    if (!mask) return;
    const ending = new AbortController();
    labelMap(filePath(job, mask, size), ending.signal).then(map => ending.signal.aborted || (canvas.current && paintMap(canvas.current, map, painting)), () => undefined);
    return () => ending.abort();
  }, [job, mask, size, painting]);
  return (
    <span class="picture">
      {url && <img src={url} alt="" decoding="async" />}
      {mask && <canvas ref={canvas} style={{ opacity }} aria-hidden="true" />}
      {problem && <span class="why">{problem}</span>}
    </span>
  );
}
