import { z } from 'zod';
import type { Figure, Flag } from '#shared/domain/figure.ts';
import { Bearing, type Finding, Strength } from '#shared/domain/finding.ts';
import { Localized, localized } from '#shared/domain/localized.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { readPreviews } from '../../media/embedded-previews.ts';
import { guide } from '../../media/guides/consistency.ts';
import { readEvidenceMetadata } from '../../media/metadata.ts';
import { MetadataFacts } from '../../media/metadata-rules/facts.ts';
import { metadataRules } from '../../media/metadata-rules/rules.ts';
import { printable } from '../../media/structure/layout.ts';

const Outcome = z.object({
  rule: z.string(),
  state: z.enum(['consistent', 'inconsistent']),
  bearing: Bearing.optional(),
  strength: Strength.optional(),
  statement: Localized.optional(),
  compared: z.array(z.object({ field: z.string(), value: z.string() })),
});
type Outcome = z.infer<typeof Outcome>;

const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const Result = z.object({
  /** Rules that found the fields they need; the others are not listed. */
  rules: z.array(Outcome),
  notApplicable: z.array(z.string()),
  /** Size of the main picture in pixels, when it is known. */
  size: z.object({ width: z.number(), height: z.number() }).nullable(),
  /** Places where an embedded preview differs from the picture. */
  differences: z.array(Box.extend({ preview: z.string() })),
});
type Result = z.infer<typeof Result>;

const limits = [
  localized(
    'Metadata that agree can be forged to agree; a contradiction shows that something wrote them later, not what was done to the content.',
    '一致的元数据可以伪造；矛盾说明有软件事后写入过，但不说明内容被如何处理。',
  ),
  localized(
    'Every program and service handles metadata in its own way; each contradiction has harmless explanations, listed with it.',
    '各软件和平台处理元数据的方式不同；每项矛盾都可能有无害的解释，已随之列出。',
  ),
];

export const analysis = defineAnalysis({
  id: 'metadata.consistency',
  version: 1,
  title: localized('Metadata consistency', '元数据一致性'),
  summary: localized(
    `Puts ${metadataRules.length} cited questions to the metadata: do times, sizes, previews, programs, maker notes and copies of the same entry agree with each other and with the picture?`,
    `以 ${metadataRules.length} 条有出处的规则检验元数据：时间、尺寸、预览图、软件、厂商注释及同一条目的多份记录是否彼此一致、是否与图像相符。`,
  ),
  guide,
  reference: {
    cite: 'CIPA DC-008-2023 (Exif 3.0); ISO 16684-1:2019 (XMP); Metadata Working Group Guidelines 2.0 (2010); ISO/IEC 14496-12:2022; E. Kee, M. K. Johnson, H. Farid, IEEE TIFS 6(3), 2011; each rule names its own clause',
    url: 'https://doi.org/10.1109/TIFS.2011.2128309',
    limits,
  },
  engines: ['exiftool', 'sharp'],
  appliesTo(media) {
    return media.kind === 'image' || media.kind === 'video' || media.kind === 'audio'
      ? true
      : localized('The rules are for pictures, sound and video.', '这些规则仅适用于图像、音频和视频。');
  },
  parameters: z.object({}),
  result: Result,

  async run({ evidence, limits: bounds, signal, progress }) {
    const answer = await readEvidenceMetadata(evidence, bounds, signal);
    if (!answer.ok) return { outcome: 'undetermined', reason: answer.reason, warnings: answer.warnings };
    progress(0.4);
    const { tags, warnings } = answer.metadata;
    const isImage = evidence.media.kind === 'image';
    const reading = isImage ? await readPreviews(evidence, tags, bounds, signal) : nothingRead;
    const { width, height } = reading.main ?? evidence.media;
    const size = width === undefined || height === undefined ? null : { width, height };
    const facts = new MetadataFacts(tags, evidence.media, isImage ? size : null, reading.previews, warnings);
    const result: Result = { rules: [], notApplicable: [], size: facts.size, differences: [] };
    for (const rule of metadataRules) {
      const verdict = rule.check(facts);
      if (verdict.state === 'not-applicable') result.notApplicable.push(rule.id);
      else result.rules.push({ rule: rule.id, ...verdict, compared: [...verdict.compared] });
    }
    for (const { name, likeness } of reading.previews) {
      if (likeness?.difference != null && likeness.turn === 0)
        result.differences.push({ preview: name, ...likeness.difference });
    }
    const complaints = [...warnings, ...reading.warnings];
    if (result.rules.length === 0) {
      const text = localized(
        'No two entries of the metadata can be compared.',
        '元数据中没有可供比较的条目。',
      );
      return {
        outcome: 'undetermined',
        reason: { code: 'nothing-to-compare', text },
        result,
        warnings: complaints,
      };
    }
    const contradicted = result.rules.some((rule) => rule.state === 'inconsistent');
    return { outcome: contradicted ? 'found' : 'nothing-found', result, warnings: complaints };
  },

  figures(result) {
    const figures: Figure[] = [];
    if (result.rules.length > 0) figures.push(ruleTable(result.rules));
    const regions = differenceRegions(result);
    if (regions !== null) figures.push(regions);
    return figures;
  },

  interpret(result) {
    const findings: Finding[] = [];
    for (const outcome of result.rules) {
      const rule = metadataRules.find((candidate) => candidate.id === outcome.rule);
      if (rule === undefined || outcome.state === 'consistent' || outcome.statement === undefined) continue;
      findings.push({
        code: rule.id,
        statement: outcome.statement,
        bearing: outcome.bearing ?? 'inconclusive',
        proposition: rule.proposition,
        strength: outcome.strength ?? 'weak',
        limits: [...rule.limits],
        innocent: [...rule.innocent],
        figures: rule.id === 'preview.local-difference' ? ['rules', 'preview-differences'] : ['rules'],
      });
    }
    if (findings.length === 0 && result.rules.length > 0) findings.push(agreement(result.rules.length));
    return findings;
  },
});

const nothingRead = { previews: [], main: null, warnings: [] } as const;

function agreement(count: number): Finding {
  return {
    code: 'consistent',
    statement: localized(
      `${count} rules could be applied; none found a contradiction.`,
      `共适用 ${count} 条规则，均未发现矛盾。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits,
    innocent: [],
    figures: ['rules'],
  };
}

const states = {
  consistent: localized('agree', '一致'),
  contradicts: localized('contradict', '矛盾'),
  inconclusive: localized('differ', '不一致'),
};

function ruleTable(rules: readonly Outcome[]): Figure {
  return {
    kind: 'table',
    id: 'rules',
    title: localized('Rules and what they compared', '规则及其比较的内容'),
    columns: [
      { key: 'rule', title: localized('Rule', '规则'), align: 'start', code: false },
      { key: 'state', title: localized('Result', '结果'), align: 'start', code: false },
      { key: 'compared', title: localized('Compared', '比较内容'), align: 'start', code: false },
      { key: 'source', title: localized('Source', '出处'), align: 'start', code: false },
    ],
    rows: rules.map((outcome) => {
      const rule = metadataRules.find((candidate) => candidate.id === outcome.rule);
      const compared = outcome.compared.map(({ field, value }) => `${field} = ${value}`).join('; ');
      return {
        cells: [
          rule?.title ?? outcome.rule,
          stateText(outcome),
          printable(compared, 1_000),
          rule?.cite ?? '',
        ],
        flag: flagOf(outcome),
      };
    }),
  };
}

function stateText({ state, bearing }: Outcome): Localized {
  if (state === 'consistent') return states.consistent;
  return bearing === 'contradicts' ? states.contradicts : states.inconclusive;
}

function flagOf({ state, bearing, strength }: Outcome): Flag {
  if (state === 'consistent') return 'ok';
  return bearing === 'contradicts' && strength !== 'weak' ? 'warning' : 'notice';
}

function differenceRegions({ size, differences }: Result): Figure | null {
  if (size === null || differences.length === 0) return null;
  return {
    kind: 'regions',
    id: 'preview-differences',
    title: localized('Where the preview differs from the picture', '预览图与主图不同之处'),
    width: size.width,
    height: size.height,
    regions: differences.map(({ preview, x, y, width, height }) => ({
      label: preview,
      polygon: [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ],
      flag: 'notice' as const,
    })),
  };
}
