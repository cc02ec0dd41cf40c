import { localized } from '#shared/domain/localized.ts';
import {
  type LayerAnswer,
  type LayerFate,
  type LayerThreshold,
  type SurvivalBaseline,
  type SurvivalLayer,
  type SurvivalStep,
  type SurvivingMark,
  survivalLayers,
} from '#shared/domain/mark-survival.ts';
import type { Reason } from '#shared/domain/run.ts';
import { dihedrals, hammingDistance } from '#shared/numeric/pdq.ts';
import { type LabelledExhibit, labelSurvival } from '../labels/survival.ts';
import type { LayerReading } from './survive-tasks.ts';
import { isTooLittle } from './too-little.ts';

/** Differing bits up to which two PDQ codes count as the same picture, and the quality codes must have (its README). */
export const nearest = 31;
const leastQuality = 50;

/** What an unattacked file carries, short. */
export function baselineOf(reading: LayerReading): SurvivalBaseline {
  const { labels, credential, mark, fingerprint } = reading;
  return {
    labels: [...new Set(labels.statements.map(({ standard }) => standard))],
    labelsComplete: labels.complete,
    credential,
    mark: strongest(mark.readings, null),
    markState: mark.state,
    fingerprint:
      fingerprint === null ? null : { hash: fingerprint.hashes.original, quality: fingerprint.quality },
  };
}

type Judged = Pick<SurvivalStep, 'layers' | 'mark' | 'fingerprintDistance'>;

/** What became of the traces of a file in an attacked copy. Pure: two readings in, one judgement out. */
export function judge(before: LayerReading, after: LayerReading): Judged {
  const first = strongest(before.mark.readings, null);
  const mark = strongest(after.mark.readings, first);
  const distance = fingerprintDistance(before, after);
  return {
    layers: {
      label: labelAnswer(before, after),
      credential: credentialAnswer(before.credential, after.credential),
      mark: markAnswer(before, after, first, mark),
      fingerprint: fingerprintAnswer(before, distance),
    },
    mark,
    fingerprintDistance: distance,
  };
}

/** Where nothing was measured nothing is said, except what was never there. */
export function notJudged(before: LayerReading, reason: Reason): Judged {
  const open: LayerAnswer = { fate: 'not-measured', note: reason.text };
  const absent: LayerAnswer = { fate: 'absent', note: null };
  return {
    layers: {
      label: before.labels.statements.length === 0 && before.labels.complete ? absent : open,
      credential: before.credential === 'none' ? absent : open,
      mark: before.mark.state === 'none-found' ? absent : open,
      fingerprint: open,
    },
    mark: null,
    fingerprintDistance: null,
  };
}

/** The reading that has the original's identifier, else the least likely by chance. */
function strongest(
  readings: LayerReading['mark']['readings'],
  original: SurvivingMark | null,
): SurvivingMark | null {
  const exact = (reading: LayerReading['mark']['readings'][number]) =>
    original === null || (reading.payload === original.payload && reading.codec === original.codec);
  const [best] = [...readings].sort(
    (a, b) => Number(exact(b)) - Number(exact(a)) || a.falseAlarmLog10 - b.falseAlarmLog10,
  );
  return best === undefined ? null : { ...best, exact: exact(best) };
}

function labelAnswer(before: LayerReading, after: LayerReading): LayerAnswer {
  if (before.labels.statements.length === 0)
    return before.labels.complete
      ? { fate: 'absent', note: null }
      : { fate: 'undetermined', note: notReadBefore };
  const [passage] = labelSurvival([exhibit(before, 1), exhibit(after, 2)]).passages;
  const fates = (passage?.labels ?? []).flatMap(({ fate }) => (fate === 'added' ? [] : [fate]));
  const kept = fates.filter((fate) => fate === 'kept' || fate === 'moved').length;
  if (kept === fates.length) return { fate: 'survived', note: null };
  if (kept === 0 && fates.every((fate) => fate === 'lost')) return { fate: 'lost', note: null };
  if (kept === 0 && !fates.includes('altered')) return { fate: 'undetermined', note: notReadAfter };
  const note = localized(
    `${kept} of ${fates.length} labels are as they were`,
    `${fates.length} 个标识中有 ${kept} 个保持原样`,
  );
  return { fate: 'changed', note };
}

function exhibit({ media, labels: { statements, complete } }: LayerReading, number: number): LabelledExhibit {
  return {
    evidence: { sha256: String(number).padStart(64, '0'), number, name: String(number), media },
    overview: { state: 'labelled', statements, contradictions: [], complete, missing: [] },
  };
}

function credentialAnswer(
  before: LayerReading['credential'],
  after: LayerReading['credential'],
): LayerAnswer {
  if (before === 'none') return { fate: 'absent', note: null };
  if (before === 'undetermined') return { fate: 'undetermined', note: notReadBefore };
  switch (after) {
    case 'none':
      return { fate: 'lost', note: null };
    case 'undetermined':
      return { fate: 'undetermined', note: notReadAfter };
    case 'intact':
      return { fate: 'survived', note: null };
    case 'broken':
      return { fate: 'changed', note: before === 'broken' ? brokenBefore : noLongerFits };
  }
}

function markAnswer(
  before: LayerReading,
  after: LayerReading,
  first: SurvivingMark | null,
  mark: SurvivingMark | null,
): LayerAnswer {
  if (before.mark.state === 'not-measured') return { fate: 'not-measured', note: noCodec };
  if (first === null) {
    return before.mark.state === 'none-found'
      ? { fate: 'absent', note: null }
      : { fate: 'undetermined', note: before.mark.reason?.text ?? notReadBefore };
  }
  if (mark !== null) {
    if (!mark.exact) return { fate: 'changed', note: otherIdentifier };
    return { fate: 'survived', note: mark.route === 'register' ? byRegister : null };
  }
  if (after.mark.state === 'none-found') return { fate: 'lost', note: null };
  // Of a stranger's file too little says nothing; of a copy whose source carried the mark it says where that ends.
  if (isTooLittle(after.mark.reason)) return { fate: 'lost', note: after.mark.reason?.text ?? null };
  return { fate: 'undetermined', note: after.mark.reason?.text ?? notReadAfter };
}

function fingerprintDistance(before: LayerReading, after: LayerReading): number | null {
  const [known, code] = [before.fingerprint, after.fingerprint?.hashes.original];
  if (known === null || code === undefined) return null;
  return Math.min(...dihedrals.map((form) => hammingDistance(known.hashes[form], code)));
}

function fingerprintAnswer(before: LayerReading, distance: number | null): LayerAnswer {
  if (before.media.kind !== 'image') return { fate: 'not-measured', note: noFingerprint };
  if (before.fingerprint === null) return { fate: 'undetermined', note: notReadBefore };
  if (before.fingerprint.quality < leastQuality) return { fate: 'undetermined', note: tooPlain };
  if (distance === null) return { fate: 'undetermined', note: notReadAfter };
  const fate: LayerFate = distance <= nearest ? 'survived' : 'lost';
  return { fate, note: null };
}

/** Where on a ladder each trace is lost; of traces that were not there, or never measured, nothing is said. */
export function thresholdsOf(steps: readonly SurvivalStep[]): Partial<Record<SurvivalLayer, LayerThreshold>> {
  const found: Partial<Record<SurvivalLayer, LayerThreshold>> = {};
  for (const layer of survivalLayers) {
    const judged = steps.flatMap(({ id, layers }) => {
      const { fate } = layers[layer];
      return fate === 'survived' || fate === 'lost' || fate === 'changed'
        ? [{ id, there: fate === 'survived' }]
        : [];
    });
    if (judged.length === 0) continue;
    const first = judged.findIndex(({ there }) => !there);
    found[layer] = {
      survives: first === -1 ? judged.at(-1)!.id : (judged[first - 1]?.id ?? null),
      lost: first === -1 ? null : judged[first]!.id,
      returns: first !== -1 && judged.slice(first).some(({ there }) => there),
    };
  }
  return found;
}

const notReadBefore = localized('Could not be read from the file itself', '无法从原文件读出');
const notReadAfter = localized(
  'Could not be read from the copy, so its absence is not shown',
  '无法从副本读出，因此不能说明其不存在',
);
const brokenBefore = localized('It did not hold before the attack either', '攻击之前即不成立');
const noLongerFits = localized(
  'Still there, but it no longer fits the content',
  '仍然存在，但与内容不再相符',
);
const noCodec = localized('No mark of ours is read from such files', '此类文件不读取本程序的水印');
const otherIdentifier = localized('Another identifier was read', '读出的是另一标识符');
const byRegister = localized(
  'Read only by testing identifiers of the register',
  '仅通过检验登记册中的标识符读出',
);
const noFingerprint = localized('No fingerprint of such files is measured yet', '此类文件尚无指纹测量');
const tooPlain = localized('The picture is too plain for a fingerprint', '图像过于平淡，指纹不可靠');
