import { localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { generatedLabels, presentCredential, watermarkClaims } from '../marks.ts';
import { notKnown, openMarkReadings, openPremise, premiseGiven, premiseSentence } from '../premise.ts';
import { recordSupport, statementSupport } from '../support.ts';
import { perceived } from './explicit-label.ts';

/** Art. 16: some technical mark that does not disturb use. Which one is left open. */
export function technicalMark(facts: DutyFacts): Judgement {
  const labels = generatedLabels(facts);
  if (labels.length > 0) {
    return judged(
      'pass',
      localized('A mark in the metadata could be read.', '读取到元数据中的标识。'),
      statementSupport(facts, labels),
    );
  }
  const credential = presentCredential(facts);
  const claims = credential === null ? [] : watermarkClaims(credential);
  if (claims.length > 0) {
    return judged(
      'undetermined',
      localized(
        `The credential claims an imperceptible mark (${claims.join(', ')}), which is not read here.`,
        `凭证声称添加了不可感知的标识（${claims.join('、')}），此处未能读取。`,
      ),
    );
  }
  const open = openMarkReadings(facts);
  if (open.length > 0) return notKnown(...open);
  return judged('undetermined', [
    localized('No mark in the metadata was found.', '元数据中未发现标识。'),
    localized(
      'The article leaves the technique open; an imperceptible watermark cannot be seen without its key.',
      '该条未限定技术方式；不可感知的水印在没有密钥的情况下无法查看。',
    ),
    premiseSentence,
  ]);
}

/** Art. 17: a conspicuous mark on five classes of service that may confuse or mislead the public. */
export function conspicuousMark(facts: DutyFacts, asked: Asked): Judgement {
  const seen = perceived(facts);
  if (seen.state === 'found') {
    return judged(
      'pass',
      localized('A label meant for people was found in the content.', '在内容中发现面向公众的标识。'),
      seen.support,
    );
  }
  const record = facts.publication;
  const real = record?.publication.depictsReal ?? 'not-recorded';
  if (record !== null && seen.state === 'none' && real === 'yes' && asked.roles.has('provider')) {
    return judged(
      'warn',
      [
        localized(
          'No label was found, and the record says the content shows a real person or event.',
          '未发现标识，且记录显示内容涉及真实人物或事件。',
        ),
        localized(
          'Whether it may confuse or mislead the public is the examiner’s to judge.',
          '是否可能导致公众混淆或者误认，由检验人判断。',
        ),
        premiseSentence,
      ],
      [
        ...seen.support,
        recordSupport(record, localized('shows a real person or event', '涉及真实人物或事件')),
      ],
    );
  }
  if (seen.state === 'open') return seen.judgement;
  return judged(
    'undetermined',
    [
      localized('No label meant for people was found.', '未发现面向公众的标识。'),
      localized(
        'The article is about five classes of service whose output may confuse or mislead the public. The file does not tell whether it came from one.',
        '该条针对可能导致公众混淆或者误认的五类服务。仅凭文件无法得知其是否来自此类服务。',
      ),
      ...(premiseGiven(asked) ? [premiseSentence] : [openPremise]),
    ],
    seen.support,
  );
}
