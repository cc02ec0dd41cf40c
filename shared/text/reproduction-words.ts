import { type Localized, localized } from '../domain/localized.ts';
import type { Reproduction, ReproductionCause } from '../domain/reproduction.ts';

/** What came of repeating a run, in one or two words. */
export const verdictWords: Record<Reproduction['verdict'], Localized> = {
  identical: localized('Identical', '完全一致'),
  'within-tolerance': localized('Within the stated tolerance', '在声明的容差之内'),
  different: localized('Different', '不一致'),
  'not-repeated': localized('Not repeated', '未能重复'),
};

/** Why a repetition differs, could differ, or was not made. */
export const causeWords: Record<ReproductionCause, Localized> = {
  'method-gone': localized(
    'This version of the software does not have the method any more.',
    '本软件当前版本已不含该方法。',
  ),
  'parameters-refused': localized(
    'The present version of the method does not take the recorded parameters.',
    '该方法的当前版本不接受所记录的参数。',
  ),
  'evidence-changed': localized(
    'The stored file does not have the recorded hash any more. Verify the case.',
    '存储文件的哈希与记录不符。请校验案件。',
  ),
  'evidence-missing': localized(
    'The stored file is missing from the case folder. Verify the case.',
    '案件文件夹中缺少存储文件。请校验案件。',
  ),
  'engine-changed': localized(
    'A program or library that takes part has another version than recorded.',
    '参与分析的程序或程序库版本与记录不同。',
  ),
  'method-version-changed': localized(
    'The method has another version than recorded.',
    '方法版本与记录不同。',
  ),
  'limit-reached': localized(
    'One of the two was ended by a limit of time or memory, which depends on the machine.',
    '其中一次因时间或内存上限而终止，这取决于所用机器。',
  ),
  unexplained: localized(
    'Method and engines have the recorded versions; the difference is not explained by them.',
    '方法与引擎版本均与记录一致，差异无法由此解释。',
  ),
};
