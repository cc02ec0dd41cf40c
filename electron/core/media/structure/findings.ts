import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized, verbatim } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { ProblemCode } from './layout.ts';
import { problemTexts } from './problem-texts.ts';
import type { Structure } from './structure.ts';

type Read = Pick<Structure, 'size' | 'spans' | 'counts' | 'trailing'>;

/** What reading a structure cannot tell. */
export const structureLimits: readonly Localized[] = [
  localized(
    'Reads how a file is put together, not whether its picture or sound is genuine: a well-made file can hold any content.',
    '只读取文件的组成方式，不判断画面或声音是否真实：结构完好的文件可以承载任何内容。',
  ),
  localized(
    'Compressed data and makers’ private blocks are owned as a whole; bytes hidden inside them are not seen here.',
    '压缩数据和厂商私有数据块作为整体归属；隐藏在其中的字节在此不可见。',
  ),
  localized(
    'Many common programs break format rules without any intent; a fault alone says little about who made it.',
    '许多常见软件会无意中违反格式规定；仅凭一处结构问题很难说明由谁造成。',
  ),
];

/** What a structure says about the propositions. */
export function structureFindings(result: Read, media: Media): Finding[] {
  return [
    ...mismatch(media),
    ...(result.trailing === null ? [] : [appended(result.trailing)]),
    ...unexplained(result),
    ...result.counts.map(({ code, count }) => fault(code, count)),
    ...clean(result),
  ];
}

/** Bytes that belong to a role. */
export function bytesOf(spans: Read['spans'], role: string): number {
  return spans.reduce((sum, span) => (span.role === role ? sum + span.length : sum), 0);
}

function mismatch(media: Media): Finding[] {
  if (media.extensionFits !== false) return [];
  return [
    {
      code: 'extension-mismatch',
      statement: localized(
        `The name's extension does not fit the content, which is ${media.format}.`,
        `文件扩展名与内容不符，内容为 ${media.format}。`,
      ),
      bearing: 'contradicts',
      proposition: 'as-declared',
      strength: 'weak',
      limits: [
        localized(
          'The name is not part of the file and is easily changed.',
          '文件名不属于文件内容，且很容易更改。',
        ),
      ],
      innocent: [
        localized(
          'Web sites and messengers deliver WebP, HEIF or AVIF under a .jpg name, and people rename files.',
          '网站和即时通讯软件常以 .jpg 名称提供 WebP、HEIF 或 AVIF，用户也会自行改名。',
        ),
      ],
      figures: [],
    },
  ];
}

/** Content that makes the file two files at once. */
const secondFile = /ZIP|RAR|7z|PDF|gzip|ELF|PE$|HTML/;

function appended({ length, content, usual, start }: NonNullable<Read['trailing']>): Finding {
  const polyglot = content !== null && secondFile.test(content);
  const what: Localized = verbatim(content ?? '?');
  const named =
    content === null
      ? localized('of unknown kind', '类型未知')
      : polyglot
        ? localized(`with the signature of ${what.en}`, `含有 ${what['zh-CN']} 特征`)
        : what;
  return {
    code: polyglot ? 'trailing.second-file' : usual ? 'trailing.usual' : 'trailing.data',
    statement: localized(
      `${length} bytes follow the end of the file's own structure, from byte ${start} (${named.en}).`,
      `文件自身结构结束后还有 ${length} 字节，自第 ${start} 字节起（${named['zh-CN']}）。`,
    ),
    bearing: usual ? 'informational' : 'inconclusive',
    ...(usual ? {} : { proposition: 'as-declared' as const }),
    strength: usual ? 'none' : polyglot ? 'moderate' : 'weak',
    limits: [
      localized('What the appended bytes mean is not decided here.', '此处不判断附加字节的含义。'),
      ...(polyglot
        ? [
            localized(
              'A short signature can occur by chance in compressed data.',
              '较短的特征码可能在压缩数据中偶然出现。',
            ),
          ]
        : []),
    ],
    innocent: [
      localized(
        'Phones append motion photos, depth maps and their own trailers; some editors and servers append thumbnails or identifiers.',
        '手机会附加动态照片、深度图和自有尾部数据；某些编辑软件和服务器会附加缩略图或标识。',
      ),
      localized(
        'Storage and transfer in fixed blocks leaves zero bytes at the end.',
        '按固定块存储或传输会在末尾留下零字节。',
      ),
    ],
    figures: ['coverage', 'structure'],
  };
}

function unexplained({ spans, size }: Read): Finding[] {
  const bytes = bytesOf(spans, 'unexplained');
  if (bytes === 0) return [];
  const places = spans.filter((span) => span.role === 'unexplained').length;
  return [
    {
      code: 'unexplained',
      statement: localized(
        `${bytes} of ${size} bytes have no owner in the structure (${places} places).`,
        `共 ${size} 字节中有 ${bytes} 字节在结构中没有归属（${places} 处）。`,
      ),
      bearing: 'inconclusive',
      proposition: 'unaltered',
      strength: 'weak',
      limits: [
        localized(
          'Unexplained means not explained by this reader; private extensions of a maker can use these bytes.',
          '“未解释”仅指此读取器无法解释；厂商的私有扩展可能使用这些字节。',
        ),
      ],
      innocent: [
        localized(
          'Editors that change metadata in place leave old, unused bytes behind.',
          '就地修改元数据的软件会留下不再使用的旧字节。',
        ),
        localized(
          'Video cut without re-encoding keeps frames that no index refers to.',
          '不重新编码的视频剪切会保留索引不再引用的帧。',
        ),
      ],
      figures: ['coverage'],
    },
  ];
}

function fault(code: ProblemCode, count: number): Finding {
  const { statement, innocent } = problemTexts[code];
  const altered = code === 'checksum';
  const informational = code === 'limit';
  return {
    code: `problem.${code}`,
    statement: statement(count),
    bearing: informational ? 'informational' : altered ? 'contradicts' : 'inconclusive',
    ...(informational ? {} : { proposition: 'unaltered' as const }),
    strength: informational ? 'none' : altered ? 'moderate' : 'weak',
    limits: [
      localized(
        'Tells that the bytes are so, not when or why they became so.',
        '只说明字节现状如此，不说明何时或因何如此。',
      ),
    ],
    innocent: [...innocent],
    figures: ['problems', 'structure'],
  };
}

function clean(result: Read): Finding[] {
  if (result.counts.length > 0 || result.trailing !== null || bytesOf(result.spans, 'unexplained') > 0)
    return [];
  return [
    {
      code: 'clean',
      statement: localized(
        'Every byte belongs to a part of the structure, and the structure follows its format.',
        '每个字节都归属于结构中的某一部分，且结构符合其格式。',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [structureLimits[0]!],
      innocent: [],
      figures: ['coverage'],
    },
  ];
}
