import type { Finding } from '#shared/domain/finding.ts';
import type { LabelContradiction, LabelMeaning, LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { supersededCode } from './statement.ts';

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
const traceLimit = localized(
  'A trace is what a program left behind, not a statement about the content; anyone can write, copy or remove it',
  '痕迹是软件遗留的信息，并非对内容的声明；任何人都可以写入、复制或删除',
);
const inherited = localized(
  'Editing software may add the label for a small generative retouch, or keep it from a source picture',
  '编辑软件可能因少量生成式修饰而添加该标识，或沿用素材图片的标识',
);
const pasted = localized(
  'Parameters travel with copies and edits, and some programs write them for enlarging or retouching alone',
  '参数会随副本和编辑结果一并保留，有些软件仅作放大或修饰也会写入',
);

function statementFinding(statement: LabelStatement): Finding {
  const { kind, meaning, says, place, standardTitle } = statement;
  const who = statement.asserted.map(({ name }) => name).join(', ');
  const generative = meaning === 'generated' || meaning === 'partly-generated';
  return {
    code: kind === 'label' ? `declared-${meaning}` : kind === 'trace' ? `trace-${meaning}` : 'label-residue',
    statement: localized(
      `${standardTitle.en} in ${place}: ${says.en}${who === '' ? '' : `; names ${who}`}`,
      `${standardTitle['zh-CN']}（${place}）：${says['zh-CN']}${who === '' ? '' : `；所列主体：${who}`}`,
    ),
    bearing: kind === 'residue' ? 'inconclusive' : bearings[meaning],
    proposition: 'ai-generated',
    // A signature under a pinned key says who wrote the label, which a bare claim does not.
    strength: statement.standing === 'verified-pinned' ? 'moderate' : 'weak',
    limits: limitsOf(statement),
    innocent: !generative || kind === 'residue' ? [] : [kind === 'trace' ? pasted : inherited],
    figures: ['labels'],
  };
}

const replacedLimit = localized(
  'A later save replaced what is said here; why it did so cannot be known, and ordinary editing does so as well',
  '此处内容已被后续保存取代；原因无法得知，普通编辑也会如此',
);

function limitsOf({ kind, standing, standingNote, checks }: LabelStatement): Localized[] {
  const note = standingNote === null ? [] : [standingNote];
  switch (kind) {
    case 'trace':
      return [traceLimit, ...(standing === 'unsigned' ? [] : note)];
    case 'residue':
      if (checks.some(({ code }) => code === supersededCode)) return [replacedLimit];
      return [
        localized(
          'What the label said, and who took its value away, cannot be known; software that rewrites metadata leaves such remains',
          '无法得知标识原先的内容及其值因何丢失；改写元数据的软件也会留下此类残留',
        ),
      ];
    case 'label':
      return standing === 'unsigned' ? [unsigned] : note.length > 0 ? note : [unsigned];
  }
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
  const weak = contradiction.code === 'trace-against-captured';
  return {
    code: contradiction.code,
    statement: contradiction.text,
    bearing: repeat ? 'informational' : 'contradicts',
    ...(repeat ? {} : { proposition: 'as-declared' as const }),
    strength: repeat ? 'none' : weak ? 'weak' : 'moderate',
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
