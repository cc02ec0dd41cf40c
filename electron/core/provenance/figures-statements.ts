import type { PresentCredential } from '#shared/domain/credential.ts';
import type { AssertionDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange, Cell, FigureOf, Flag } from '#shared/domain/figure.ts';
import { localized, verbatim } from '#shared/domain/localized.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import { column, manifestColumn, manifestNumbers, numberOf, ROWS, table, yesNo } from './figure-parts.ts';

/** Every assertion as it was read, and whether it is the one that was signed. */
export function assertionsFigure(result: PresentCredential): FigureOf<'table'> {
  const { store, details, boxes } = result;
  const numbers = manifestNumbers(result);
  const own = new Map(details.map((detail) => [detail.label, detail.assertions]));
  const rows = store.manifests.flatMap((manifest) => {
    const instances = new Map<string, number>();
    return manifest.assertions.map((assertion) => {
      const seen = instances.get(assertion.label) ?? 0;
      instances.set(assertion.label, seen + 1);
      const found = instanceOf(own.get(manifest.label) ?? [], assertion.label, seen);
      const place = found === undefined ? undefined : placeOf(boxes, found.store);
      return {
        cells: [
          numberOf(numbers, manifest.label),
          found?.label ?? assertion.label,
          yesNo(assertion.created),
          yesNo(found?.hashMatches ?? null),
          assertion.preview,
        ],
        ...(found?.hashMatches === false ? { flag: 'error' as const } : {}),
        ...(place === undefined ? {} : { bytes: place }),
      };
    });
  });
  return table(
    'assertions',
    ['Assertions', '断言'],
    [
      manifestColumn,
      column('label', 'Label', '标签', true),
      column('created', 'Vouched for by the signer', '由签名者担保'),
      column('hash', 'As signed', '与签名时一致'),
      column('data', 'Content', '内容', true),
    ],
    rows.slice(0, ROWS),
  );
}

/** Engines leave out the number of an instance (`stds.exif__1`) and name some actions by a newer version. */
function instanceOf(
  assertions: readonly AssertionDetail[],
  label: string,
  seen: number,
): AssertionDetail | undefined {
  const exact = assertions.find((assertion) => assertion.label === label);
  if (exact !== undefined && seen === 0) return exact;
  const kind = (name: string): string => name.replace(/__\d+$/, '').replace(/\.v\d+$/, '');
  return assertions.filter(({ label: own }) => kind(own) === kind(label))[seen];
}

/** Where a box of the store lies in the file: its first piece. */
function placeOf(
  boxes: PresentCredential['boxes'],
  [start, length]: readonly [number, number],
): ByteRange | undefined {
  const queue = [...boxes];
  for (let box = queue.shift(); box !== undefined; box = queue.shift()) {
    if (box.store[0] === start && box.store[1] === length) return box.bytes[0];
    if (box.store[0] <= start && start < box.store[0] + box.store[1]) queue.push(...box.children);
  }
  return undefined;
}

interface StatusRow {
  /** The manifest whose validation gave it. */
  readonly manifest: string | null;
  readonly ingredient: string | null;
  readonly when: 'now' | 'recorded';
  readonly status: CredentialStatus;
}

export function statusFigure(result: PresentCredential): FigureOf<'table'> {
  const { store } = result;
  const numbers = manifestNumbers(result);
  const rows: StatusRow[] = [
    ...store.statuses.map((status) => ({
      manifest: store.active,
      ingredient: null,
      when: 'now' as const,
      status,
    })),
    ...store.manifests.flatMap((manifest) =>
      manifest.ingredients.flatMap(({ label, now, recorded }) => {
        const place = { manifest: manifest.label, ingredient: label };
        return [
          ...now.map((status) => ({ ...place, when: 'now' as const, status })),
          ...recorded.map((status) => ({ ...place, when: 'recorded' as const, status })),
        ];
      }),
    ),
    ...store.unplaced.map((status) => ({ manifest: null, ingredient: null, when: 'now' as const, status })),
  ];
  return table(
    'status-codes',
    ['Validation status codes', '核验状态码'],
    [
      manifestColumn,
      column('ingredient', 'Source', '素材', true),
      column('when', 'Validated', '核验时点'),
      column('kind', 'Kind', '类别', true),
      column('code', 'Code', '状态码', true),
      column('url', 'About', '对象', true),
      column('explanation', 'Explanation', '说明'),
    ],
    rows.map(({ manifest, ingredient, when, status }) => ({
      cells: [
        manifest === null ? '?' : numberOf(numbers, manifest),
        ingredient,
        when === 'now' ? localized('now', '本次') : localized('by the signer, then', '签名者当时记录'),
        verbatim(status.kind),
        status.code,
        shortAddress(status.url, numbers),
        withoutAddress(status),
      ],
      flag: statusFlag(status),
    })),
  );
}

/** `self#jumbf=/c2pa/<label>/c2pa.signature` as `1/c2pa.signature`, by the number of the manifest. */
function shortAddress(url: string, numbers: ReadonlyMap<string, number>): string {
  const path = url.replace(/^self#jumbf=\/?(c2pa\/)?/, '');
  const label = [...numbers.keys()].find((known) => path === known || path.startsWith(`${known}/`));
  if (label === undefined) return path;
  const rest = path.slice(label.length + 1).replace(/^c2pa\.assertions\//, '');
  return rest === '' ? String(numbers.get(label)) : `${numbers.get(label)}/${rest}`;
}

/** Engines repeat the address in their explanation. */
function withoutAddress({ explanation, url }: CredentialStatus): Cell {
  const rest = (url === '' ? explanation : explanation.replaceAll(url, ''))
    .replace(/self#jumbf=\S+$/, '')
    .replace(/[\s:]+$/, '');
  return rest === '' ? null : rest;
}

function statusFlag(status: CredentialStatus): Flag {
  if (status.kind === 'success') return 'ok';
  if (status.kind === 'informational' || status.code.endsWith('.untrusted')) return 'notice';
  return 'error';
}
