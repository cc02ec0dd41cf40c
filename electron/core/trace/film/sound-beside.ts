import type { Change, TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { TaskContext } from '../../media/task-context.ts';
import type { AlignedFile } from '../align/define.ts';
import { compareSounds } from '../sound/sound-comparison.ts';
import type { FilmReading } from './read-film.ts';

/** Seconds by which picture and sound of one copy may be apart. */
const together = 0.3;

export interface SoundBeside {
  readonly changes: readonly Change[];
  readonly warnings: readonly Localized[];
}

/** Does the sound of two films go with the picture: the same, another, missing, moved against it? */
export async function soundBeside(
  first: AlignedFile,
  second: AlignedFile,
  films: readonly [FilmReading, FilmReading],
  picture: TimeTransform | null,
  context: TaskContext,
): Promise<SoundBeside> {
  const [one, other] = films.map(({ film }) => film.hasSound) as [boolean, boolean];
  if (!one && !other) return { changes: [], warnings: [] };
  if (!one || !other) {
    if (picture === null) return { changes: [], warnings: [] };
    return { changes: [told(one ? 'removed' : 'added', one ? texts.removed : texts.added, 3)], warnings: [] };
  }
  const compared = await compareSounds(first, second, { ...context, progress: () => undefined });
  context.signal.throwIfAborted();
  if (!compared.ok) return { changes: [], warnings: [notCompared(compared.reason.text)] };
  const { transform, warnings } = compared;
  if (picture === null)
    return { changes: transform === null ? [] : [told('changed', texts.otherPicture, 8)], warnings };
  if (transform === null) return { changes: [told('changed', texts.otherSound, 8)], warnings };
  const apart = shiftBetween(picture, transform);
  if (apart === null || Math.abs(apart) <= together) return { changes: [], warnings };
  const seconds = Math.abs(apart).toFixed(1);
  const moved = localized(
    `The sound is from the first film, but stands ${seconds} s ${apart > 0 ? 'earlier' : 'later'} against the picture than there.`,
    `声音来自第一部视频，但相对画面${apart > 0 ? '提前' : '滞后'}了 ${seconds} 秒。`,
  );
  return { changes: [told('moved', moved, 2)], warnings };
}

function notCompared(why: Localized): Localized {
  return localized(`sound not compared: ${why.en}`, `未比较声音：${why['zh-CN']}`);
}

/** Seconds of the first by which the sound is ahead of the picture, in the longest common stretch. */
function shiftBetween(picture: TimeTransform, sound: TimeTransform): number | null {
  let [best, length] = [null as number | null, 0];
  for (const seen of picture.pieces)
    for (const heard of sound.pieces) {
      const from = Math.max(seen.second[0], heard.second[0]);
      const until = Math.min(seen.second[1], heard.second[1]);
      if (until - from <= length) continue;
      length = until - from;
      const middle = (from + until) / 2;
      best =
        heard.first[0] +
        heard.speed * (middle - heard.second[0]) -
        (seen.first[0] + seen.speed * (middle - seen.second[0]));
    }
  return best;
}

function told(kind: Change['kind'], statement: Localized, strength: number): Change {
  return { kind, in: 'second', place: { kind: 'whole' }, from: null, strength, statement };
}

const texts = {
  removed: localized('The second film has no sound; the first has.', '第二部视频没有声音，而第一部有。'),
  added: localized('The second film has sound; the first has none.', '第二部视频有声音，而第一部没有。'),
  otherSound: localized(
    'Same picture, different sound: no stretch of the sound agrees.',
    '画面相同，声音不同：声音没有任何吻合的片段。',
  ),
  otherPicture: localized(
    'Same sound, different picture: stretches of the sound agree, the pictures do not.',
    '声音相同，画面不同：声音有吻合的片段，画面则没有。',
  ),
};
