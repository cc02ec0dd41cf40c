import { decode, fetchPaths, manifestLines, readDeclaration, staysInside } from '#core/package/bag-text.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** The text files of a package (RFC 8493). */
export const target: FuzzTarget = {
  name: 'bags',
  tokens: [
    'BagIt-Version: 1.0',
    'Tag-File-Character-Encoding: UTF-8',
    '\r\n',
    '%0A',
    '%2e%2e/',
    '../',
    '  data/',
    ' *./',
    '\\',
    '-  ',
    'C:',
  ],
  seeds: async () =>
    bytesOf(
      '',
      Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      Buffer.from(`${'0'.repeat(64)}  data/evidence/a%0Ab\n${'1'.repeat(64)} *./data/b\n`),
      Buffer.from('http://example.org/a - data/a\nhttp://example.org/b 10 data/b\n'),
    ),
  read({ bytes }) {
    readDeclaration(bytes);
    for (const encoding of ['UTF-8', 'UTF-16', 'ISO-8859-1']) {
      const text = decode(bytes, encoding);
      if (text === null) continue;
      const paths = [0, 1].flatMap((major) => [
        ...manifestLines(text, major).map((line) => line?.path ?? null),
        ...fetchPaths(text, major),
      ]);
      for (const path of paths) {
        if (path === null || !staysInside(path)) continue;
        // Judged by another reader of paths: what is let in must not lead out, on either system.
        must(!/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..'), `${path} stays inside`);
      }
    }
  },
};
