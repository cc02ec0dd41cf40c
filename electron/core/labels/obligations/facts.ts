import type { z } from 'zod';
import { CredentialResult } from '#shared/domain/credential.ts';
import { AudibleLabels, VisibleLabels, WrittenLabels } from '#shared/domain/explicit-label.ts';
import { DeclaredLabels, type LabelOverview } from '#shared/domain/label.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat, MediaKind } from '#shared/domain/media.ts';
import type { PublicationRecord } from '#shared/domain/publication.ts';
import type { Run } from '#shared/domain/run.ts';
import { labelOverview, overviewAnalyses } from '../overview.ts';
import type { RuleKind } from './define.ts';

/** Analyses whose latest runs the duties are judged by. */
export const dutyAnalyses = [
  'labels.declared',
  'provenance.c2pa',
  'labels.visible',
  'labels.audible',
  'labels.written',
] as const;
type DutyAnalysis = (typeof dutyAnalyses)[number];

/** What a run says, or why nothing is known. The second is never a "no". */
export type Reading<T> =
  | {
      readonly state: 'read';
      readonly value: T;
      /** `false`: part of the file was not read; what was found counts, absence cannot be stated. */
      readonly complete: boolean;
      readonly analysis: DutyAnalysis;
      readonly run: string;
    }
  | {
      readonly state: 'unknown';
      readonly why: Localized;
      readonly analysis: DutyAnalysis;
      readonly run: string | null;
    };

/** All that the rules may look at, for one exhibit. */
export interface DutyFacts {
  readonly kind: RuleKind;
  readonly format: MediaFormat;
  readonly overview: LabelOverview;
  readonly declared: Reading<DeclaredLabels>;
  readonly credential: Reading<CredentialResult>;
  /** `false`: C2PA has no place for a credential in this format, so there is none. */
  readonly credentialPossible: boolean;
  readonly visible: Reading<VisibleLabels>;
  readonly audible: Reading<AudibleLabels>;
  readonly written: Reading<WrittenLabels>;
  readonly publication: PublicationRecord | null;
  /** From an earlier copy to this file, when the examiner has named one. */
  readonly passage: LabelPassage | null;
}

export interface FactSources {
  readonly media: Media;
  /** The latest run of each analysis on the exhibit; others are ignored. */
  readonly runs: readonly Run[];
  readonly publication: PublicationRecord | null;
  readonly passage: LabelPassage | null;
}

export function dutyFacts({ media, runs, publication, passage }: FactSources): DutyFacts {
  const declared = readingOf(runs, 'labels.declared', DeclaredLabels);
  const panorama = declared.state === 'read' && declared.value.panorama;
  return {
    kind: panorama ? 'panorama' : kinds[media.kind],
    format: media.format,
    overview: labelOverview({
      declared: runs.find(({ analysis }) => analysis === overviewAnalyses.declared) ?? null,
      credential: runs.find(({ analysis }) => analysis === overviewAnalyses.credential) ?? null,
    }),
    declared:
      declared.state === 'read' && !declared.value.complete ? { ...declared, complete: false } : declared,
    credential: readingOf(runs, 'provenance.c2pa', CredentialResult),
    credentialPossible: !runs.some(
      ({ analysis, outcome }) => analysis === 'provenance.c2pa' && outcome === 'not-applicable',
    ),
    visible: readingOf(runs, 'labels.visible', VisibleLabels),
    audible: readingOf(runs, 'labels.audible', AudibleLabels),
    written: readingOf(runs, 'labels.written', WrittenLabels),
    publication,
    passage,
  };
}

const kinds: Readonly<Record<MediaKind, RuleKind>> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  text: 'text',
  document: 'text',
  scene: 'scene',
  archive: 'other',
  unknown: 'other',
};

const names: Readonly<Record<DutyAnalysis, Localized>> = {
  'labels.declared': localized('The reading of declared labels', '声明标识的读取'),
  'provenance.c2pa': localized('The examination of Content Credentials', '内容凭证的检验'),
  'labels.visible': localized('The search for visible labels', '可见标识的查找'),
  'labels.audible': localized('The search for audible labels', '声音标识的查找'),
  'labels.written': localized('The search for written labels', '文字标识的查找'),
};

function readingOf<T>(runs: readonly Run[], analysis: DutyAnalysis, schema: z.ZodType<T>): Reading<T> {
  const name = names[analysis];
  const run = runs.find((candidate) => candidate.analysis === analysis);
  const unknown = (en: string, chinese: string): Reading<T> => ({
    state: 'unknown',
    why: localized(`${name.en} ${en}`, `${name['zh-CN']}${chinese}`),
    analysis,
    run: run?.id ?? null,
  });
  if (run === undefined) return unknown('has not been run on this exhibit', '尚未对该检材执行');
  const because = run.reason === undefined ? null : run.reason.text;
  if (run.outcome === 'failed') {
    return because === null
      ? unknown('broke down', '执行失败')
      : unknown(`broke down: ${because.en}`, `执行失败：${because['zh-CN']}`);
  }
  if (run.outcome === 'not-applicable') {
    return because === null
      ? unknown('does not apply to this exhibit', '不适用于该检材')
      : unknown(`does not apply to this exhibit: ${because.en}`, `不适用于该检材：${because['zh-CN']}`);
  }
  const parsed = schema.safeParse(run.result);
  if (parsed.success) {
    return {
      state: 'read',
      value: parsed.data,
      complete: run.outcome !== 'undetermined',
      analysis,
      run: run.id,
    };
  }
  return run.outcome === 'undetermined' && because !== null
    ? unknown(`gave no answer: ${because.en}`, `未能得出结果：${because['zh-CN']}`)
    : unknown(
        'was made by another version of the method; run it again',
        '由该方法的其他版本作出，请重新执行',
      );
}
