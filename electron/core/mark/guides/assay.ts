import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Invisible marks that this program writes, read with the public key, your private keys and the identifiers of the register, with the probability that a file without a mark answers the same.',
      '用公开密钥、您的私有密钥和登记册标识符读取本程序写入的不可见水印，并给出无水印文件得出同样结果的概率。',
    ),
  ],
  lookFor: [
    localized(
      'The identifier and the entry of the register it leads to: is the content the one that was registered?',
      '标识符及其对应的登记项：内容是否即登记时的内容？',
    ),
    localized(
      'The map of presence, where there is one: parts without the mark may have come in later.',
      '若有存在图，缺少水印的部分可能是后来加入的。',
    ),
  ],
  ignore: [
    localized(
      '“Not found” in files of others: they were never marked here.',
      '他人文件中的“未发现”：它们从未在此嵌入水印。',
    ),
  ],
  lies: [
    localized(
      'With the public key anyone can write a mark, and a holder of a private key can forge its marks.',
      '任何人都可用公开密钥写入水印，持有私有密钥者可伪造其水印。',
    ),
    localized(
      'A mark can be copied with the content into a new work; it says where content comes from, not who published it.',
      '水印会随内容进入新作品；它说明内容来源，不说明由谁发布。',
    ),
    localized(
      'Pictures generated anew from a marked one, hard crops and strong compression can lose it.',
      '由带水印图像重新生成的图像不保留水印，大幅裁剪和强压缩也可能使其丢失。',
    ),
  ],
};
