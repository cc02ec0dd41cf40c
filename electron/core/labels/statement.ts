import type { ByteRange } from '#shared/domain/figure.ts';
import { RAW_LENGTH } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CarriedPayload, CarriedXmp, OwnStatement, Standard } from './define.ts';
import type { XmpProperty } from './xmp.ts';

/** Where a property's value lies in the file: its own bytes when the packet is stored as it is, else the packet's. */
export function rangeOf(payload: CarriedXmp, property: XmpProperty): ByteRange {
  const { packet } = payload;
  const mapped = payload.contiguous && packet.ok && !packet.reencoded;
  if (!mapped || property.end <= property.start) return payload.bytes;
  return [payload.bytes[0] + property.start, property.end - property.start];
}

/** A hostile file may carry thousands of labels; more than this says nothing more. */
export const mostStatements = 500;

/** Statements of payload after payload, until there are more than are kept: in file order, the first ones count. */
export function statementsFrom<P extends CarriedPayload>(
  payloads: readonly P[],
  read: (payload: P) => readonly OwnStatement[],
): OwnStatement[] {
  const found: OwnStatement[] = [];
  for (const payload of payloads) {
    if (found.length > mostStatements) break;
    for (const statement of read(payload)) found.push(statement);
  }
  return found;
}

type Own = Pick<OwnStatement, 'key' | 'meaning' | 'says' | 'raw'> & Partial<OwnStatement>;

/** A statement read from a payload: an unsigned label at the payload's place, unless `own` says otherwise. */
export function statementOf(standard: Standard, payload: CarriedPayload, own: Own): OwnStatement {
  const statement: OwnStatement = {
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
  return payload.superseded === true && statement.kind === 'label' ? replaced(statement) : statement;
}

/** Code of the check that marks what a later save replaced. */
export const supersededCode = 'superseded';

/** Statements without those of earlier saves that the last save repeats. */
export function withoutEchoes<S extends OwnStatement>(statements: readonly S[]): S[] {
  const identity = ({ standard, key, raw }: S): string => JSON.stringify([standard, key, raw]);
  const isReplaced = ({ checks }: S): boolean => checks.some(({ code }) => code === supersededCode);
  const current = new Set(statements.filter((one) => !isReplaced(one)).map(identity));
  return statements.filter((one) => !isReplaced(one) || !current.has(identity(one)));
}

/** What an earlier save said is no label of the file any more, but it is still there to be read. */
function replaced(statement: OwnStatement): OwnStatement {
  return {
    ...statement,
    kind: 'residue',
    says: localized(
      `An earlier save, replaced since, said: ${statement.says.en}`,
      `已被后续保存取代的早期版本曾声明：${statement.says['zh-CN']}`,
    ),
    checks: [
      {
        code: supersededCode,
        severity: 'information',
        text: localized(
          'A later save of the document replaced it; programs do not show it any more',
          '文档后续保存时已将其取代，程序不再显示',
        ),
        cite: 'ISO 32000-2, 7.5.6',
      },
    ],
  };
}
