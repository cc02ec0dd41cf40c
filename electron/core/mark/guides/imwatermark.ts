import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The marks that the published programs of Stable Diffusion 1, 2 and XL and FLUX put into pictures, or a payload you expect.',
      '读取 Stable Diffusion 1、2、XL 与 FLUX 公开程序写入图像的水印，或您给定的载荷。',
    ),
  ],
  lookFor: [
    localized(
      'A payload with a chance far below one in a million, and the program it belongs to.',
      '概率远低于百万分之一的载荷及其所属程序。',
    ),
  ],
  ignore: [
    localized(
      'Readings that are listed as tried: only those that passed are findings.',
      '列为“已尝试”的读数：只有通过检验者才是结果。',
    ),
  ],
  lies: [
    localized(
      'Any scaling, cropping, turning or mirroring hides the mark; JPEG weakens it.',
      '任何缩放、裁剪、旋转或镜像都会使水印无法读出，JPEG 会将其削弱。',
    ),
    localized(
      'Most user interfaces and services never put it in: nothing found says nothing.',
      '多数界面和服务从不写入：未发现不说明任何问题。',
    ),
    localized(
      'The method is public: anyone can put the mark into a genuine photograph.',
      '方法公开：任何人都可将其写入真实照片。',
    ),
  ],
};
