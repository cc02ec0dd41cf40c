import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { jpeg, within } from '../tools/picture.ts';

const presets = { large: [2048, 85], post: [1080, 75], small: [640, 70] } as const;
type Preset = keyof typeof presets;

export const attack = pictureAttack({
  id: 'image.social',
  family: 'platform',
  title: localized('Posted on a social platform', '发布到社交平台'),
  about: localized(
    'Shrunk to a longest side and saved as JPEG without metadata. Platforms change their ways; no upload was made.',
    '缩至所给最长边并存为无元数据的 JPEG。平台做法会变；未做实际上传。',
  ),
  cite: 'Presets as measured in the project’s reference: 2048 px Q 85, 1080 px Q 75',
  ladder: pictureLadder<Preset>(
    ['large', 'post', 'small'],
    'post',
    { id: (preset) => preset, label: (preset) => `${presets[preset][0]} px, Q ${presets[preset][1]}` },
    async (picture, preset) => jpeg(await within(picture, presets[preset][0]), presets[preset][1]),
  ),
});
