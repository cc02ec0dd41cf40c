import { localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged } from './define.ts';
import type { DutyFacts, Reading } from './facts.ts';
import { readingSupport } from './support.ts';

/**
 * Labelling duties apply to generated content, and no file shows by itself that it is. The premise is given
 * when the examiner asks in the place of one who makes or publishes generated content.
 */
export function premiseGiven({ roles }: Asked): boolean {
  return roles.has('provider') || roles.has('deployer');
}

export const premiseSentence = localized(
  'You ask in the place of one who makes or publishes generated content, so the content is taken to be generated; whether it is, is not judged here.',
  '检验人以生成合成内容的制作者或发布者的立场提问，故以内容属于生成合成内容为前提；此处不判断其是否确属生成。',
);

/** For an absence that would be a breach only of content that is generated. */
export const openPremise = localized(
  'The duty applies only to generated content, and the file alone cannot tell whether it is. A file without a label is not a breach in itself.',
  '该义务仅适用于生成合成内容，而仅凭文件无法判断其是否属于此类。文件没有标识本身并不构成违反。',
);

/** `undetermined`, because something was not examined or could not be read. */
export function notKnown(...readings: readonly Reading<unknown>[]): Judgement {
  const reasons = readings.flatMap((reading) =>
    reading.state === 'unknown'
      ? [reading.why]
      : reading.complete
        ? []
        : [
            localized(
              'Parts of the file that could hold it were not read, so its absence cannot be stated',
              '文件中可能载有该内容的部分未能读取，故不能认定其不存在',
            ),
          ],
  );
  return judged(
    'undetermined',
    reasons,
    readings.map((reading) =>
      readingSupport(reading, localized('What was looked for, and how far', '查找的内容及范围')),
    ),
  );
}

/** May it be said that something is not there? Only when the run ended and read all it should. */
export function absenceCounts(reading: Reading<unknown>): boolean {
  return reading.state === 'read' && reading.complete;
}

/** The same for Content Credentials, whose reading may end without having seen the store. */
function credentialAbsenceCounts({ credential, credentialPossible }: DutyFacts): boolean {
  if (!credentialPossible) return true;
  return (
    absenceCounts(credential) &&
    credential.state === 'read' &&
    (credential.value.state === 'none' ||
      (credential.value.state === 'present' && !credential.value.store.cut))
  );
}

/** The readings without which no machine-readable mark can be said to be absent. */
export function openMarkReadings(facts: DutyFacts): Reading<unknown>[] {
  return [
    ...(absenceCounts(facts.declared) ? [] : [facts.declared]),
    ...(credentialAbsenceCounts(facts) ? [] : [facts.credential]),
  ];
}
