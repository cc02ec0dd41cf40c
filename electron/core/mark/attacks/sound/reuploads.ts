import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { aac, mp3, opus, throughSound } from '../tools/sound.ts';

const passes = [aac(128), opus(64), mp3(96), aac(64), opus(48)] as const;

export const attack = fileAttack({
  id: 'sound.reuploads',
  media: 'audio',
  family: 'platform',
  title: localized('Uploaded again and again', '反复上传'),
  about: localized(
    'AAC 128, Opus 64, MP3 96, AAC 64, Opus 48: the first so many, without metadata. Nothing was uploaded.',
    '依次为 AAC 128、Opus 64、MP3 96、AAC 64、Opus 48，取前若干次，不带元数据。未做实际上传。',
  ),
  cite: 'Own chain',
  ladder: fileLadder(
    [1, 2, 3, 5],
    3,
    { id: (count) => `times${count}`, label: (count) => localized(`${count} ×`, `${count} 次`) },
    (source, count, bench) => throughSound(source, passes.slice(0, count), bench),
  ),
});
