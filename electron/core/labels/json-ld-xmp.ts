import { type HostileValue, list, record, text, toHostileValue } from '../media/hostile-json.ts';

/** A property of an XMP packet written as JSON-LD (ISO 16684-3), the form glTF carries (KHR_xmp_json_ld). */
export interface JsonLdProperty {
  readonly uri: string;
  readonly name: string;
  readonly value: string;
}

const LENGTH = 1 << 20;

/** Top-level properties of one packet, or of the `packets` of the extension; `null`: it is not JSON. */
export function readJsonLdXmp(source: string): JsonLdProperty[] | null {
  if (source.length > LENGTH) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  const { value } = toHostileValue(parsed, { depth: 16, values: 20_000, textLength: LENGTH });
  const packets = Array.isArray(value) ? value : record(value).get('packets');
  return (Array.isArray(packets) ? list(packets) : [value]).slice(0, 64).flatMap(propertiesOf);
}

function propertiesOf(packet: HostileValue): JsonLdProperty[] {
  const context = record(record(packet).get('@context'));
  return [...record(packet)].flatMap(([key, value]) => {
    const colon = key.indexOf(':');
    const uri = text(context.get(key.slice(0, colon)));
    if (colon < 1 || uri === null) return [];
    const plain = plainValue(value);
    return plain === null ? [] : [{ uri, name: key.slice(colon + 1), value: plain }];
  });
}

/** A text as it stands, `{"@value": …}` and `{"@id": …}` unpacked, the first of a list. */
function plainValue(value: HostileValue | undefined, depth = 0): string | null {
  if (value === undefined || depth > 4) return null;
  const direct = text(value, LENGTH);
  if (direct !== null) return direct;
  if (Array.isArray(value)) return plainValue(value[0], depth + 1);
  const fields = record(value);
  const inner = fields.get('@value') ?? fields.get('@id') ?? fields.get('@list') ?? fields.get('@set');
  return plainValue(inner, depth + 1);
}
