import { type Localized, localized } from '#shared/domain/localized.ts';
import { measured } from './error-rates.generated.ts';

/** What was done to the pictures of a measurement before the method saw them. */
export const conditions = ['pristine', 'resaved', 'resized', 'screenshot', 'messenger'] as const;
export type Condition = (typeof conditions)[number];

/** Of one method under one condition, at its standard parameters. */
export interface MeasuredRate {
  readonly condition: Condition;
  /** Untouched pictures on which the method found something, of all it could speak about. */
  readonly falseAlarms: readonly [count: number, of: number];
  /** Tampered pictures on which it found something in the right place, of all it could speak about. */
  readonly detections: readonly [count: number, of: number];
  /** Pictures it could not speak about, tampered or not. */
  readonly silent: number;
}

export interface MeasuredMethod {
  /** What the tampered pictures had undergone, for the reader. */
  readonly tampering: Localized;
  readonly rates: readonly MeasuredRate[];
}

export interface Measurement {
  /** Names the pictures, the generator and its seed. */
  readonly corpus: string;
  readonly methods: Readonly<Record<string, MeasuredMethod>>;
}

export const conditionWords: Readonly<Record<Condition, Localized>> = {
  pristine: localized('as they were', '原样'),
  resaved: localized('saved again', '重新保存'),
  resized: localized('reduced', '缩小'),
  screenshot: localized('screenshots', '截图'),
  messenger: localized('sent by messenger', '经即时通信转发'),
};

/**
 * The error rate a card prints; `undefined`: not measured, and shown so. Intervals are Wilson's, 95 % (E. B. Wilson,
 * JASA 22, 1927).
 *
 * @param id of the analysis
 */
export function errorRateOf(id: string): Localized | undefined {
  const method = measured.methods[id];
  if (method === undefined) return undefined;
  const { tampering, rates } = method;
  const part = (language: 'en' | 'zh-CN') => (rate: MeasuredRate) => {
    const name = conditionWords[rate.condition][language];
    const [alarms, hits] = [share(rate.falseAlarms, language), share(rate.detections, language)];
    return language === 'en'
      ? `${name}: false alarms ${alarms}; found ${hits}; silent on ${rate.silent}`
      : `${name}：误报 ${alarms}；检出 ${hits}；无法判断 ${rate.silent} 幅`;
  };
  return localized(
    `On ${measured.corpus}; tampered: ${tampering.en}. ${rates.map(part('en')).join(' · ')}`,
    `数据集 ${measured.corpus}；篡改方式：${tampering['zh-CN']}。${rates.map(part('zh-CN')).join(' · ')}`,
  );
}

function share([count, of]: readonly [number, number], language: 'en' | 'zh-CN'): string {
  if (of === 0) return language === 'en' ? 'not measured' : '未测定';
  const [low, high] = wilsonInterval(count, of);
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const range = `${percent(low)} – ${percent(high)}`;
  return language === 'en' ? `${count} of ${of} (${range})` : `${count}/${of}（${range}）`;
}

/** Wilson's interval for a share, 95 %; `[low, high]`, 0…1. */
export function wilsonInterval(count: number, of: number): readonly [number, number] {
  const z = 1.959964;
  const share = count / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)];
}
