// What browsers have and TypeScript 4.8 does not know yet.
declare class DecompressionStream {
  constructor(format: string);
  readable: ReadableStream<Uint8Array>;
  writable: WritableStream<Uint8Array>;
}
interface Element {
  scrollIntoView(how: { behavior: "instant" }): void;
}
