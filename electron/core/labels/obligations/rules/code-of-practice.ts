import { localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import {
  credentialHolds,
  generatedLabels,
  presentCredential,
  signedGeneratedLabels,
  watermarkClaims,
} from '../marks.ts';
import { notKnown, openMarkReadings, openPremise, premiseGiven, premiseSentence } from '../premise.ts';
import { readingSupport, statementSupport } from '../support.ts';

const unsigned = localized(
  'The mark is not in a credential whose signature holds for this file.',
  '该标记不在签名对本文件成立的凭证之中。',
);

/** Code of Practice, 1.1.1: the recorded information is digitally signed. */
export function signedMark(facts: DutyFacts, asked: Asked): Judgement {
  const signed = signedGeneratedLabels(facts);
  const credential = presentCredential(facts);
  if (signed.length > 0 && credential !== null && credentialHolds(credential)) {
    const pass = judged(
      'pass',
      localized(
        'A credential whose signature holds for this file says that generative AI had a part.',
        '签名对本文件成立的凭证声明含有生成式人工智能内容。',
      ),
      statementSupport(facts, signed),
    );
    return credential.verdict.signer === 'listed'
      ? pass
      : remarked(
          pass,
          localized(
            'Its signer is on no list that was loaded: who signed is not established.',
            '签名者不在已加载的名单中：签名者身份未得到确认。',
          ),
        );
  }
  return withoutSignedMark(facts, asked);
}

function withoutSignedMark(facts: DutyFacts, asked: Asked): Judgement {
  if (facts.kind === 'text' && plain.has(facts.format)) {
    return judged(
      'not-applicable',
      localized(
        'Plain text has no place for signed metadata; the measure is about formats that have one.',
        '纯文本没有存放签名元数据的位置；该措施针对支持元数据的格式。',
      ),
    );
  }
  const labels = generatedLabels(facts);
  if (labels.length > 0) return judged('warn', unsigned, statementSupport(facts, labels));
  const open = openMarkReadings(facts);
  if (open.length > 0) return notKnown(...open);
  const none = localized('No mark in metadata was found.', '未在元数据中发现标记。');
  return premiseGiven(asked)
    ? judged('warn', [none, premiseSentence])
    : judged('undetermined', [none, openPremise]);
}

const plain: ReadonlySet<DutyFacts['format']> = new Set(['text', 'csv', 'json', 'markdown', 'xml', 'rtf']);

/** Code of Practice, 1.1.1: and time-stamped. */
export function timeStampedMark(facts: DutyFacts): Judgement {
  const credential = presentCredential(facts);
  const signed = signedGeneratedLabels(facts);
  if (credential === null || signed.length === 0) {
    const open = openMarkReadings(facts).filter((reading) => reading === facts.credential);
    return open.length > 0
      ? notKnown(...open)
      : judged(
          'undetermined',
          localized('There is no signed mark whose time could be looked at.', '没有可供查看时间的签名标记。'),
        );
  }
  const support = statementSupport(facts, signed);
  if (!credentialHolds(credential)) {
    return judged(
      'warn',
      localized(
        'The credential that says so does not hold for this file, so that its time stamp says nothing of the mark.',
        '作出该声明的凭证对本文件不成立，其时间戳不能说明该标记。',
      ),
      support,
    );
  }
  switch (credential.verdict.time) {
    case 'listed':
      return judged(
        'pass',
        localized(
          'The signature has a time stamp of a listed authority.',
          '签名带有名单内时间戳机构的时间戳。',
        ),
        support,
      );
    case 'unlisted':
      return judged(
        'warn',
        localized(
          'The signature has a time stamp; its authority is on no list that was loaded.',
          '签名带有时间戳，但其机构不在已加载的名单中。',
        ),
        support,
      );
    case 'broken':
      return judged('warn', localized('The time stamp does not hold.', '时间戳不成立。'), support);
    case 'absent':
      return judged(
        'warn',
        localized(
          'The signature has no time stamp. The measure asks for one on systems where time is available.',
          '签名没有时间戳。该措施要求在可获得时间信息的系统上加盖时间戳。',
        ),
        support,
      );
  }
}

/** Code of Practice, 1.1.2: a second layer. Only the signer's claim of it can be read. */
export function secondLayer(facts: DutyFacts): Judgement {
  const credential = presentCredential(facts);
  const claims = credential === null ? [] : [...new Set(watermarkClaims(credential))];
  if (credential !== null && claims.length > 0 && credentialHolds(credential)) {
    return judged(
      'pass',
      localized(
        `The signer states that an imperceptible mark or soft binding was applied (${claims.join(', ')}). The mark itself was not decoded.`,
        `签名者声明已添加不可感知的标记或软绑定（${claims.join('、')}）。标记本身未经解码。`,
      ),
      [readingSupport(facts.credential, localized('Statements of the credential', '凭证中的声明'))],
    );
  }
  return judged('undetermined', [
    localized(
      'An imperceptible watermark cannot be seen without its detector, and no credential that holds speaks of one.',
      '不可感知的水印在没有相应检测器时无法查看，且没有成立的凭证提及水印。',
    ),
    ...(claims.length > 0
      ? [
          localized(
            `A credential that does not hold for this file speaks of one (${claims.join(', ')}).`,
            `一份对本文件不成立的凭证提及水印（${claims.join('、')}）。`,
          ),
        ]
      : []),
  ]);
}

/** Code of Practice: free text of more than 200 tokens. */
export function longText({ written }: DutyFacts): Judgement {
  if (written.state === 'unknown') return notKnown(written);
  const { length } = written.value;
  const support = [readingSupport(written, localized(`${length} characters`, `${length} 个字符`))];
  // No tokeniser makes more tokens than there are UTF-8 bytes; of UTF-16 units there are at most three each.
  if (written.complete && length * 3 <= 200) {
    return judged(
      'not-applicable',
      localized('The text has at most 200 tokens.', '文本不超过 200 个词元。'),
      support,
    );
  }
  return judged(
    'undetermined',
    localized(
      'A statistical watermark in text is seen only by the detector of the model’s maker; how many tokens a text has depends on the model.',
      '文本中的统计水印只有模型提供者的检测器才能识别；词元数量也因模型而异。',
    ),
    support,
  );
}
