import { type Localized, localized } from '#shared/domain/localized.ts';

/**
 * Legal entities behind unified social credit codes met in provider codes, as attributed by those who published
 * files and documentation with them. A code names an entity, not a product; nothing here was looked up in the
 * register of enterprises.
 */
const entities: ReadonlyMap<string, Localized> = new Map([
  ['91110102MACQD9K640', localized('ByteDance (Doubao)', '字节跳动（豆包）')],
  ['9144030008867405X2', localized('ByteDance (Jimeng)', '字节跳动（即梦）')],
  ['91110108335469089C', localized('Kuaishou (Kling)', '快手（可灵）')],
  ['91440300708461136T', localized('Tencent', '腾讯')],
  ['91440101MA9Y9T4H7A', localized('Alibaba (Qwen application)', '阿里巴巴（千问应用）')],
  ['91330106MA2CFLDG4R', localized('Alibaba Tongyi Yunqi (Wan)', '阿里巴巴通义云启（万相）')],
  ['91110000802100433B', localized('Baidu', '百度')],
  ['91110105MACJ6K1C8A', localized('LiblibAI', 'LiblibAI')],
  ['91340100MAEB4N8H76', localized('RunningHub', 'RunningHub')],
  ['91440300MA5G49LC9K', localized('Honor (YOYO)', '荣耀（YOYO）')],
  ['91310104MACE0YX639', localized('StepFun', '阶跃星辰')],
]);

/** Names written in place of a code, in lower case. */
const names: ReadonlyMap<string, Localized> = new Map([
  ['doubao', localized('ByteDance (Doubao)', '字节跳动（豆包）')],
  ['kling', localized('Kuaishou (Kling)', '快手（可灵）')],
  ['minimax', localized('MiniMax', 'MiniMax（稀宇科技）')],
  ['minimax agent ai', localized('MiniMax', 'MiniMax（稀宇科技）')],
  ['runninghub', localized('RunningHub', 'RunningHub')],
  ['picwish', localized('PicWish', 'PicWish（佐糖）')],
]);

/** To whom a credit code or a bare name is attributed, or `null`: not known here. */
export function attributedTo(codeOrName: string): Localized | null {
  return entities.get(codeOrName) ?? names.get(codeOrName.trim().toLowerCase()) ?? null;
}
