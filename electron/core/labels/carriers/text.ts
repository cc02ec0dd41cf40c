import { defineCarrier } from '../define.ts';
import { gathered } from '../gathering.ts';
import { frontMatterTexts } from '../text/front-matter.ts';
import { writeFrontMatter } from '../text/front-matter-writing.ts';

/**
 * Plain text has no place for metadata: its label is a sentence in it. Short Markdown is told apart from plain text
 * by nothing but its front matter, which is read here as well, and written to where it stands already. Signs hidden
 * between the letters belong to Content Credentials.
 */
export const carrier = defineCarrier({
  id: 'text',
  formats: ['text'],
  places: ['front matter', 'closing block'],
  read: (reader) => gathered((gathering) => frontMatterTexts(reader, gathering)),
  writes: ['text'],
  write: (reader, entries) => writeFrontMatter(reader, entries, false),
});
