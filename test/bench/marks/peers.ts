import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Watermarkers of others that the bench runs beside ours, from their own sources. */
export const peerSchemes = ['dwtDct', 'dwtDctSvd', 'blind_watermark'] as const;
export type PeerScheme = (typeof peerSchemes)[number];

type Answer = { readonly seconds: number; readonly bits?: string } | { readonly error: string };

/** One Python process that embeds and reads the peers' marks. Bits are texts of 0 and 1. */
export class Peers {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: ((line: string) => void)[] = [];

  /** Folders hold checkouts of invisible-watermark and blind_watermark; `python3` must have cv2, numpy and pywt. */
  constructor(invisibleWatermark: string, blindWatermark: string, python = '/usr/bin/python3') {
    const script = fileURLToPath(new URL('peers.py', import.meta.url));
    this.#process = spawn(python, [script, invisibleWatermark, blindWatermark], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#process.stdout! });
    this.#lines.on('line', (line) => {
      if (line.startsWith('{')) this.#waiting.shift()?.(line);
    });
  }

  embed(scheme: PeerScheme, bits: string, source: string, target: string): Promise<Answer> {
    return this.#ask({ op: 'embed', scheme, bits, in: source, out: target });
  }

  read(scheme: PeerScheme, length: number, source: string): Promise<Answer> {
    return this.#ask({ op: 'read', scheme, length, in: source });
  }

  close(): void {
    this.#process.stdin!.end();
    this.#lines.close();
  }

  #ask(question: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null) return reject(new Error('the peers have ended'));
      this.#waiting.push((line) => resolve(JSON.parse(line) as Answer));
      this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
    });
  }
}
