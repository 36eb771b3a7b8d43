import { decodePng } from "./core/png";

// Label maps are unpacked here, so that the page goes on moving meanwhile. Buffers are handed over, not copied.
self.onmessage = async (message: MessageEvent<{ id: number; file: Uint8Array }>) => {
  const { id, file } = message.data;
  try {
    const map = await decodePng(file);
    self.postMessage({ id, map }, { transfer: [map.ids.buffer] });
  } catch (error) {
    self.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
};
