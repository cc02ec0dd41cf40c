import type { Flag } from '../domain/figure.ts';
import { type Localized, localized } from '../domain/localized.ts';
import type { MarkKeyName, MarkReading, MarkState } from '../domain/mark.ts';
import type { LayerState, MarkLayerName } from '../domain/marking.ts';

/** Words and shapes for marks, the same on the screen, in the terminal and in the report. */
export interface MarkWord {
  readonly text: Localized;
  readonly flag: Flag;
}

/** The state of a whole file. That a file carries a mark is no fault: nothing here is drawn as an error. */
export const markStateWords: Readonly<Record<MarkState, MarkWord>> = {
  marked: { flag: 'notice', text: localized('Carries an invisible mark', '含有不可见水印') },
  'none-found': {
    flag: 'notice',
    text: localized(
      'No mark found; that is no evidence of anything: it may have been lost, or never been there',
      '未发现水印；这不构成任何证据：水印可能已丢失，也可能从未嵌入',
    ),
  },
  undetermined: {
    flag: 'warning',
    text: localized(
      'Undetermined: there is too little to tell, or not everything could be read',
      '无法判定：内容过少，或并非所有内容均可读取',
    ),
  },
};

export const markLayerWords: Readonly<Record<MarkLayerName, Localized>> = {
  explicit: localized('label for people', '显式标识'),
  mark: localized('invisible mark', '不可见水印'),
  label: localized('label in the metadata', '元数据标识'),
  register: localized('register', '登记册'),
  credential: localized('Content Credential', '内容凭证'),
};

export const layerStateWords: Readonly<Record<LayerState, MarkWord>> = {
  done: { flag: 'ok', text: localized('done', '完成') },
  skipped: { flag: 'notice', text: localized('left out', '略过') },
  refused: { flag: 'warning', text: localized('not possible', '无法进行') },
  failed: { flag: 'error', text: localized('failed', '失败') },
};

export const markRouteWords: Readonly<Record<MarkReading['route'], Localized>> = {
  blind: localized('from the file alone', '仅凭文件'),
  register: localized('among the identifiers of the register', '在登记册标识符范围内'),
  original: localized('with the original beside it', '对照原件'),
};

export function markKeyWords({ kind, fingerprint }: MarkKeyName): Localized {
  if (kind === 'none') return localized('no key', '无密钥');
  return kind === 'public'
    ? localized('public key', '公开密钥')
    : localized(`private key ${fingerprint ?? ''}`.trim(), `私有密钥 ${fingerprint ?? ''}`.trim());
}

/**
 * A bound on a probability in words: `at most 1 in 10^42`.
 *
 * @param log10 decimal logarithm of the bound, 0 or less
 */
export function chanceWords(log10: number): Localized {
  const power = Math.floor(-log10);
  if (power <= 0) return localized('not bounded below 1', '无有效上界');
  return power <= 6
    ? localized(
        `at most 1 in ${(10 ** power).toLocaleString('en')}`,
        `不超过 ${(10 ** power).toLocaleString('en')} 分之一`,
      )
    : localized(`at most 1 in 10^${power}`, `不超过 10^${power} 分之一`);
}

export const absenceReminder: Localized = localized(
  'A file without a mark is not shown to be anything: most never had one, and a mark can be lost.',
  '未发现水印不能说明任何问题：多数文件从未嵌入水印，水印也可能丢失。',
);
