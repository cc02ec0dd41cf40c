import { localized } from '#shared/domain/localized.ts';
import { type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { premiseSentence } from '../premise.ts';
import { recordSupport } from '../support.ts';
import { perceived } from './explicit-label.ts';

/** Measures for Labeling, Art. 4 (1)–(5): a label meant for people, whatever its form. */
export function explicitLabelPresent(facts: DutyFacts): Judgement {
  const seen = perceived(facts);
  if (seen.state === 'open') return seen.judgement;
  if (seen.state === 'found') {
    return judged(
      'pass',
      localized(
        'An explicit label was found in the content. Its form is held against GB 45438-2025 in rows of its own.',
        '在内容中发现显式标识。其形式另行对照 GB 45438-2025 核对。',
      ),
      seen.support,
    );
  }
  return judged(
    'warn',
    [
      localized('No explicit label was found in the content.', '在内容中未发现显式标识。'),
      localized(
        'The article concerns services whose output may confuse or mislead the public. Whether this one is among them is not judged here, and a label may stand around the content.',
        '该条针对可能导致公众混淆或者误认的服务；所涉服务是否属于此类不在此判断，标识也可能位于内容周边。',
      ),
      premiseSentence,
    ],
    seen.support,
  );
}

/** Art. 4, last paragraph, with the exception of Art. 9. */
export function exportedFile(facts: DutyFacts): Judgement {
  const seen = perceived(facts);
  if (seen.state === 'found') {
    return judged(
      'pass',
      localized('The file itself holds an explicit label.', '文件本身含有显式标识。'),
      seen.support,
    );
  }
  const record = facts.publication;
  if (record !== null && deliveryOf(facts) === 'complete') {
    return judged(
      'pass',
      localized(
        'No explicit label was found, but an agreement under Art. 9 and its log are recorded.',
        '未发现显式标识，但已记录第九条所述的协议约定及日志。',
      ),
      [recordSupport(record, localized('delivery without a label', '无标识提供'))],
    );
  }
  if (seen.state === 'open') return seen.judgement;
  return judged(
    'warn',
    [
      localized(
        'No explicit label was found in the file, and no agreement with a log under Art. 9 is recorded.',
        '文件中未发现显式标识，也未记录第九条所述的协议约定和日志。',
      ),
      localized(
        'Whether the file came by a function of download, copying or export is known from the record alone.',
        '文件是否经下载、复制、导出等功能取得，仅能从记录得知。',
      ),
      premiseSentence,
    ],
    seen.support,
  );
}

/** Art. 9: handed out without an explicit label. */
export function unlabelledDelivery(facts: DutyFacts): Judgement {
  const record = facts.publication;
  const delivery = deliveryOf(facts);
  if (record === null || delivery === 'not-recorded') {
    return judged(
      'undetermined',
      localized(
        'Whether the content was handed out under Art. 9 is not recorded.',
        '未记录该内容是否依第九条提供。',
      ),
    );
  }
  const support = [recordSupport(record, localized('delivery without a label', '无标识提供'))];
  if (delivery === 'none') {
    return judged(
      'not-applicable',
      localized('Recorded: no such agreement was made.', '记录显示未作此类约定。'),
      support,
    );
  }
  if (delivery === 'without-log') {
    return judged(
      'warn',
      localized(
        'An agreement is recorded, a log of whom the content was handed to is not.',
        '已记录协议约定，但未记录提供对象信息等日志。',
      ),
      support,
    );
  }
  const until = record.keepLogUntil;
  return judged(
    'pass',
    until === null
      ? localized('Agreement and log are recorded.', '协议约定和日志均已记录。')
      : localized(
          `Agreement and log are recorded; the log has to be kept until ${until} at least.`,
          `协议约定和日志均已记录；日志至少留存至 ${until}。`,
        ),
    support,
  );
}

type Delivery = 'complete' | 'without-log' | 'none' | 'not-recorded';

function deliveryOf({ publication }: DutyFacts): Delivery {
  const delivery = publication?.publication.unlabelledDelivery;
  if (delivery === undefined || delivery.agreed === 'not-recorded') return 'not-recorded';
  if (delivery.agreed === 'no') return 'none';
  return delivery.logged === 'yes' ? 'complete' : 'without-log';
}
