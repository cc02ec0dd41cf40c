import type { CarriedText, CarriedXmp, OwnStatement } from '#core/labels/define.ts';
import { standards } from '#core/labels/standards.generated.ts';
import { readXmp } from '#core/labels/xmp.ts';
import type { MediaFormat } from '#shared/domain/media.ts';

/** Payloads as carriers hand them to the standards, for tests of a standard by itself. */
export function carriedText(key: string, text: string, place = 'a place'): CarriedText {
  return { kind: 'text', place, key, text, bytes: [100, Buffer.byteLength(text)] };
}

export function carriedXmp(packet: string, place = 'APP1 XMP'): CarriedXmp {
  const bytes = Buffer.from(packet, 'utf8');
  return {
    kind: 'xmp',
    place,
    bytes: [100, bytes.length],
    packet: readXmp(bytes),
    contiguous: true,
    orphaned: false,
  };
}

/** What all standards together make of the payloads. */
export function statementsOf(
  payloads: readonly (CarriedText | CarriedXmp)[],
  format: MediaFormat = 'jpeg',
): OwnStatement[] {
  return standards.flatMap((standard) => standard.read(payloads, format));
}

/** Codes of a statement's checks, of one severity or all. */
export function checkCodes(statement: OwnStatement | undefined, severity?: string): string[] {
  return (statement?.checks ?? [])
    .filter((check) => severity === undefined || check.severity === severity)
    .map(({ code }) => code);
}
