import { z } from 'zod';
import { Localized } from './localized.ts';

/** How a statement bears on a proposition. Never "fake" or "real". */
export const Bearing = z.enum(['supports', 'contradicts', 'inconclusive', 'informational']);
export type Bearing = z.infer<typeof Bearing>;

/** How much weight the method's own limits allow; significance for the case is the examiner's to judge. */
export const Strength = z.enum(['strong', 'moderate', 'weak', 'none']);
export type Strength = z.infer<typeof Strength>;

/** Propositions an analysis may speak to; examiners add their own in the case. */
export const propositions = {
  unaltered: {
    en: 'The content is unaltered since it was captured or first saved',
    'zh-CN': '内容自拍摄或首次保存以来未被改动',
  },
  'camera-original': {
    en: 'The file came from the capture device without re-encoding',
    'zh-CN': '文件直接来自拍摄设备，未经重新编码',
  },
  'ai-generated': {
    en: 'The content was generated or edited with artificial intelligence',
    'zh-CN': '内容由人工智能生成或编辑',
  },
  'as-declared': {
    en: 'The file is what its metadata and credentials declare',
    'zh-CN': '文件与其元数据和凭证的声明相符',
  },
} as const satisfies Record<string, Localized>;
export const PropositionId = z.enum(['unaltered', 'camera-original', 'ai-generated', 'as-declared']);
export type PropositionId = z.infer<typeof PropositionId>;

export const Finding = z.object({
  /** Stable within the analysis: the rule or observation that made the statement. */
  code: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  statement: Localized,
  bearing: Bearing,
  /** Absent for informational findings. */
  proposition: PropositionId.optional(),
  strength: Strength,
  limits: z.array(Localized),
  /** Harmless ways the same observation comes about. */
  innocent: z.array(Localized).default([]),
  /** Ids of the figures of the same run that show it. */
  figures: z.array(z.string()).default([]),
});
export type Finding = z.infer<typeof Finding>;
