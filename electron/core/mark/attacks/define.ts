import type { Localized } from '#shared/domain/localized.ts';
import type { AttackFamily, AttackMedia } from '#shared/domain/mark-survival.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';

/** A picture as an attack sees it: upright, flat, 8 bits per channel, RGB interleaved row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `width × height × 3` samples. */
  readonly data: Uint8Array;
}

/** A picture as a file that is not written yet. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly format: MediaFormat;
}

/** An attack that cannot be carried out here, and why: no encoder, no model, a clip that is too short. */
export interface NotRun {
  readonly reason: Reason;
}

/** What the workbench lends an attack. Equal seeds and inputs give equal results. */
export interface Bench {
  /** Empty folder for intermediate files, removed with everything in it afterwards. */
  readonly folder: string;
  readonly seed: number;
  readonly context: TaskContext;
}

/** One rung of a ladder. */
export interface Strength {
  /** Unique within the attack, for command lines and records: `q50`. */
  readonly id: string;
  readonly label: Localized;
  /** What is met every day. */
  readonly typical: boolean;
}

export interface PictureStrength extends Strength {
  /** Pixels when the attack says nothing of how they are stored (they are then stored without loss). */
  apply(picture: Picture, bench: Bench): Promise<Picture | PictureFile | NotRun>;
}

export interface AttackedFile {
  readonly path: string;
}

export interface FileSource {
  readonly path: string;
  readonly media: Media;
}

export interface FileStrength extends Strength {
  /** Writes the attacked copy into the bench's folder. */
  produce(source: FileSource, bench: Bench): Promise<AttackedFile | NotRun>;
}

interface AttackCard {
  /** `media.name`, as the file stands in the folders. */
  readonly id: string;
  readonly media: AttackMedia;
  readonly family: AttackFamily;
  readonly title: Localized;
  /** What it stands for, and what it does not show. */
  readonly about: Localized;
  /** Where the attack, its model or its parameters come from. */
  readonly cite: string;
}

/** Works on pixels: several of them can be joined to one. */
export interface PictureAttack extends AttackCard {
  readonly media: 'image';
  readonly works: 'pixels';
  /** The mildest first. */
  readonly ladder: readonly PictureStrength[];
}

/** Works on files. */
export interface FileAttack extends AttackCard {
  readonly works: 'files';
  /** The mildest first. */
  readonly ladder: readonly FileStrength[];
}

/** Ordinary or hostile processing whose effect on labels, credentials, marks and fingerprints is measured. */
export type Attack = PictureAttack | FileAttack;

/** Declare an attack on pixels. The only export of a file in `attacks/<media>/`, named `attack`. */
export function pictureAttack(attack: Omit<PictureAttack, 'media' | 'works'>): PictureAttack {
  return { ...attack, media: 'image', works: 'pixels' };
}

/** Declare an attack on files. The only export of a file in `attacks/<media>/`, named `attack`. */
export function fileAttack(attack: Omit<FileAttack, 'works'>): FileAttack {
  return { ...attack, works: 'files' };
}

/** A strength that is written alike in all languages: `q50`, `50 %`. */
export function sameWords(text: string): Localized {
  return { en: text, 'zh-CN': text };
}

interface Rung<V> {
  readonly id: (value: V) => string;
  readonly label: (value: V) => Localized | string;
}

/** A ladder of pixel attacks over values, the mildest first; `typical` is one of them. */
export function pictureLadder<V>(
  values: readonly V[],
  typical: V,
  { id, label }: Rung<V>,
  apply: (picture: Picture, value: V, bench: Bench) => Promise<Picture | PictureFile | NotRun>,
): readonly PictureStrength[] {
  return values.map((value) => ({
    ...rung(value, typical, { id, label }),
    apply: (picture, bench) => apply(picture, value, bench),
  }));
}

/** A ladder of attacks on files over values, the mildest first; `typical` is one of them. */
export function fileLadder<V>(
  values: readonly V[],
  typical: V,
  { id, label }: Rung<V>,
  produce: (source: FileSource, value: V, bench: Bench) => Promise<AttackedFile | NotRun>,
): readonly FileStrength[] {
  return values.map((value) => ({
    ...rung(value, typical, { id, label }),
    produce: (source, bench) => produce(source, value, bench),
  }));
}

function rung<V>(value: V, typical: V, { id, label }: Rung<V>): Strength {
  const words = label(value);
  return {
    id: id(value),
    label: typeof words === 'string' ? sameWords(words) : words,
    typical: value === typical,
  };
}
