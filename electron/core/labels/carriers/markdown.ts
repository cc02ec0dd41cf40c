import { defineCarrier } from '../define.ts';
import { gathered } from '../gathering.ts';
import { frontMatterTexts } from '../text/front-matter.ts';
import { writeFrontMatter } from '../text/front-matter-writing.ts';

/** Markdown: YAML front matter (TC260-PG-20258A), and blocks of YAML met at the end of documents. */
export const carrier = defineCarrier({
  id: 'markdown',
  formats: ['markdown'],
  places: ['front matter', 'fenced block at the start', 'fenced block at the end', 'closing block'],
  read: (reader) => gathered((gathering) => frontMatterTexts(reader, gathering)),
  writes: ['text'],
  write: (reader, entries) => writeFrontMatter(reader, entries, true),
});
