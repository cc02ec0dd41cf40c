import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { traceTexts } from '../traces/trace-text.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const madeWith = /^made with suno(?:[;,. ]|$)/i;
const song = new RegExp(`^https://(?:app\\.|www\\.)?suno\\.(?:com|ai)/song/(${uuid})/?$`, 'i');

/** Suno: the comment `made with suno; created=…; id=…`, and the song's address as audio source. */
export const standard = defineStandard({
  id: 'suno',
  title: localized('Suno song comment', 'Suno 歌曲注释'),
  cite: 'Suno downloads as observed: ID3 COMM/TXXX `made with suno; …`, WOAS `https://suno.com/song/…`',
  read: (payloads) =>
    traceTexts(payloads).flatMap((found) => {
      const text = found.text.slice(0, 2000).trim();
      const address = song.exec(text);
      if (address === null && !madeWith.test(text)) return [];
      const parts = address === null ? text.split(';').slice(1, 12) : [];
      return [
        traceStatement(standard, found, {
          generator: 'Suno',
          fields: [
            // The song's identifier leads to the account that made it.
            ...field('song', address?.[1], true),
            ...parts.flatMap((part) => {
              const [name = '', ...value] = part.split('=');
              return field(name.trim(), value.join('=').trim(), name.trim() === 'id');
            }),
          ],
          says: localized('Made with Suno', '由 Suno 制作'),
        }),
      ];
    }),
});
