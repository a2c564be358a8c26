// What browsers have and TypeScript 4.8 does not know yet.
declare class CompressionStream {
  constructor(format: string);
  readable: ReadableStream<Uint8Array>;
  writable: WritableStream<Uint8Array>;
}
declare class DecompressionStream extends CompressionStream {}
interface Element {
  scrollIntoView(how: { behavior: "instant" }): void;
}
