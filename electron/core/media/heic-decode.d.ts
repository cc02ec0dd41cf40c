/** heic-decode publishes no types; only what `heif.ts` uses is declared. */
declare module 'heic-decode' {
  export interface HeicImage {
    readonly width: number;
    readonly height: number;
    /** Interleaved RGBA, 8 bits. */
    decode(): Promise<{ readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }>;
  }
  export interface HeicImages extends ReadonlyArray<HeicImage> {
    dispose(): void;
  }
  const decode: { all(input: { readonly buffer: Uint8Array }): Promise<HeicImages> };
  // biome-ignore lint/style/noDefaultExport: the package is a CommonJS function
  export default decode;
}
