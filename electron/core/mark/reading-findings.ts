import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { RegisteredMark } from '#shared/domain/register.ts';
import type { Reason } from '#shared/domain/run.ts';
import { chanceWords, markKeyWords } from '#shared/text/mark-words.ts';
import { geometryWords } from './reading-figures.ts';
import { openStatement } from './too-little.ts';

/** What readings of our marks mean. Nothing here bears on how content was made: a mark says who registered it. */

const publicForgery = localized(
  'The key is public: whoever runs this program can write such a mark. What it leads to counts only together with the registered content.',
  '密钥是公开的：任何运行本程序的人都可写入此类水印。须与登记的内容一并核对，其指向才有意义。',
);
const privateForgery = localized(
  'The mark can be copied from a marked file onto another one by whoever holds the key, and with effort by others (transplanted): hold the content against what was registered.',
  '持有密钥者可将水印从一文件移植到另一文件，他人付出努力亦有可能：应将内容与登记件比对。',
);
const againstChance = localized(
  'The probability is against chance, not against malice.',
  '该概率针对偶然，不针对蓄意。',
);

export function readingFindings(
  readings: readonly MarkReading[],
  registered: readonly RegisteredMark[],
): Finding[] {
  return readings.map((one, index) => {
    const entries = registered.filter(({ payload }) => payload === one.payload);
    const parts = [read(one), ...entries.map(entered), ...lies(one), ...alive(one)];
    return {
      code: entries.length > 0 ? 'mark.registered' : 'mark.read',
      statement: localized(parts.map(({ en }) => en).join(' '), parts.map((part) => part['zh-CN']).join('')),
      bearing: 'informational',
      strength: 'none',
      limits: [one.derivation, againstChance, one.key.kind === 'private' ? privateForgery : publicForgery],
      innocent: [],
      figures: ['readings', ...(one.presence === undefined ? [] : [`presence-${index + 1}`])],
    };
  });
}

export function absentFinding(keys: number, identifiers: number): Finding {
  return {
    code: 'mark.none',
    statement: localized(
      `No mark of ours was found with ${keys} ${keys === 1 ? 'key' : 'keys'} and ${identifiers} registered ${identifiers === 1 ? 'identifier' : 'identifiers'}. That is no evidence of anything.`,
      `使用 ${keys} 个密钥和 ${identifiers} 个已登记标识符，未发现本程序的水印。这不构成任何证据。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits: [
      localized(
        'Most files never carried a mark; one that was there may have been lost, and one made with another key is not seen.',
        '多数文件从未带有水印；曾有的水印可能已丢失；使用其他密钥嵌入的水印无法看到。',
      ),
    ],
    innocent: [],
    figures: [],
  };
}

/** Undetermined is an answer: too little to tell, or not all of it could be read. */
export function openFinding(reason: Reason): Finding {
  return {
    code: 'mark.undetermined',
    statement: openStatement(reason),
    bearing: 'informational',
    strength: 'none',
    limits: [],
    innocent: [],
    figures: [],
  };
}

function read({ codec, payload, key, falseAlarmLog10 }: MarkReading): Localized {
  const [chance, name] = [chanceWords(falseAlarmLog10), markKeyWords(key)];
  return localized(
    `The file carries the mark ${payload} (${codec}, ${name.en}). Chance that a file without it shows it: ${chance.en}.`,
    `文件带有水印 ${payload}（${codec}，${name['zh-CN']}）。不含该水印的文件出现此读数的概率：${chance['zh-CN']}。`,
  );
}

function entered({ number, name, at, note }: RegisteredMark): Localized {
  const day = at.slice(0, 10);
  return localized(
    `The register of this installation has it as entry ${number}: “${name}”, entered on ${day}${note === '' ? '' : `, with the note “${note}”`}.`,
    `本机登记册第 ${number} 条：“${name}”，登记于 ${day}${note === '' ? '' : `，备注“${note}”`}。`,
  );
}

function lies(reading: MarkReading): Localized[] {
  const words = geometryWords(reading);
  return words === null
    ? []
    : [
        localized(
          `Against what was marked, by the mark itself: ${words.en}.`,
          `由水印推知，相对于原标记件：${words['zh-CN']}。`,
        ),
      ];
}

/** Cells below this are called gone; the scale is 0 gone, 1 as strong as elsewhere. */
const goneBelow = 0.35;

const timed: ReadonlySet<string> = new Set(['assay-audio-1', 'assay-video-1']);

function alive({ codec, presence }: MarkReading): Localized[] {
  const known = presence?.cells.filter((cell) => cell !== null) ?? [];
  if (known.length === 0) return [];
  const gone = known.filter((cell) => cell < goneBelow).length / known.length;
  if (gone < 0.01) return [];
  const percent = Math.round(gone * 100);
  if (timed.has(codec))
    return [
      localized(
        `In ${percent} % of the time that can carry it the mark is gone: there the content may have been replaced, inserted or changed strongly.`,
        `在可承载水印的时长中，${percent}% 的时段水印已消失：该处内容可能被替换、插入或大幅改动。`,
      ),
    ];
  return [
    localized(
      `In ${percent} % of the places that can carry it the mark is gone: there the content may have been replaced, painted over or changed strongly.`,
      `在可承载水印的位置中，${percent}% 处水印已消失：该处内容可能被替换、覆盖或大幅改动。`,
    ),
  ];
}
