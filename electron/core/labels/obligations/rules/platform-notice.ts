import { localized } from '#shared/domain/localized.ts';
import type { NoticeClass } from '#shared/domain/publication.ts';
import { type Asked, type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { generatedLabels } from '../marks.ts';
import { supportedNotice } from '../notice-class.ts';
import { openPremise, premiseGiven } from '../premise.ts';
import { recordSupport, statementSupport } from '../support.ts';
import { notices } from './displayed.ts';

/** Measures for Labeling, Art. 6 (1)–(3): is the notice of the case that is given the one that was displayed? */
export function noticeOf(asked: Exclude<NoticeClass, 'none'>): (facts: DutyFacts) => Judgement {
  return (facts) => {
    const supported = supportedNotice(facts);
    if (supported.state === 'open') return judged('undetermined', supported.because);
    const { notice, because, support, orAlso } = supported;
    if (notice !== asked) {
      return judged(
        'not-applicable',
        [
          because,
          localized(
            `That is not the case of this paragraph; the notice supported is: ${notices[notice].en}.`,
            `不属于该项情形；所支持的提示类别为“${notices[notice].zh}”。`,
          ),
        ],
        support,
      );
    }
    const record = facts.publication;
    const displayed = record?.publication.displayed.notice ?? null;
    if (record === null || displayed === null) {
      return judged(
        'undetermined',
        [because, localized('What the platform displayed is not recorded.', '平台所显示的提示未作记录。')],
        support,
      );
    }
    const both = [...support, recordSupport(record, localized('notice displayed', '所显示的提示'))];
    if (displayed === asked) {
      return judged(
        'pass',
        [
          because,
          localized(
            `The notice recorded as displayed is that of this case: ${notices[asked].en}.`,
            `记录的显示提示与该项情形一致：“${notices[asked].zh}”。`,
          ),
        ],
        both,
      );
    }
    if (displayed === orAlso) {
      return judged(
        'undetermined',
        [
          because,
          localized(
            `The notice recorded as displayed is “${notices[displayed].en}”, which fits when a label of another standard counts as marking the content clearly.`,
            `记录的显示提示为“${notices[displayed].zh}”；若其他标准的标识可视为“明确标明”，则该提示亦属适当。`,
          ),
        ],
        both,
      );
    }
    return judged(
      'warn',
      [
        because,
        localized(
          `Recorded as displayed: ${notices[displayed].en}; the file and the declaration support: ${notices[asked].en}. The platform may know more than the file shows.`,
          `记录的显示提示为“${notices[displayed].zh}”，而文件与声明所支持的是“${notices[asked].zh}”。平台掌握的信息可能多于文件所示。`,
        ),
      ],
      both,
    );
  };
}

/** Measures for Labeling, Art. 10, first paragraph. */
export function userDeclaration(facts: DutyFacts, asked: Asked): Judgement {
  const record = facts.publication;
  if (record === null || record.publication.declared.shown === 'not-recorded') {
    return judged(
      'undetermined',
      localized('Whether the uploader declared it is not recorded.', '用户是否声明未作记录。'),
    );
  }
  const support = [recordSupport(record, localized('uploader’s declaration', '用户声明'))];
  if (record.publication.declared.shown === 'yes') {
    return judged(
      'pass',
      localized('A declaration is recorded as shown.', '记录显示用户已作声明。'),
      support,
    );
  }
  const labels = generatedLabels(facts);
  const none = localized('No declaration was shown with the post.', '发布时未显示用户声明。');
  if (labels.length === 0 && !premiseGiven(asked))
    return judged('undetermined', [none, openPremise], support);
  return judged(
    'warn',
    labels.length === 0
      ? [none]
      : [
          none,
          localized(
            'The file itself says that generative AI had a part. A label anyone can write does not prove it.',
            '文件本身声明含有生成式人工智能内容。标识可由任何人写入，并不构成证明。',
          ),
        ],
    [...support, ...statementSupport(facts, labels)],
  );
}
