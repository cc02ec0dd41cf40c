import type { NewEvidence } from '#core/case/rows.ts';
import type { Acquisition } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** An evidence record without a file. */
export function fakeEvidence(number: number): NewEvidence {
  return {
    sha256: hex(number, 64),
    sha512: hex(number, 128),
    size: number,
    chunks: Buffer.alloc(32, number % 256),
    name: `photo-${number}.jpg`,
    nameBytes: Buffer.from(`photo-${number}.jpg`).toString('hex'),
    media: { kind: 'image', format: 'jpeg', mime: 'image/jpeg', width: 4, height: 3, extensionFits: true },
    content: { state: 'known', of: 'pixels', sha256: hex(number >> 1, 64), method: 'test', warnings: [] },
  };
}

export const someAcquisition: Acquisition = {
  how: 'file',
  path: '/evidence/photo.jpg',
  pathBytes: Buffer.from('/evidence/photo.jpg').toString('hex'),
  modifiedAt: null,
  acquiredAt: '2026-01-01T00:00:00.000Z',
  actor: 'Examiner',
};

export function fakeRun(evidence: string, id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    evidence,
    analysis: 'container.structure',
    version: 1,
    parameters: {},
    engines: {},
    key: hex(7, 64),
    outcome: 'nothing-found',
    warnings: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    result: { parts: [] },
    findings: [],
    figures: [],
    artifacts: [],
    ...change,
  };
}
