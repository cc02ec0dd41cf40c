import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { ForeignMarks } from '../../mark/foreign/define.ts';
import { foreignFigures, foreignFindings, foreignLimits } from '../../mark/foreign/foreign-figures.ts';
import { detectNeural, type OpenModel, withoutNetworks } from '../../mark/foreign/neural-detector.ts';
import { neuralScheme } from '../../mark/foreign/neural-schemes.ts';
import { foreignAnswer, noColours, picturesOnly } from '../../mark/foreign/picture-answer.ts';
import { rgbPicture } from '../../mark/foreign/rgb-picture.ts';
import { guide } from '../../mark/guides/neural.ts';
import { decodeEvidence } from '../../media/image.ts';
import { type KeptModel, modelBytes, readMarkModels } from '../../media/mark-models.ts';
import { type Network, type NeuralRuntime, openNeuralRuntime } from '../../media/neural-network.ts';

const Parameters = z.strictObject({
  /** Bits the payload should have: what a register or a credential says was put in. */
  expected: z
    .string()
    .regex(/^[01]{16,1024}$/)
    .nullable()
    .default(null),
});
type Parameters = z.infer<typeof Parameters>;

export const analysis = defineAnalysis<Parameters, ForeignMarks>({
  id: 'marks.neural',
  version: 1,
  title: localized('Marks read by imported networks', '由导入的网络读取的水印'),
  summary: localized(
    'Runs the detector networks you imported (RivaGAN, TrustMark, Meta Seal and others) and says what they read and whether it can be believed.',
    '运行您导入的检测网络（RivaGAN、TrustMark、Meta Seal 等），给出其读数并说明是否可信。',
  ),
  guide,
  reference: {
    cite: 'Bui, Agarwal and Collomosse, TrustMark, ICCV 2025; Zhang et al., RivaGAN, arXiv:1909.01285 (2019); Fernandez et al., Video Seal, arXiv:2412.09492 (2024); Bose and Ray-Chaudhuri, Information and Control 3 (1960)',
    limits: [
      ...foreignLimits,
      localized(
        'A network answers every picture. TrustMark’s own “present” flag fires on clean pictures (up to one in fourteen of random answers in its weakest schema); here the number of corrected bits and a second reading decide',
        '网络对任何图像都会给出输出。TrustMark 自带的“存在”标志会在无水印图像上触发（最弱方案下随机输出约十四分之一会触发）；此处以纠正的比特数和第二次读取为准',
      ),
      localized(
        'The networks are not part of this program; each result names the hash of the network that was run',
        '网络不随本程序提供；每项结果都注明所运行网络的哈希',
      ),
    ],
  },
  engines: ['sharp', 'heif', 'mark-models'],
  limits: { timeMs: 180_000, memoryBytes: 3 * 1024 * 1024 * 1024 },
  appliesTo: picturesOnly,
  parameters: Parameters,
  result: ForeignMarks,
  run,
  figures: foreignFigures,
  interpret: (marks) => foreignFindings(marks, () => false),
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<ForeignMarks>> {
  const { evidence, limits, parameters, signal } = context;
  const decoded = await decodeEvidence(evidence, limits);
  if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
  signal.throwIfAborted();
  const picture = rgbPicture(decoded.image);
  if (picture === null) return { outcome: 'undetermined', reason: noColours };
  const { models, problems } = await readMarkModels();
  const warnings = [...problems];
  const expected =
    parameters.expected === null
      ? null
      : Uint8Array.from(parameters.expected, (bit) => (bit === '1' ? 1 : 0));
  if (models.length === 0) return foreignAnswer(withoutNetworks(), decoded.image);
  const engine = await openNeuralRuntime();
  if ('missing' in engine) return { outcome: 'undetermined', reason: engine.missing, warnings };
  const all: ForeignMarks = { readings: [], tried: [], trials: 0, notes: [] };
  let broken = 0;
  for (const [index, kept] of models.entries()) {
    signal.throwIfAborted();
    context.progress(index / models.length);
    // One at a time: a network may need most of the memory there is.
    const marks = await withModel(kept, engine.runtime, (model) =>
      detectNeural(picture, model, { expected, networks: models.length }),
    );
    if ('problem' in marks) {
      warnings.push(`${kept.scheme} ${kept.sha256.slice(0, 16)}: ${marks.problem}`);
      broken += 1;
      continue;
    }
    all.readings.push(...marks.readings);
    all.tried.push(...marks.tried);
    all.trials = marks.trials;
    all.notes.splice(0, all.notes.length, ...new Set([...all.notes, ...marks.notes]));
  }
  if (broken > 0 && all.readings.length === 0)
    return { outcome: 'undetermined', reason: notAll, result: all, warnings };
  const answer = foreignAnswer(all, decoded.image);
  return { ...answer, warnings: [...warnings, ...answer.warnings] };
}

const notAll: Reason = {
  code: 'network-unusable',
  text: localized(
    'No mark was read, but not every imported network could be run',
    '未读出水印，但并非所有导入的网络都能运行',
  ),
};

/** Opens a network, uses it and closes it again; a network that cannot be used is an answer. */
async function withModel(
  kept: KeptModel,
  runtime: NeuralRuntime,
  use: (model: OpenModel) => Promise<ForeignMarks | null>,
): Promise<ForeignMarks | { readonly problem: string }> {
  const scheme = neuralScheme(kept.scheme);
  const bytes = await modelBytes(kept);
  if (scheme === null) return { problem: 'its scheme is not known here' };
  if (bytes === null) return { problem: 'the file is not the one that was imported' };
  let network: Network;
  try {
    network = await runtime.open(bytes);
  } catch (error) {
    return { problem: error instanceof Error ? error.message.slice(0, 300) : String(error) };
  }
  try {
    const marks = await use({ scheme, network, sha256: kept.sha256, pin: kept.pin });
    return marks ?? { problem: 'the network does not take or give what its scheme says' };
  } finally {
    await network.close();
  }
}
