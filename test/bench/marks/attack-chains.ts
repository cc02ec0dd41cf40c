import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import type {
  Bench,
  Picture,
  PictureAttack,
  PictureFile,
  PictureStrength,
} from '#core/mark/attacks/define.ts';
import { pixelsOf } from '#core/mark/attacks/tools/picture.ts';
import { defaultLimits } from '#core/media/limits.ts';

/** Attacks of the survival lab, one after another. */
export interface Chain {
  readonly name: string;
  readonly steps: readonly PictureStrength[];
}

const bench: Bench = {
  folder: '',
  seed: 5,
  context: { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined },
};

/**
 * Chains by their names: an attack without `image.`, a strength after `@` (all of the ladder without it); several joined
 * by `+` follow each other, and commas stand between chains.
 */
export function chainsOf(list: string): Chain[] {
  const ladders = new Map(
    attacks
      .filter((attack): attack is PictureAttack => attack.works === 'pixels')
      .map((attack) => [attack.id.replace('image.', ''), attack.ladder] as const),
  );
  return list.split(',').flatMap((text) => {
    const parts = text.split('+').map((part) => {
      const [name = '', strength] = part.split('@');
      const ladder = ladders.get(name);
      if (ladder === undefined) throw new Error(`no attack ${name}: ${[...ladders.keys()].join(' ')}`);
      const steps = strength === undefined ? ladder : ladder.filter(({ id }) => id === strength);
      if (steps.length === 0) throw new Error(`${name} has ${ladder.map(({ id }) => id).join(' ')}`);
      return steps.map((step) => ({ name: `${name}@${step.id}`, step }));
    });
    if (parts.length === 1) return parts[0]!.map(({ name, step }) => ({ name, steps: [step] }));
    const chain = parts.map((steps) => steps[0]!);
    return [{ name: chain.map(({ name }) => name).join('+'), steps: chain.map(({ step }) => step) }];
  });
}

/** The picture after a chain; `null`: one of its attacks cannot be carried out here. */
export async function attacked(picture: Picture, { steps }: Chain): Promise<Picture | null> {
  let made: Picture | PictureFile = picture;
  for (const step of steps) {
    const next = await step.apply(await pixelsOf(made, defaultLimits), bench);
    if ('reason' in next) return null;
    made = next;
  }
  return pixelsOf(made, defaultLimits);
}
