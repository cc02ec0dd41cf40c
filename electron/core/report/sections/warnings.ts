import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import type { ReportItem } from '../input.ts';
import { heading, paragraph, type Section, type SectionContext } from '../section.ts';
import { words } from '../words.ts';

const printedLines = 20;

const text = {
  none: localized('No decoder or parser complained.', '解码器和解析器均未发出警告。'),
  intro: localized(
    'What decoders and parsers complained about before they went on. Results made under such complaints may rest on incomplete data.',
    '解码器和解析器在继续运行前发出的警告。在此情况下得出的结果可能以不完整的数据为依据。',
  ),
  content: localized('Decoding for the content hash', '为计算内容哈希而解码'),
  extension: localized(
    'The name extension does not fit the content, which is {format}. Extensions are often wrong without intent, for example after a conversion or a download.',
    '扩展名与内容不符，内容实为 {format}。扩展名不符往往并非有意，例如格式转换或下载之后。',
  ),
} as const;

export const section: Section = {
  id: 'warnings',
  title: localized('Warnings', '警告'),
  blocks(context) {
    const blocks = context.items.flatMap((item) => {
      const own = itemWarnings(item, context);
      return own.length === 0 ? [] : [heading(2, context.exhibit(item)), ...own];
    });
    return [paragraph(context.say(blocks.length === 0 ? text.none : text.intro)), ...blocks];
  },
};

function itemWarnings({ evidence, runs }: ReportItem, context: SectionContext): ReportBlock[] {
  const { say } = context;
  const blocks: ReportBlock[] = [];
  if (evidence.media.extensionFits === false) {
    const sentence = say(text.extension, { format: evidence.media.format });
    blocks.push({ kind: 'warning', tone: 'notice', text: sentence, details: [] });
  }
  if (evidence.content.state === 'known' && evidence.content.warnings.length > 0) {
    blocks.push(complaint(say(text.content), evidence.content.warnings, context));
  }
  for (const run of runs) {
    if (run.warnings.length > 0) blocks.push(complaint(context.method(run), run.warnings, context));
  }
  return blocks;
}

function complaint(title: string, lines: readonly string[], { say, count }: SectionContext): ReportBlock {
  const rest = lines.length - printedLines;
  const details = lines.slice(0, printedLines);
  if (rest > 0) details.push(say(words.linesCut, { rest: count(rest) }));
  return { kind: 'warning', tone: 'warning', text: title, details };
}
