import { defineCarrier } from '../define.ts';
import { damaged, gathered, keepText, remarked } from '../gathering.ts';
import { customParts, customProperties, registeredName } from '../package/custom-properties.ts';
import { writeCustomProperties } from '../package/custom-property-writing.ts';
import { elementTexts, openPackage, type Package, xmlPartsNamed } from '../package/parts.ts';

/**
 * Office Open XML (ISO/IEC 29500): document properties. Pictures inside the document are files of their own and
 * are not searched; nor is the text.
 */
export const carrier = defineCarrier({
  id: 'ooxml',
  formats: ['docx', 'xlsx', 'pptx'],
  places: ['docProps/custom.xml', 'docProps/core.xml', 'docProps/app.xml'],
  read: (reader) =>
    gathered((gathering) => {
      const source = openPackage(reader, gathering);
      if (source === null) return;
      custom(source);
      for (const part of xmlPartsNamed(source, 'docProps/core.xml'))
        elementTexts(source, part, ({ name }) => `core:${name}`);
      for (const part of xmlPartsNamed(source, 'docProps/app.xml'))
        elementTexts(source, part, ({ name }) => `app:${name}`);
    }),
  writes: ['text'],
  write: (reader, entries) => writeCustomProperties(reader, entries),
});

function custom(source: Package): void {
  const { gathering } = source;
  const registered = registeredName(xmlPartsNamed(source, '_rels/.rels'));
  for (const part of customParts(source, registered)) {
    const { name } = part.entry;
    if (registered?.toLowerCase() !== name.toLowerCase())
      remarked(gathering, `${name} is not registered in the package: programs may not show it`);
    for (const { name: key, text, element, value } of customProperties(part)) {
      if (key === '' || text === '') continue;
      const bytes = part.range((value ?? element).start, (value ?? element).end);
      keepText(gathering, { place: name, key, bytes, text });
    }
  }
  if (registered !== null && !source.byName.has(registered.toLowerCase()))
    damaged(gathering, `${registered.slice(0, 200)} is registered, but not there`);
}
