import { z } from 'zod';
import { type Localized, localized } from './localized.ts';

/**
 * Statements about actions of the C2PA Asset Conformance Rubric 0.2 for specification 2.4 (2026-08-06), by the
 * rubric's names without `validation:`.
 */
export const conformanceIds = [
  'mandatory_dst_for_perceptible_transformations',
  'mandatory_spec_version',
  'mandatory_all_actions_included',
  'no_dst_for_opened_action',
  'inception_action_position',
  'no_deprecated_actions',
  'no_unsupported_actions',
  'no_unrecognized_custom_actions',
  'mandatory_dst_for_created_action',
  'all_actions_included_opened',
  'opened_action_ingredient_reference',
] as const;
export const ConformanceId = z.enum(conformanceIds);
export type ConformanceId = z.infer<typeof ConformanceId>;

export const ConformanceOutcome = z.object({
  id: ConformanceId,
  met: z.boolean(),
  /** What does not meet it: names of actions, values. Empty when the statement names nothing. */
  matches: z.array(z.string()),
});
export type ConformanceOutcome = z.infer<typeof ConformanceOutcome>;

/** What is said of a statement that is not met. */
export const conformanceWords: Readonly<Record<ConformanceId, Localized>> = {
  mandatory_dst_for_perceptible_transformations: localized(
    'For an action that changes what is seen or heard, it is not said by what means it was done.',
    '某项改变可见或可听内容的操作未说明所用手段（数字来源类型）。',
  ),
  mandatory_spec_version: localized(
    'The version of the specification the product follows is missing or not 2.4.',
    '未注明产品所遵循的规范版本，或版本并非 2.4。',
  ),
  mandatory_all_actions_included: localized(
    'It is not said whether all actions are listed.',
    '未说明操作列表是否完整。',
  ),
  no_dst_for_opened_action: localized(
    'An “opened” action states a source type, which only its ingredient may do.',
    '“打开”操作注明了数字来源类型，而该信息只应由相应素材注明。',
  ),
  inception_action_position: localized(
    'The action by which the content began does not stand first among what the signer vouches for.',
    '内容的起始操作未列于签名者所担保操作的首位。',
  ),
  no_deprecated_actions: localized(
    'Actions are used that the specification has given up.',
    '使用了规范已弃用的操作名称。',
  ),
  no_unsupported_actions: localized(
    'Actions are named like those of the specification, which does not know them.',
    '使用了形似规范名称但规范中并不存在的操作。',
  ),
  no_unrecognized_custom_actions: localized(
    'An action of the maker’s own is not named as such names must be.',
    '厂商自定义操作的命名不符合要求。',
  ),
  mandatory_dst_for_created_action: localized(
    'For the creation of the content, it is not said by what means it was made.',
    '内容的创建操作未说明所用手段（数字来源类型）。',
  ),
  all_actions_included_opened: localized(
    'The file was only opened and saved again, and it is not said that nothing else was done.',
    '文件仅被打开后重新保存，但未声明别无其他操作。',
  ),
  opened_action_ingredient_reference: localized(
    'An “opened” action does not name the one file that was opened.',
    '“打开”操作未指明所打开的那个文件。',
  ),
};
