import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ProblemCode } from './layout.ts';

interface ProblemText {
  /** A word or two for tables. */
  readonly name: Localized;
  /** The statement, with the number of occurrences. */
  readonly statement: (count: number) => Localized;
  /** Harmless ways it comes about. */
  readonly innocent: readonly Localized[];
}

const carelessWriter = localized(
  'A program that does not follow the format closely writes such files all the time.',
  '有些软件未严格遵循格式规范，会一直写出这样的文件。',
);
const transfer = localized(
  'An interrupted download, copy or recording leaves such a file.',
  '下载、复制或录制中断也会留下这样的文件。',
);
const damage = localized(
  'Damage on a storage medium or in transmission changes bytes without anyone intending it.',
  '存储介质损坏或传输错误也会在无人有意的情况下改变字节。',
);

/** What each kind of structural problem means, for people. */
export const problemTexts: Readonly<Record<ProblemCode, ProblemText>> = {
  truncated: {
    name: localized('Cut short', '被截断'),
    statement: (count) =>
      localized(
        `The file ends before its structure does, or a part claims more bytes than there are (${count} places).`,
        `文件在其结构结束之前就已终止，或有部分声明的字节数超过实际字节数（${count} 处）。`,
      ),
    innocent: [transfer, carelessWriter],
  },
  checksum: {
    name: localized('Checksum does not fit', '校验和不符'),
    statement: (count) =>
      localized(
        `${count} checksums do not fit the bytes they protect: these bytes, or the checksum, were changed after writing.`,
        `有 ${count} 处校验和与其保护的字节不符：写入之后，这些字节或校验和本身发生过改变。`,
      ),
    innocent: [
      damage,
      localized(
        'A program changed a part and did not compute its checksum again.',
        '某些软件修改了其中一部分，却没有重新计算校验和。',
      ),
    ],
  },
  malformed: {
    name: localized('Against the format', '违反格式'),
    statement: (count) =>
      localized(
        `The structure goes against the format's rules at ${count} places.`,
        `结构有 ${count} 处违反格式规定。`,
      ),
    innocent: [carelessWriter, damage],
  },
  order: {
    name: localized('Out of order', '顺序异常'),
    statement: (count) =>
      localized(
        `Parts stand in an order the format does not allow (${count} places).`,
        `有部分的排列顺序不符合格式规定（${count} 处）。`,
      ),
    innocent: [carelessWriter],
  },
  missing: {
    name: localized('Part missing', '缺少部分'),
    statement: (count) =>
      localized(`${count} parts that the format requires are missing.`, `缺少格式所要求的 ${count} 个部分。`),
    innocent: [transfer, carelessWriter],
  },
  duplicate: {
    name: localized('More than once', '重复出现'),
    statement: (count) =>
      localized(
        `${count} parts occur again although the format allows them once: readers may disagree about which one counts.`,
        `有 ${count} 个部分重复出现，而格式只允许出现一次：不同读取程序可能采用不同的那一个。`,
      ),
    innocent: [carelessWriter],
  },
  'size-mismatch': {
    name: localized('Size left open', '大小未填写'),
    statement: () => localized('The size in the header was never filled in.', '文件头中的大小字段没有填写。'),
    innocent: [
      localized(
        'Programs that write to a pipe, and recordings that broke off, leave the size open.',
        '向管道输出的软件以及中断的录制会留下未填写的大小。',
      ),
    ],
  },
  padding: {
    name: localized('Padding', '填充异常'),
    statement: (count) =>
      localized(
        `Padding bytes are missing or are not zero at ${count} places.`,
        `有 ${count} 处填充字节缺失或不为零。`,
      ),
    innocent: [carelessWriter],
  },
  overlap: {
    name: localized('Claimed twice', '区域重叠'),
    statement: (count) =>
      localized(`Parts claim the same bytes at ${count} places.`, `有 ${count} 处的字节同时被多个部分占用。`),
    innocent: [
      localized(
        'Some writers store equal or nested values in one place.',
        '有些软件会把相同或互相包含的值存放在同一位置。',
      ),
      carelessWriter,
    ],
  },
  limit: {
    name: localized('Limit of this reading', '读取上限'),
    statement: (count) =>
      localized(
        `The structure is deeper or larger than is read here (${count} places): the rest was not examined.`,
        `结构的深度或规模超过此处读取的上限（${count} 处）：其余部分未作检验。`,
      ),
    innocent: [],
  },
};
