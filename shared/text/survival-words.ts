import type { Flag } from '../domain/figure.ts';
import { type Localized, localized } from '../domain/localized.ts';
import type { AttackFamily, LayerFate, SurvivalLayer } from '../domain/mark-survival.ts';

export const layerWords: Readonly<Record<SurvivalLayer, Localized>> = {
  label: localized('label', '标识'),
  credential: localized('credential', '凭证'),
  mark: localized('mark', '水印'),
  fingerprint: localized('fingerprint', '指纹'),
};

/** Word, shape and flag of a fate: never told by colour alone. */
export const layerFateWords: Readonly<
  Record<LayerFate, { readonly text: Localized; readonly sign: string; readonly flag: Flag }>
> = {
  survived: { text: localized('survived', '留存'), sign: '✓', flag: 'ok' },
  changed: { text: localized('changed', '改变'), sign: '!', flag: 'warning' },
  lost: { text: localized('lost', '丢失'), sign: '✗', flag: 'error' },
  absent: { text: localized('not there from the start', '原本没有'), sign: '–', flag: 'notice' },
  undetermined: { text: localized('undetermined', '无法判断'), sign: '?', flag: 'notice' },
  'not-measured': { text: localized('not measured', '未测量'), sign: '·', flag: 'notice' },
};

export const attackFamilyWords: Readonly<Record<AttackFamily, Localized>> = {
  packing: localized('Packed anew', '重新封装'),
  coding: localized('Compressed', '压缩'),
  geometry: localized('Geometry', '几何变换'),
  filter: localized('Filtered', '滤波'),
  tone: localized('Tone and level', '色调与电平'),
  overlay: localized('Laid over', '叠加'),
  cutting: localized('Cut', '剪切'),
  capture: localized('Recaptured', '翻拍翻录'),
  platform: localized('Platforms', '平台'),
  combination: localized('Combined', '组合'),
  removal: localized('Aimed at marks', '针对水印'),
  regeneration: localized('Regenerated', '再生成'),
};

export const survivalWords = {
  title: localized('What survives which processing', '各类处理后的留存情况'),
  attack: localized('Attack', '攻击'),
  number: localized('No.', '序号'),
  strength: localized('Strength', '强度'),
  ladder: localized('Strengths', '强度梯级'),
  throughout: localized('throughout', '全程留存'),
  never: localized('already lost at {lost}', '在“{lost}”时即已丢失'),
  until: localized('to {survives}, lost at {lost}', '至 {survives} 留存，{lost} 丢失'),
  returns: localized('there again beyond that', '更强时又出现'),
  noAnswer: localized('no answer', '无结论'),
  notRun: localized('not run: {why}', '未运行：{why}'),
  share: localized('Strengths survived', '留存的强度占比'),
  statistic: localized('Statistic of the mark', '水印统计量'),
  threshold: localized('threshold', '阈值'),
  rung: localized('Rung of the ladder, the mildest first', '强度梯级（由弱到强）'),
  attackNumber: localized('Attack, by its number in the table', '攻击（表中序号）'),
  quality: localized('PSNR', 'PSNR'),
  baseline: localized('The file before any attack', '攻击之前的文件'),
  labels: localized('Labels', '标识'),
  credential: localized('Credential', '凭证'),
  mark: localized('Mark', '水印'),
  fingerprint: localized('Fingerprint (PDQ)', '指纹（PDQ）'),
  none: localized('none', '无'),
  notReadWhole: localized('not read whole', '未完整读取'),
  falseAlarm: localized('false alarm', '误报概率'),
  byRegister: localized('by the register', '经登记册'),
  regeneration: localized(
    'Regeneration is reported apart. Without a model it is only modelled by filters; models that make a picture or a sound anew remove marks that survive everything above.',
    '再生成单独报告。没有模型时仅以滤波近似；重新生成图像或声音的模型可去除能承受上述全部处理的水印。',
  ),
  models: localized(
    'Attacks are processing on this machine, not uploads: platforms, cameras and printers are models, named as such. A trace that is lost here was lost under these very parameters.',
    '各项攻击均为本机处理而非实际上传：平台、相机和打印机均为模型，并如实注明。此处的丢失仅就所列参数而言。',
  ),
  incomplete: localized(
    'Stopped before the last attack: what is not listed was not measured.',
    '在最后一项攻击之前停止：未列出者未测量。',
  ),
} as const satisfies Record<string, Localized>;

export const credentialStandingWords = {
  none: localized('none', '无'),
  intact: localized('there and fits the content', '存在且与内容相符'),
  broken: localized('there, but does not fit', '存在但不相符'),
  undetermined: localized('undetermined', '无法判断'),
} as const satisfies Record<string, Localized>;

export const markStateWords = {
  marked: localized('read', '已读出'),
  'none-found': localized('none found', '未发现'),
  undetermined: localized('undetermined', '无法判断'),
  'not-measured': localized('not measured', '未测量'),
} as const satisfies Record<string, Localized>;
