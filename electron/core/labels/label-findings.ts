import type { Finding } from '#shared/domain/finding.ts';
import type { LabelContradiction, LabelMeaning, LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

/** What declared labels say about the propositions. An unsigned label is a claim, and never more. */
export function labelFindings(
  statements: readonly LabelStatement[],
  contradictions: readonly LabelContradiction[],
): Finding[] {
  return [
    ...statements.map(statementFinding),
    ...statements.flatMap(conformanceFinding),
    ...contradictions.map(contradictionFinding),
  ];
}

const bearings = {
  generated: 'supports',
  'partly-generated': 'supports',
  'possibly-generated': 'supports',
  suspected: 'inconclusive',
  'not-generative': 'contradicts',
  unclear: 'inconclusive',
} as const satisfies Record<LabelMeaning, Finding['bearing']>;

const unsigned = localized(
  'An unsigned label is a claim: anyone can write, copy or remove it',
  '未签名的标识只是一种声明：任何人都可以写入、复制或删除',
);

function statementFinding(statement: LabelStatement): Finding {
  const { meaning, says, place, standardTitle, standing } = statement;
  const who = statement.asserted.map(({ name }) => name).join(', ');
  return {
    code: `declared-${meaning}`,
    statement: localized(
      `${standardTitle.en} in ${place}: ${says.en}${who === '' ? '' : `; names ${who}`}`,
      `${standardTitle['zh-CN']}（${place}）：${says['zh-CN']}${who === '' ? '' : `；所列主体：${who}`}`,
    ),
    bearing: bearings[meaning],
    proposition: 'ai-generated',
    strength: 'weak',
    limits: [
      standing === 'unsigned'
        ? unsigned
        : localized(
            'A signature is present in the label; what was found about it stands beside it',
            '标识中带有签名，其核验情况见标识说明',
          ),
    ],
    innocent:
      meaning === 'generated' || meaning === 'partly-generated'
        ? [
            localized(
              'Editing software may add the label for a small generative retouch, or keep it from a source picture',
              '编辑软件可能因少量生成式修饰而添加该标识，或沿用素材图片的标识',
            ),
          ]
        : [],
    figures: ['labels'],
  };
}

function conformanceFinding(statement: LabelStatement): Finding[] {
  const departures = statement.checks.filter((check) => check.severity === 'departs');
  if (departures.length === 0) return [];
  const list = (language: 'en' | 'zh-CN'): string =>
    departures
      .slice(0, 6)
      .map((check) => check.text[language])
      .join(language === 'en' ? '; ' : '；');
  return [
    {
      code: 'label-departs',
      statement: localized(
        `${statement.standardTitle.en} in ${statement.place} departs from its standard: ${list('en')}`,
        `${statement.standardTitle['zh-CN']}（${statement.place}）与标准不符：${list('zh-CN')}`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [
        localized(
          'Departures are common in honest files; they do not show that a label was forged',
          '真实文件中也常见不规范写法，不能据此认定标识系伪造',
        ),
      ],
      innocent: [],
      figures: ['label-checks'],
    },
  ];
}

function contradictionFinding(contradiction: LabelContradiction): Finding {
  const repeat = contradiction.code === 'aigc-copies-repeat';
  return {
    code: contradiction.code,
    statement: contradiction.text,
    bearing: repeat ? 'informational' : 'contradicts',
    ...(repeat ? {} : { proposition: 'as-declared' as const }),
    strength: repeat ? 'none' : 'moderate',
    limits: [localized('Which of the statements is right is not known', '无法得知哪一项声明属实')],
    innocent: [
      localized(
        'Software adds its own metadata and leaves what is already there, from a template or a source picture',
        '软件会写入自己的元数据，同时保留模板或素材中原有的内容',
      ),
    ],
    figures: ['label-contradictions', 'labels'],
  };
}

/** The finding for a file without labels; the wording is part of the product's promise. */
export function absentFinding(places: readonly string[]): Finding {
  const statement: Localized = localized(
    'No declared label found in the carriers read; absence is not evidence that the media is not synthetic',
    '在已读取的载体中未发现声明的标识；没有标识并不能证明媒体不是合成内容',
  );
  return {
    code: 'no-label',
    statement,
    bearing: 'informational',
    strength: 'none',
    limits: [
      localized(`Read: ${places.join(', ')}`, `已读取：${places.join('、')}`),
      localized(
        'Labels are lost in most re-encodings, uploads and screenshots',
        '大多数转码、上传和截图都会使标识丢失',
      ),
    ],
    innocent: [],
    figures: [],
  };
}
