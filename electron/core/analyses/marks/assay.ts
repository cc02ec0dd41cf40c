import { z } from 'zod';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { MarkKeyName, MarkReading } from '#shared/domain/mark.ts';
import { KeyFingerprint, RegisteredMark } from '#shared/domain/register.ts';
import { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { codecsReading } from '../../mark/codecs/index.ts';
import type { MarkCodec } from '../../mark/define.ts';
import { guide } from '../../mark/guides/assay.ts';
import { presenceArtifact, presencePixels, readingFigures } from '../../mark/reading-figures.ts';
import { absentFinding, openFinding, readingFindings } from '../../mark/reading-findings.ts';
import { encodePng } from '../../media/image-encode.ts';
import { registeredMarks, registerIdentifiers, ringKeys } from '../../media/mark-ring.ts';

const Parameters = z.object({
  /** Fingerprints of the keys to read with; `null`: the public key and the whole ring. */
  keys: z.array(KeyFingerprint).nullable().default(null),
  /** Test the identifiers of the register as well. */
  register: z.boolean().default(true),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  /** Codecs that looked for their marks. */
  codecs: z.array(z.string()),
  keys: z.array(MarkKeyName),
  /** How many identifiers of the register were tested. */
  identifiers: z.number().int().nonnegative(),
  readings: z.array(MarkReading),
  /** Entries of the register that the readings lead to. */
  registered: z.array(RegisteredMark),
  /** Why it is open whether there are (further) marks; `null`: everything could be read and judged. */
  open: Reason.nullable().default(null),
});
type Result = z.infer<typeof Result>;

export const analysis = defineAnalysis<Parameters, Result>({
  id: 'marks.assay',
  version: 2,
  title: localized('Marks of this program', '本程序的水印'),
  summary: localized(
    'Looks for the invisible marks this program writes, with the public key, the private keys of this installation and the identifiers of its register, and says with what probability a file without a mark would have given the same answer.',
    '使用公开密钥、本机私有密钥以及登记册中的标识符，查找由本程序写入的不可见水印，并给出不含水印的文件得出同样结果的概率。',
  ),
  guide,
  reference: {
    cite: 'W. Hoeffding, Probability inequalities for sums of bounded random variables, J. Am. Stat. Assoc. 58 (1963) 13–30, theorem 2 (false alarms); codecs assay-image-1, assay-audio-1, assay-video-1, assay-text-1 and assay-mesh-1: see marking.md',
    limits: [
      localized(
        'No mark found is never evidence of anything: most files never had one, a mark can be lost or removed, and one made with another key is not seen',
        '未发现水印不构成任何证据：多数文件从未嵌入水印，水印可能丢失或被清除，使用其他密钥嵌入的水印也无法看到',
      ),
      localized(
        'With the public key anyone can write a mark, and whoever holds a private key can forge its marks: an identifier counts only together with the content it was registered for',
        '任何人都可用公开密钥写入水印，持有私有密钥者可伪造其水印：标识符须与其登记的内容一并核对',
      ),
      localized(
        'Pictures that were generated anew from a marked one (diffusion models) do not keep the mark',
        '由带水印图像重新生成的图像（扩散模型）不保留水印',
      ),
    ],
  },
  engines: ['sharp', 'heif', 'ffmpeg', 'ffprobe', 'mark-ring'],
  // Many keys on a long film.
  limits: { timeMs: 900_000 },
  appliesTo: (media) =>
    codecsReading(media).length > 0 ||
    localized('No mark of ours is made for this kind of file', '本程序不为此类文件添加水印'),
  parameters: Parameters,
  result: Result,
  run: (context) => readMarks(context, codecsReading(context.evidence.media)),
  figures: ({ readings, registered }, media) => readingFigures(readings, registered, media),
  interpret: ({ readings, registered, keys, identifiers, open }) => {
    if (readings.length > 0) return readingFindings(readings, registered);
    return [open === null ? absentFinding(keys.length, identifiers) : openFinding(open)];
  },
});

async function readMarks(
  { evidence, parameters, limits, signal, progress, artifact }: AnalysisContext<Parameters>,
  readers: readonly MarkCodec[],
): Promise<Answer<Result>> {
  const ring = await ringKeys(parameters.keys);
  const warnings = [...ring.problems];
  if (ring.keys.length === 0) return { outcome: 'undetermined', reason: noKey, warnings };
  const identifiers = parameters.register ? await registerIdentifiers() : new BigUint64Array();
  const readings: MarkReading[] = [];
  let gap: Reason | null = null;
  for (const [index, codec] of readers.entries()) {
    signal.throwIfAborted();
    const answer = await codec.detect({
      ...{ path: evidence.path, media: evidence.media, keys: ring.keys, identifiers },
      context: { limits, signal, progress: (part) => progress((index + part) / readers.length) },
    });
    warnings.push(...answer.warnings);
    if (answer.state === 'marked') readings.push(...answer.readings);
    else if (answer.state === 'undetermined') gap ??= answer.reason;
  }
  for (const [index, reading] of readings.entries()) {
    const name = presenceArtifact(reading, index);
    if (name === null || reading.presence === undefined) continue;
    const { columns, rows } = reading.presence;
    const data = presencePixels(reading.presence);
    await artifact(name, 'image/png', await encodePng({ width: columns, height: rows, channels: 1, data }));
  }
  const result: Result = {
    codecs: readers.map(({ name }) => name),
    keys: ring.keys.map(({ name }) => name),
    identifiers: identifiers.length,
    readings,
    registered: await registeredMarks(new Set(readings.map(({ payload }) => payload))),
    open: gap,
  };
  if (readings.length > 0) return { outcome: 'found', result, warnings };
  // What was not read is told, and nothing is said of what was.
  if (gap !== null) return { outcome: 'undetermined', reason: gap, result, warnings };
  return { outcome: 'nothing-found', result, warnings };
}

const noKeyText: Localized = localized(
  'None of the keys that were named is in the ring of this installation',
  '指定的密钥均不在本机密钥环中',
);
const noKey: Reason = { code: 'no-key', text: noKeyText };
