import { z } from 'zod';
import { type Localized, localized } from './localized.ts';

/**
 * The provenance signals of the C2PA Asset Rubrics 1.0 (C2PA Conformance Task Force, 2026-08-06): what the
 * signers of a credential declare about how content came to be and what was done to it. Names are the
 * rubric's, without `signal_`.
 */
export const inceptionSignals = [
  'blankCanvas',
  'capturedMedia',
  'capturedMediaStitched',
  'compositionMayContainGenAI',
  'fullyGenAIMedia',
  'mediaUnknownProvenance',
  'nonGenAIDigitalCreation',
  'partlyGenAICreation',
  'screenCaptureMayContainGenAI',
] as const;
export const InceptionSignal = z.enum(inceptionSignals);
export type InceptionSignal = z.infer<typeof InceptionSignal>;

export const transformationSignals = [
  'ambiguousActions',
  'nonEditorial',
  'perceptibleGenAI',
  'perceptibleNonGenAI',
  'perceptiblePossiblyGenAI',
] as const;
export const TransformationSignal = z.enum(transformationSignals);
export type TransformationSignal = z.infer<typeof TransformationSignal>;
export type SignalId = InceptionSignal | TransformationSignal;

/** Why the actions of a manifest are ambiguous; the rubric gives one signal for all. */
export const ambiguousReasons = [
  'no-actions',
  'completeness-unstated',
  'not-all-included',
  'custom-action',
  'unknown-action',
  'gathered-actions',
] as const;
export const AmbiguousReason = z.enum(ambiguousReasons);
export type AmbiguousReason = z.infer<typeof AmbiguousReason>;

const SignalSets = z.object({
  inception: z.array(InceptionSignal),
  transformations: z.array(TransformationSignal),
});

/** A manifest of the store, or an ingredient without one whose source type is declared in its stead. */
export const SignalNode = SignalSets.extend({
  /** Label of the manifest that makes the statement. */
  manifest: z.string(),
  /** Label of the ingredient assertion when the node is an ingredient without a manifest. */
  ingredient: z.string().nullable(),
  ambiguous: z.array(AmbiguousReason),
  /**
   * Signals of the same definition in assertions the rubric does not look into: actions of version 1,
   * further actions assertions (`__1`), ingredients of older versions and all but the first.
   */
  elsewhere: SignalSets,
});
export type SignalNode = z.infer<typeof SignalNode>;

/** Signals of a whole credential. Lists are in the rubric's order and without repetition. */
export const CredentialSignals = SignalSets.extend({
  /** Union of `elsewhere` over the tree, without what the rubric itself finds. */
  elsewhere: SignalSets,
  /** Why actions are ambiguous, over the tree. */
  ambiguous: z.array(AmbiguousReason),
  /** Nodes reached from the active manifest, nearest first. */
  perNode: z.array(SignalNode),
  /** Manifests of the store that no ingredient leads to: read, but not counted above. */
  unreached: z.array(SignalNode),
  /** Manifests that ingredients name and the store does not hold: nothing is known of them. */
  missing: z.array(z.string()),
  /** `false`: parts of the store were left out because of a limit; there may be more signals. */
  complete: z.boolean(),
});
export type CredentialSignals = z.infer<typeof CredentialSignals>;

/** A name for lists, and one plain sentence. Every sentence repeats whose word it is. */
export interface SignalWords {
  readonly name: Localized;
  readonly statement: Localized;
}

function words(nameEn: string, nameZh: string, en: string, chinese: string): SignalWords {
  return { name: localized(nameEn, nameZh), statement: localized(en, chinese) };
}

export const signalWords: Readonly<Record<SignalId, SignalWords>> = {
  blankCanvas: words(
    'Blank canvas',
    '空白画布',
    'As declared by the signer, the work began on an empty canvas.',
    '据签名者声明，作品始于空白画布。',
  ),
  capturedMedia: words(
    'Captured media',
    '采集媒体',
    'As declared by the signer, the content was captured by a device such as a camera or a recorder.',
    '据签名者声明，内容由相机、录音机等设备采集。',
  ),
  capturedMediaStitched: words(
    'Captured media, stitched',
    '拼接采集媒体',
    'As declared by the signer, the content was put together from several captures, as a panorama is.',
    '据签名者声明，内容由多次采集拼接而成（如全景照片）。',
  ),
  compositionMayContainGenAI: words(
    'Composition, may contain generative AI',
    '合成内容，可能含生成式人工智能内容',
    'As declared by the signer, the content is a composition; whether generative AI had a part in it is left open.',
    '据签名者声明，内容为合成作品；其中是否含有生成式人工智能内容未予说明。',
  ),
  fullyGenAIMedia: words(
    'Fully generative AI',
    '完全由生成式人工智能生成',
    'As declared by the signer, the content was made entirely by a generative AI model.',
    '据签名者声明，内容完全由生成式人工智能模型生成。',
  ),
  mediaUnknownProvenance: words(
    'Media of unknown provenance',
    '来源不明的媒体',
    'As declared by the signer, media without a credential of its own was used.',
    '据签名者声明，使用了自身不带凭证的媒体素材。',
  ),
  nonGenAIDigitalCreation: words(
    'Digital creation without generative AI',
    '非生成式人工智能的数字创作',
    'As declared by the signer, a person made the content with digital tools and without generative AI.',
    '据签名者声明，内容由人使用数字工具创作，未使用生成式人工智能。',
  ),
  partlyGenAICreation: words(
    'Partly generative AI',
    '部分由生成式人工智能生成',
    'As declared by the signer, parts of the content were made by a generative AI model.',
    '据签名者声明，部分内容由生成式人工智能模型生成。',
  ),
  screenCaptureMayContainGenAI: words(
    'Screen capture, may contain generative AI',
    '屏幕截取，可能含生成式人工智能内容',
    'As declared by the signer, the content is a capture of a screen; what the screen showed is left open.',
    '据签名者声明，内容为屏幕截图或录屏；屏幕所示内容的来源未予说明。',
  ),
  ambiguousActions: words(
    'Ambiguous actions',
    '操作记录不明确',
    'The record of what was done is missing, incomplete or not in standard terms.',
    '操作记录缺失、不完整，或未使用标准术语。',
  ),
  nonEditorial: words(
    'Non-editorial changes',
    '非编辑性处理',
    'As declared by the signer, the content went through technical steps that do not change what it shows, such as conversion.',
    '据签名者声明，内容经过格式转换等不改变其表达内容的技术处理。',
  ),
  perceptibleGenAI: words(
    'Perceptible changes by generative AI',
    '由生成式人工智能作出的可感知改动',
    'As declared by the signer, generative AI changed what can be seen or heard.',
    '据签名者声明，生成式人工智能改动了可见或可听的内容。',
  ),
  perceptibleNonGenAI: words(
    'Perceptible changes without generative AI',
    '非生成式人工智能的可感知改动',
    'As declared by the signer, what can be seen or heard was changed by other means than generative AI.',
    '据签名者声明，可见或可听的内容经生成式人工智能以外的手段改动。',
  ),
  perceptiblePossiblyGenAI: words(
    'Perceptible changes, possibly by generative AI',
    '可能由生成式人工智能作出的可感知改动',
    'As declared by the signer, what can be seen or heard was changed; whether by generative AI is left open.',
    '据签名者声明，可见或可听的内容有改动；是否使用生成式人工智能未予说明。',
  ),
};

export const ambiguousWords: Readonly<Record<AmbiguousReason, Localized>> = {
  'no-actions': localized(
    'There is no list of actions in the current form (c2pa.actions.v2), or it is empty.',
    '没有现行形式（c2pa.actions.v2）的操作列表，或该列表为空。',
  ),
  'completeness-unstated': localized(
    'The signer does not say whether the list of actions is complete.',
    '签名者未说明操作列表是否完整。',
  ),
  'not-all-included': localized(
    'The signer says that the list of actions is not complete.',
    '签名者声明操作列表并不完整。',
  ),
  'custom-action': localized(
    'An action is named in the maker’s own terms, not in those of the standard.',
    '某项操作使用厂商自定义名称，而非标准术语。',
  ),
  'unknown-action': localized(
    'An action is given as “unknown”: something was done, and not said what.',
    '某项操作记为“未知”：有过处理，但未说明内容。',
  ),
  'gathered-actions': localized(
    'Actions are only carried along from elsewhere; the signer does not vouch for them.',
    '操作记录系转载自他处，签名者不为其担保。',
  ),
};
