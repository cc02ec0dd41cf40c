import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { jpeg, within } from '../tools/picture.ts';

const presets = { good: [1600, 75], usual: [1280, 60], thin: [800, 60] } as const;
type Preset = keyof typeof presets;

export const attack = pictureAttack({
  id: 'image.messenger',
  family: 'platform',
  title: localized('Sent by a messenger', '经即时通信发送'),
  about: localized(
    'Shrunk to a longest side and saved as JPEG without metadata. Programs change their ways; nothing was sent.',
    '缩至所给最长边并存为无元数据的 JPEG。软件做法会变；未做实际发送。',
  ),
  cite: 'Presets as measured in the project’s reference: 1280 and 800 px, Q 60',
  ladder: pictureLadder<Preset>(
    ['good', 'usual', 'thin'],
    'usual',
    { id: (preset) => preset, label: (preset) => `${presets[preset][0]} px, Q ${presets[preset][1]}` },
    async (picture, preset) => jpeg(await within(picture, presets[preset][0]), presets[preset][1]),
  ),
});
