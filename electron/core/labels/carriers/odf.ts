import { defineCarrier } from '../define.ts';
import { damaged, gathered } from '../gathering.ts';
import { elementTexts, openPackage, xmlPartsNamed } from '../package/parts.ts';

const metaNamespace = 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0';

/**
 * OpenDocument (ISO/IEC 26300): `meta.xml` with its user-defined fields. No guide settles where a label goes, so
 * that it is only read. Pictures inside are not searched.
 */
export const carrier = defineCarrier({
  id: 'odf',
  formats: ['odf'],
  places: ['meta.xml'],
  read: (reader) =>
    gathered((gathering) => {
      const source = openPackage(reader, gathering);
      if (source === null) return;
      // ODF 1.3 part 2, 3.4.1: the whole package as one encrypted entry
      if (source.byName.has('encrypted-package')) damaged(gathering, 'the document is encrypted');
      for (const part of xmlPartsNamed(source, 'meta.xml')) {
        elementTexts(source, part, ({ uri, name, attributes }) => {
          if (uri !== metaNamespace || name !== 'user-defined') return `meta:${name}`;
          return (
            attributes.find((attribute) => attribute.uri === metaNamespace && attribute.name === 'name')
              ?.value ?? null
          );
        });
      }
    }),
});
