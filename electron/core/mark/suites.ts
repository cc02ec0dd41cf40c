import { type Localized, localized } from '#shared/domain/localized.ts';
import {
  type AttackMedia,
  attackFamilies,
  attackMedia,
  type SurvivalCatalogue,
} from '#shared/domain/mark-survival.ts';
import type { Media } from '#shared/domain/media.ts';
import { attacks } from './attacks/attacks.generated.ts';
import { type Attack, type PictureAttack, type PictureStrength, pictureAttack } from './attacks/define.ts';
import { pixelsOf } from './attacks/tools/picture.ts';

/** An attack and the rungs of its ladder that are to be taken, the mildest first. */
export interface ChosenAttack {
  readonly attack: Attack;
  readonly steps: readonly string[];
}

export type AttackChoice =
  | { readonly ok: true; readonly chosen: readonly ChosenAttack[] }
  | { readonly ok: false; readonly item: string; readonly why: Localized };

/** Sets of attacks by name; what a set holds depends on the kind of the file. */
export const suites: readonly { readonly id: string; readonly title: Localized }[] = [
  {
    id: 'quick',
    title: localized('The everyday ones, each at its usual strength', '常见处理，各取常见强度'),
  },
  { id: 'standard', title: localized('The usual ones with their whole ladders', '常用处理的完整强度梯级') },
  { id: 'full', title: localized('Every attack with its whole ladder', '全部攻击的完整强度梯级') },
  {
    id: 'pairs',
    title: localized('Two everyday ones one after the other (pictures)', '两种常见处理先后施加（图像）'),
  },
];

const everyday: Readonly<Record<AttackMedia, readonly string[]>> = {
  image: [
    ...['strip-metadata', 'keep-metadata', 'jpeg', 'webp', 'shrink', 'crop', 'rotate', 'flip', 'screenshot'],
    ...['social', 'messenger', 'relay'],
  ],
  audio: ['repack', 'mp3', 'aac', 'opus', 'resample', 'tempo', 'cut', 'noise', 'room'],
  video: ['repack', 'h264', 'scale', 'crop', 'frame-rate', 'reuploads', 'recapture'],
  text: ['excerpt', 'paste-plain', 'normalise', 'retype'],
};

const usual: Readonly<Record<AttackMedia, readonly string[]>> = {
  image: [
    ...['strip-metadata', 'keep-metadata', 'jpeg', 'webp', 'avif', 'shrink', 'enlarge', 'aspect', 'crop'],
    ...['crop-shape', 'rotate', 'flip', 'perspective', 'blur', 'median', 'denoise', 'sharpen', 'noise'],
    ...['darken', 'brighten', 'more-contrast', 'gamma', 'hue', 'saturation', 'logo', 'erase', 'screenshot'],
    ...[
      'photo-of-screen',
      'print-and-scan',
      'social',
      'messenger',
      'saved-again',
      'crop-bright-jpeg',
      'relay',
    ],
    ...['second-mark', 'spectrum-notch', 'regenerate-filters', 'regenerate-model'],
  ],
  audio: [
    ...[
      'repack',
      'mp3',
      'aac',
      'opus',
      'resample',
      'low-pass',
      'high-pass',
      'speed',
      'tempo',
      'pitch',
      'noise',
    ],
    ...['room', 'cut', 'mix', 'compress', 'volume', 'reuploads', 'regenerate-filters'],
  ],
  video: [
    ...[
      'repack',
      'h264',
      'hevc',
      'av1',
      'scale',
      'scale-crf35',
      'frame-rate',
      'crop',
      'rotate',
      'speed',
      'flip',
    ],
    ...[
      'logo',
      'darken',
      'cut',
      'reuploads',
      'messenger',
      'recapture',
      'crop-dark-h264',
      'regenerate-filters',
    ],
  ],
  text: ['excerpt', 'paste-plain', 'normalise', 'retype', 'spaces', 'shuffle', 'translate'],
};

/** Parts of pairs: each goes with each that stands behind it. */
const parts = [
  'image.crop:area50',
  'image.rotate-crop:degrees-2',
  'image.flip:across',
  'image.shrink:x0.5',
  'image.aspect:x0.9',
  'image.screenshot:x0.63',
  'image.social:post',
  'image.messenger:usual',
  'image.webp:q50',
  'image.avif:quantizer40',
  'image.jpeg:q30',
];

/** Folder names of the registry by the media they hold. */
const prefixes: Readonly<Record<AttackMedia, string>> = {
  image: 'image.',
  audio: 'sound.',
  video: 'video.',
  text: 'text.',
};

/** What of a file can be attacked; `null`: nothing here attacks such a file. */
export function attackMediaOf({ kind }: Media): AttackMedia | null {
  return attackMedia.find((one) => one === kind) ?? null;
}

/**
 * Attacks on a kind of file: a suite, or items separated by commas: a family (`geometry`), an attack (`image.crop` or
 * `crop`), one of its strengths (`crop:area50`), or attacks on pixels one after the other (`crop:area50+jpeg:q30`).
 */
export function chooseAttacks(text: string, media: AttackMedia): AttackChoice {
  const chosen = new Map<string, ChosenAttack>();
  const items = text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  if (items.length === 0) return { ok: false, item: text, why: nothingNamed };
  for (const item of items) {
    const found = ofItem(item, media);
    if (!found.ok) return found;
    for (const one of found.chosen) {
      const before = chosen.get(one.attack.id)?.steps ?? [];
      const wanted = new Set([...before, ...one.steps]);
      const steps = one.attack.ladder.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
      chosen.set(one.attack.id, { attack: one.attack, steps });
    }
  }
  return { ok: true, chosen: [...chosen.values()].sort(byFamily) };
}

/** The suites, each with how many attacks and copies it comes to for each kind of media. */
export function measuredSuites(): SurvivalCatalogue['suites'] {
  return suites.map(({ id, title }) => {
    const extent: SurvivalCatalogue['suites'][number]['extent'] = {};
    for (const media of attackMedia) {
      const choice = chooseAttacks(id, media);
      if (!choice.ok || choice.chosen.length === 0) continue;
      const copies = choice.chosen.reduce((sum, { steps }) => sum + steps.length, 0);
      extent[media] = { attacks: choice.chosen.length, copies };
    }
    return { id, title, extent };
  });
}

function byFamily(a: ChosenAttack, b: ChosenAttack): number {
  return attackFamilies.indexOf(a.attack.family) - attackFamilies.indexOf(b.attack.family);
}

function ofItem(item: string, media: AttackMedia): AttackChoice {
  const own = attacks.filter((attack) => attack.media === media);
  const whole = (list: readonly Attack[]) => ({ ok: true as const, chosen: list.map(allSteps) });
  if (item === 'full' || item === media) return whole(own);
  if (item === 'standard') return whole(named(own, usual[media], media));
  if (item === 'quick') {
    const list = named(own, everyday[media], media);
    return { ok: true, chosen: list.map((attack) => ({ attack, steps: [typicalOf(attack)] })) };
  }
  if (item === 'pairs') return media === 'image' ? whole(allPairs()) : { ok: false, item, why: onlyPictures };
  if ((attackFamilies as readonly string[]).includes(item)) {
    const list = own.filter(({ family }) => family === item);
    return list.length > 0 ? whole(list) : { ok: false, item, why: otherMedia };
  }
  if (item.includes('+')) return joined(item, media);
  const [name = '', strength] = item.split(':');
  const attack = find(name, media);
  if (attack === null) return { ok: false, item, why: attackNamed(name) === null ? unknown : otherMedia };
  if (strength === undefined) return whole([attack]);
  const step = stepOf(attack, strength);
  return step === null
    ? { ok: false, item, why: noSuchStrength(attack) }
    : { ok: true, chosen: [{ attack, steps: [step] }] };
}

function joined(item: string, media: AttackMedia): AttackChoice {
  const rungs: { attack: PictureAttack; step: PictureStrength }[] = [];
  for (const part of item.split('+')) {
    const [name = '', strength] = part.trim().split(':');
    const attack = find(name, media);
    if (attack === null)
      return { ok: false, item: part, why: attackNamed(name) === null ? unknown : otherMedia };
    if (attack.works !== 'pixels') return { ok: false, item: part, why: onlyPixels };
    const step = attack.ladder.find(({ id }) => id === stepOf(attack, strength ?? typicalOf(attack)));
    if (step === undefined) return { ok: false, item: part, why: noSuchStrength(attack) };
    rungs.push({ attack, step });
  }
  return { ok: true, chosen: [allSteps(sequence(rungs))] };
}

function allPairs(): Attack[] {
  return parts.flatMap((first, index) =>
    parts.slice(index + 1).flatMap((second) => attackNamed(`${first}+${second}`) ?? []),
  );
}

/** An attack of the registry, or one that was joined from several, by its id; `null`: there is none. */
export function attackNamed(id: string): Attack | null {
  const registered = attacks.find((attack) => attack.id === id);
  if (registered !== undefined) return registered;
  if (!id.includes('+')) return null;
  const choice = joined(id, 'image');
  return choice.ok ? (choice.chosen[0]?.attack ?? null) : null;
}

function sequence(rungs: readonly { attack: PictureAttack; step: PictureStrength }[]): PictureAttack {
  const words = (language: 'en' | 'zh-CN') =>
    rungs.map(({ attack, step }) => `${attack.title[language]} ${step.label[language]}`);
  return pictureAttack({
    id: rungs.map(({ attack, step }) => `${attack.id}:${step.id}`).join('+'),
    family: 'combination',
    title: localized(words('en').join(', then '), words('zh-CN').join('，再')),
    about: localized('One after the other on the same picture.', '对同一图像先后施加。'),
    cite: [...new Set(rungs.map(({ attack }) => attack.cite))].join(' · '),
    ladder: [
      {
        id: 'both',
        label: localized('as named', '如题'),
        typical: true,
        async apply(picture, bench) {
          let present: Awaited<ReturnType<PictureStrength['apply']>> = picture;
          for (const { step } of rungs) {
            present = await step.apply(await pixelsOf(present, bench.context.limits), bench);
            if ('reason' in present) return present;
          }
          return present;
        },
      },
    ],
  });
}

function find(name: string, media: AttackMedia): Attack | null {
  const wanted = name.toLowerCase();
  const id = wanted.includes('.') ? wanted : `${prefixes[media]}${wanted}`;
  return attacks.find((attack) => attack.id === id && attack.media === media) ?? null;
}

function named(own: readonly Attack[], names: readonly string[], media: AttackMedia): Attack[] {
  return names.flatMap((name) => own.find(({ id }) => id === `${prefixes[media]}${name}`) ?? []);
}

/** By its id, or by its number alone: `50` for `area50`. */
function stepOf({ ladder }: Attack, strength: string): string | null {
  const wanted = strength.toLowerCase();
  const exact = ladder.find(({ id }) => id.toLowerCase() === wanted);
  return (exact ?? ladder.find(({ id }) => id.replace(/^[a-z]+/i, '') === wanted))?.id ?? null;
}

function allSteps(attack: Attack): ChosenAttack {
  return { attack, steps: attack.ladder.map(({ id }) => id) };
}

function typicalOf({ ladder }: Attack): string {
  return (ladder.find(({ typical }) => typical) ?? ladder[0]!).id;
}

const nothingNamed = localized('No attack is named.', '未指定任何攻击。');
const unknown = localized(
  'There is no attack, family or suite of this name. See assay survive --list.',
  '没有此名称的攻击、类别或套件。请查看 assay survive --list。',
);
const otherMedia = localized('This is for another kind of file.', '此项用于其他类型的文件。');
const onlyPictures = localized('Pairs are made of attacks on pictures.', '组合仅用于对图像的攻击。');
const onlyPixels = localized(
  'Only attacks on pixels can be joined with a plus sign.',
  '只有对像素的攻击才能用加号连接。',
);

function noSuchStrength({ id, ladder }: Attack): Localized {
  const list = ladder.map((step) => step.id).join(', ');
  return localized(`${id} has the strengths ${list}.`, `${id} 的强度有：${list}。`);
}
