import type { LabelPosition, VisibleLabel, VisibleLabels } from '#shared/domain/explicit-label.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { labelWords } from './label-words.ts';

export const positionNames: Readonly<Record<LabelPosition, Localized>> = {
  'top-left': localized('top left corner', '左上角'),
  top: localized('upper edge', '上边'),
  'top-right': localized('top right corner', '右上角'),
  left: localized('left edge', '左边'),
  inside: localized('inside the picture', '画面内部'),
  right: localized('right edge', '右边'),
  'bottom-left': localized('bottom left corner', '左下角'),
  bottom: localized('lower edge', '下边'),
  'bottom-right': localized('bottom right corner', '右下角'),
};

/** What the text of a label states. */
export type Statement = 'generated' | 'edited' | 'mark';

export const statements: Readonly<Record<Statement, Localized>> = {
  generated: localized('generated with AI', '由人工智能生成或合成'),
  edited: localized('edited with AI', '经人工智能编辑'),
  mark: localized('a mark without the generation element', '缺少生成合成要素的标记'),
};

export function statementOf({ text, elements }: Pick<VisibleLabel, 'text' | 'elements'>): Statement {
  if (elements.ai && elements.generation) return 'generated';
  const language = labelWords(text, { recognised: true })?.language ?? 'und';
  return language === 'und' ? 'mark' : 'edited';
}

const limits: Localized[] = [
  localized(
    'Anyone can draw a text on a picture: it is a claim, and nothing binds it to the file',
    '任何人都可以在画面上添加文字：这只是一种声明，与文件本身并无绑定关系',
  ),
  localized(
    'The recogniser can take one letter for another; look at the picture',
    '文字识别可能误认字符，请核对画面',
  ),
];

const innocent: Localized[] = [
  localized(
    'A screenshot or photograph of other content carries the label of that content',
    '对其他内容的截图或翻拍会带有该内容的标识',
  ),
  localized(
    'The button or heading of a program can have the same wording',
    '软件的按钮或标题可能使用相同文字',
  ),
];

/** What visible labels say about the propositions. */
export function visibleFindings(result: VisibleLabels): Finding[] {
  if (result.labels.length === 0) return [absent(result)];
  return result.labels.map((label) => {
    const statement = statementOf(label);
    return {
      code: `visible-${statement}`,
      statement: sentence(label, statement),
      bearing: statement === 'mark' ? ('inconclusive' as const) : ('supports' as const),
      proposition: 'ai-generated' as const,
      strength: 'weak' as const,
      limits,
      innocent,
      figures: ['visible-labels', ...(result.sampled === null ? ['label-places'] : [])],
    };
  });
}

const percent = (ratio: number): string => (ratio * 100).toFixed(1);

function sentence(label: VisibleLabel, statement: Statement): Localized {
  const { text, seen, product } = label;
  const place = positionNames[label.position];
  const height = percent(label.ratio);
  const named = {
    en: product === null ? '' : `, the mark of ${product}`,
    chinese: product === null ? '' : `，为 ${product} 的标记`,
  };
  const time = {
    en: seen === null ? '' : `, seen from ${seen.from.toFixed(2)} s to ${seen.to.toFixed(2)} s`,
    chinese: seen === null ? '' : `，可见时段 ${seen.from.toFixed(2)} 秒至 ${seen.to.toFixed(2)} 秒`,
  };
  return localized(
    `Text read in the picture: “${text}” (${statements[statement].en}${named.en}), ${place.en}, ${height} % of the shortest side high${time.en}`,
    `画面中识别到文字“${text}”（${statements[statement]['zh-CN']}${named.chinese}），位于${place['zh-CN']}，高度为最短边的 ${height}%${time.chinese}`,
  );
}

function absent({ otherLines, sampled }: VisibleLabels): Finding {
  return {
    code: 'no-visible-label',
    statement: localized(
      'No visible label was read in the picture; absence is not evidence that the media is not synthetic',
      '未在画面中识别到可见标识；没有标识并不能证明媒体不是合成内容',
    ),
    bearing: 'informational',
    strength: 'none',
    limits: [
      localized(
        `Other lines of text read: ${otherLines}. Their wording is not kept`,
        `识别到的其他文字行数：${otherLines}，其内容不予保留`,
      ),
      ...(sampled === null
        ? []
        : [
            localized(
              `Looked at: ${sampled.frames} frames, closely from ${sampled.from} s to ${sampled.to} s; a label shown elsewhere is not seen`,
              `共检查 ${sampled.frames} 帧，其中 ${sampled.from} 秒至 ${sampled.to} 秒为密集采样；其他时段出现的标识不会被发现`,
            ),
          ]),
      localized(
        'Small, faint, slanted, ornamental or partly covered text can be missed',
        '过小、过淡、倾斜、艺术字或部分被遮挡的文字可能漏检',
      ),
    ],
    innocent: [],
    figures: [],
  };
}
