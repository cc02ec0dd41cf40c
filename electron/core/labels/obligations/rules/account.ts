import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import { type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { generatedLabels } from '../marks.ts';
import { openPremise } from '../premise.ts';
import { recordSupport, statementSupport } from '../support.ts';

type Answer = Publication['fictionTag'];

/** Rules on self-media accounts and their posts: answered by the examiner's record alone. */
function ofSelfMedia(facts: DutyFacts, judge: (record: PublicationRecord) => Judgement): Judgement {
  const record = facts.publication;
  if (record === null) {
    return judged(
      'undetermined',
      localized('Nothing is recorded of where the exhibit was published.', '没有该检材的发布情况记录。'),
    );
  }
  const { kind } = record.publication.account;
  if (kind === 'not-recorded') {
    return judged(
      'undetermined',
      localized('What kind of account published it is not recorded.', '发布账号的类型未作记录。'),
    );
  }
  if (kind !== 'self-media') {
    return judged(
      'not-applicable',
      localized('The account is recorded as no self-media account.', '记录显示该账号不是“自媒体”。'),
      [recordSupport(record, localized('kind of account', '账号类型'))],
    );
  }
  return judge(record);
}

function byAnswer(
  record: PublicationRecord,
  answer: Answer,
  field: Localized,
  more: { readonly yes: Localized; readonly no: readonly Localized[] },
): Judgement {
  const support = [recordSupport(record, field)];
  if (answer === 'yes') return judged('pass', more.yes, support);
  if (answer === 'no') return judged('warn', more.no, support);
  return judged(
    'undetermined',
    localized(`Not recorded: ${field.en}.`, `未作记录：${field['zh-CN']}。`),
    support,
  );
}

export function sourceLabel(facts: DutyFacts): Judgement {
  return ofSelfMedia(facts, (record) => {
    const { shown, text } = record.publication.sourceLabel;
    return byAnswer(record, shown, localized('source label', '信息来源标注'), {
      yes:
        text === ''
          ? localized('A source label is recorded as shown.', '记录显示标注了信息来源。')
          : localized(
              `A source label is recorded as shown: “${text}”. Whether it is right is not judged.`,
              `记录显示标注了信息来源：“${text}”。来源是否准确不作判断。`,
            ),
      no: [
        localized('No source label was shown.', '未显示信息来源。'),
        localized(
          'One is asked for in posts on current affairs, public policy and social events; whether this is one is the examiner’s to judge.',
          '该要求针对涉及国内外时事、公共政策、社会事件的信息；本次发布是否属于此类，由检验人判断。',
        ),
      ],
    });
  });
}

export function ownFootage(facts: DutyFacts): Judgement {
  return ofSelfMedia(facts, (record) =>
    judged(
      'undetermined',
      localized(
        'Whether the footage is the account’s own, and whether time and place stand with it, has to be read from the post.',
        '素材是否自行拍摄、是否标注拍摄时间和地点，须查看发布内容本身。',
      ),
      record.publication.postText === ''
        ? []
        : [recordSupport(record, localized('text of the post', '发布文字'))],
    ),
  );
}

export function technologyTag(facts: DutyFacts): Judgement {
  return ofSelfMedia(facts, (record) => {
    const { displayed, declared } = record.publication;
    const support = [recordSupport(record, localized('displayed label and declaration', '显示的标识与声明'))];
    if (declared.shown === 'yes' || (displayed.notice !== null && displayed.notice !== 'none')) {
      return judged(
        'pass',
        localized('A label or declaration is recorded as shown.', '记录显示有标识或声明。'),
        support,
      );
    }
    if (declared.shown === 'not-recorded' && displayed.notice === null) {
      return judged(
        'undetermined',
        localized('Neither a label nor a declaration is recorded.', '标识与声明均未作记录。'),
        support,
      );
    }
    const labels = generatedLabels(facts);
    const none = localized('No label or declaration was shown.', '未显示标识或声明。');
    return labels.length > 0
      ? judged(
          'warn',
          [
            none,
            localized(
              'The file itself says that generative AI had a part.',
              '文件本身声明含有生成式人工智能内容。',
            ),
          ],
          [...support, ...statementSupport(facts, labels)],
        )
      : judged('undetermined', [none, openPremise], support);
  });
}

export function fictionTag(facts: DutyFacts): Judgement {
  return ofSelfMedia(facts, (record) =>
    byAnswer(record, record.publication.fictionTag, localized('fiction tag', '虚构或演绎标签'), {
      yes: localized('A fiction tag is recorded as shown.', '记录显示有虚构或演绎标签。'),
      no: [
        localized('No fiction tag was shown.', '未显示虚构或演绎标签。'),
        localized(
          'One is asked for where the post holds fiction or acting; whether it does is the examiner’s to judge.',
          '该要求针对含有虚构情节、剧情演绎的内容；本次发布是否属于此类，由检验人判断。',
        ),
      ],
    }),
  );
}

/** `fields`: those in which the rule asks for credentials. */
export function credentialTag(
  fields: readonly Publication['account']['topic'][],
): (facts: DutyFacts) => Judgement {
  return (facts) => ofSelfMedia(facts, (record) => credentialOf(record, fields));
}

function credentialOf(
  record: PublicationRecord,
  fields: readonly Publication['account']['topic'][],
): Judgement {
  const { topic, credentialShown, credentialText } = record.publication.account;
  if (topic === 'not-recorded') {
    return judged(
      'undetermined',
      localized('The account’s field is not recorded.', '账号所属领域未作记录。'),
    );
  }
  if (!fields.includes(topic)) {
    return judged(
      'not-applicable',
      localized(
        'The account is recorded as active in none of the fields named.',
        '记录显示该账号不属于所列领域。',
      ),
      [recordSupport(record, localized('field of the account', '账号领域'))],
    );
  }
  return byAnswer(record, credentialShown, localized('credential shown', '资质展示'), {
    yes: localized(
      `A credential is recorded as shown${credentialText === '' ? '' : `: “${credentialText}”`}. Whether it is genuine is not judged.`,
      `记录显示展示了资质${credentialText === '' ? '' : `：“${credentialText}”`}。其真实性不作判断。`,
    ),
    no: [localized('No credential was shown.', '未展示资质。')],
  });
}

export function influentialAccount(facts: DutyFacts): Judgement {
  return ofSelfMedia(facts, (record) => {
    const { influential, influenceBasis, verified } = record.publication.account;
    if (influential === 'not-recorded') {
      return judged(
        'undetermined',
        localized(
          'Whether the account is of significant influence is not recorded; the draft gives no measure that was found.',
          '账号是否具有较大影响力未作记录；未见征求意见稿给出衡量标准。',
        ),
      );
    }
    const basis =
      influenceBasis === ''
        ? []
        : [localized(`Basis recorded: ${influenceBasis}`, `记录的依据：${influenceBasis}`)];
    if (influential === 'no') {
      return judged(
        'not-applicable',
        [
          localized(
            'The account is recorded as not of significant influence.',
            '记录显示该账号不具有较大影响力。',
          ),
          ...basis,
        ],
        [recordSupport(record, localized('influence', '影响力'))],
      );
    }
    return remarked(
      byAnswer(record, verified, localized('verified identity', '身份认证'), {
        yes: localized('A verified identity is recorded.', '记录显示账号已认证。'),
        no: [localized('The account is recorded as not verified.', '记录显示账号未认证。')],
      }),
      ...basis,
    );
  });
}

export function smartService({ publication }: DutyFacts): Judgement {
  const service = publication?.publication.service;
  if (publication === null || service === undefined || service.name === '') {
    return judged('undetermined', localized('No service is recorded.', '未记录所涉服务。'));
  }
  const support = [recordSupport(publication, localized('service', '服务'))];
  return service.filing === ''
    ? judged(
        'warn',
        localized(
          'A service is recorded without the filing or registration it shows.',
          '已记录服务，但未记录其公示的备案或登记信息。',
        ),
        support,
      )
    : judged(
        'pass',
        localized(
          `Recorded: ${service.name}, ${service.filing}. Whether it is right is not judged.`,
          `已记录：${service.name}，${service.filing}。其准确性不作判断。`,
        ),
        support,
      );
}
