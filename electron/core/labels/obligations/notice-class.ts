import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutySupport } from '#shared/domain/obligation.ts';
import type { NoticeClass } from '#shared/domain/publication.ts';
import type { DutyFacts } from './facts.ts';
import { aigcLabels, otherGeneratedLabels, traces } from './marks.ts';
import { absenceCounts } from './premise.ts';
import { perceived } from './rules/explicit-label.ts';
import { recordSupport, statementSupport } from './support.ts';

/** Which notice of Art. 6 (1)–(3) of the Measures the file and the uploader's declaration support. */
export type SupportedNotice =
  | {
      readonly state: 'known';
      readonly notice: NoticeClass;
      readonly because: Localized;
      readonly support: readonly DutySupport[];
      /** A case that fits as well, where the article can be read in two ways. */
      readonly orAlso?: NoticeClass;
    }
  | { readonly state: 'open'; readonly because: readonly Localized[] };

/** In the order of the article: metadata first, then the declaration, then explicit labels and other traces. */
export function supportedNotice(facts: DutyFacts): SupportedNotice {
  const labels = aigcLabels(facts);
  const support = statementSupport(facts, labels);
  const known = (notice: NoticeClass, because: Localized, from: readonly DutySupport[]): SupportedNotice => ({
    state: 'known',
    notice,
    because,
    support: from,
  });
  if (labels.some(({ meaning }) => meaning === 'generated')) {
    return known(
      'is',
      localized(
        'The label in the metadata says the content is generated (Label 1).',
        '文件元数据中的标识标明内容属于生成合成内容（Label 为 1）。',
      ),
      support,
    );
  }
  const declared = facts.publication?.publication.declared.shown === 'yes';
  if (labels.some(({ meaning }) => meaning === 'possibly-generated')) {
    return known(
      'may-be',
      localized(
        'The label in the metadata says the content may be generated (Label 2).',
        '文件元数据中的标识标明内容可能为生成合成内容（Label 为 2）。',
      ),
      support,
    );
  }
  const suspected = labels.some(({ meaning }) => meaning === 'suspected');
  if (suspected && facts.publication !== null && declared) {
    return known(
      'may-be',
      localized(
        'The label in the metadata says the content is suspected to be generated (Label 3), and the uploader’s declaration, which says more, is recorded as shown.',
        '文件元数据中的标识标明内容疑似生成合成内容（Label 为 3），同时记录显示用户已作声明，后者程度更强。',
      ),
      [...support, recordSupport(facts.publication, localized('uploader’s declaration', '用户声明'))],
    );
  }
  if (suspected) {
    return known(
      'suspected',
      localized(
        'The label in the metadata says the content is suspected to be generated (Label 3).',
        '文件元数据中的标识标明内容疑似生成合成内容（Label 为 3）。',
      ),
      support,
    );
  }
  if (labels.length > 0) {
    return {
      state: 'open',
      because: [
        localized(
          'There is a label in the metadata, but its value is none the standard knows.',
          '文件元数据中有标识，但其取值不在标准规定之列。',
        ),
      ],
    };
  }
  if (!absenceCounts(facts.declared)) {
    return {
      state: 'open',
      because: [
        facts.declared.state === 'unknown'
          ? facts.declared.why
          : localized(
              'Whether the metadata holds a label is undetermined: parts of the file were not read.',
              '文件元数据中有无标识无法判定：文件有部分内容未能读取。',
            ),
      ],
    };
  }
  if (facts.publication !== null && declared) {
    return known(
      'may-be',
      localized(
        'There is no label in the metadata, and the uploader’s declaration is recorded as shown.',
        '文件元数据中没有标识，但记录显示用户已作声明。',
      ),
      [recordSupport(facts.publication, localized('uploader’s declaration', '用户声明'))],
    );
  }
  return fromTraces(facts);
}

/** Art. 6 (3): neither label nor declaration, but an explicit label or other traces of generation. */
function fromTraces(facts: DutyFacts): SupportedNotice {
  const others = otherGeneratedLabels(facts);
  const found = [...others, ...traces(facts)];
  const undeclared = facts.publication?.publication.declared.shown === 'no';
  const remark = undeclared
    ? localized('No declaration was shown.', '未显示用户声明。')
    : localized('Whether the uploader declared it is not recorded.', '用户是否声明未作记录。');
  if (found.length > 0) {
    return {
      state: 'known',
      notice: 'suspected',
      because: localized(
        `Other marks or traces of generation were found${others.length > 0 ? ', among them labels of other standards in the metadata, which may also be read as case (1)' : ''}. ${remark.en}`,
        `发现其他标识或生成合成痕迹${others.length > 0 ? '，其中包括元数据中其他标准的标识，也可理解为第（一）项情形' : ''}。${remark['zh-CN']}`,
      ),
      support: statementSupport(facts, found),
      ...(others.some(({ meaning }) => meaning === 'generated') ? { orAlso: 'is' as const } : {}),
    };
  }
  const seen = perceived(facts);
  if (seen.state === 'found') {
    return {
      state: 'known',
      notice: 'suspected',
      because: localized(
        `An explicit label was found in the content. ${remark.en}`,
        `在内容中发现显式标识。${remark['zh-CN']}`,
      ),
      support: seen.support,
    };
  }
  if (seen.state === 'open') {
    return { state: 'open', because: [...seen.judgement.reasoning, remark] };
  }
  return {
    state: 'known',
    notice: 'none',
    because: localized(
      `Neither a label nor a trace was found. That does not show that the content is not generated. ${remark.en}`,
      `未发现标识或痕迹。这并不表明内容不是生成合成内容。${remark['zh-CN']}`,
    ),
    support: seen.support,
  };
}
