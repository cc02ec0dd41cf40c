import type { ByteRange } from '#shared/domain/figure.ts';
import { RAW_LENGTH } from '#shared/domain/label.ts';
import type { CarriedPayload, CarriedXmp, OwnStatement, Standard } from './define.ts';
import type { XmpProperty } from './xmp.ts';

/** Where a property's value lies in the file: its own bytes when the packet is stored as it is, else the packet's. */
export function rangeOf(payload: CarriedXmp, property: XmpProperty): ByteRange {
  const { packet } = payload;
  const mapped = payload.contiguous && packet.ok && !packet.reencoded;
  if (!mapped || property.end <= property.start) return payload.bytes;
  return [payload.bytes[0] + property.start, property.end - property.start];
}

type Own = Pick<OwnStatement, 'key' | 'meaning' | 'says' | 'raw'> & Partial<OwnStatement>;

/** A statement read from a payload: an unsigned label at the payload's place, unless `own` says otherwise. */
export function statementOf(standard: Standard, payload: CarriedPayload, own: Own): OwnStatement {
  return {
    standard: standard.id,
    standardTitle: standard.title,
    kind: 'label',
    place: payload.place,
    bytes: payload.bytes,
    asserted: [],
    standing: 'unsigned',
    standingNote: null,
    fields: [],
    checks: [],
    ...own,
    raw: own.raw.slice(0, RAW_LENGTH),
  };
}
