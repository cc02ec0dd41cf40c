import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer, XmpAssignment } from '../define.ts';
import { planned, Refusal } from '../refusal.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { isNamed, readXmp } from '../xmp.ts';
import { mergeXmp } from '../xmp-merge.ts';

/** The place of a container for its one XMP packet. */
export interface XmpHome {
  readonly place: string;
  /** Packets that stand there now; a sound file has at most one. */
  readonly packets: readonly Uint8Array[];
  /** The change that puts `packet` where `packets[index]` stands, or where the first one belongs (`null`). */
  put(packet: Uint8Array, index: number | null): readonly Splice[];
}

/** Plan the entries of a container that keeps nothing but XMP: all go into its one packet. */
export function planXmp(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  find: (properties: readonly XmpAssignment[]) => XmpHome,
): WriteAnswer {
  return planned(() => {
    const properties = entries.flatMap((entry) => {
      if (entry.kind === 'text')
        throw new Refusal('This format keeps labels in XMP only', '该格式只能以 XMP 保存标识');
      return entry.properties;
    });
    const { packets, place, put } = find(properties);
    const holding = packets.flatMap((packet, index) => (holdsAny(packet, properties) ? [index] : []));
    if (holding.length > 1)
      throw new Refusal(
        'The file holds several XMP packets with this label; leave one of them before it is labelled again',
        '文件中有多个 XMP 数据包载有该标识，请先仅保留其中一个再写入',
      );
    const index = holding[0] ?? (packets.length > 0 ? 0 : null);
    const merged = mergeXmp(index === null ? null : packets[index]!, properties);
    if (!merged.ok) throw new Refusal(merged.reason.en, merged.reason['zh-CN']);
    const splices = put(merged.packet, index).toSorted((a, b) => a.from - b.from);
    if (splices.some(({ from }, at) => at > 0 && from < splices[at - 1]!.to))
      throw damagedContainer('its parts overlap');
    return { pieces: spliced(reader.size, splices), places: entries.map(() => place) };
  });
}

/** A container that is not whole is not written: what stands behind the damage could be lost. */
export function damagedContainer(problem: string): Refusal {
  return new Refusal(
    `The file is damaged (${problem}); repair it before it is labelled`,
    `文件已损坏（${problem}），请先修复再写入标识`,
  );
}

export function holdsAny(packet: Uint8Array, properties: readonly XmpAssignment[]): boolean {
  const reading = readXmp(packet);
  return (
    reading.ok &&
    reading.properties.some((property) => properties.some(({ uri, name }) => isNamed(property, uri, name)))
  );
}
