import { Equal, EqualNot, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useWords, type Words } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Hash } from '../../ui/hash.tsx';
import { letterOf } from '../../viewer/picture.ts';
import styles from './compare.module.css';
import { equalGroups } from './content-verdict.ts';

/** Exhibits that agree stand together; an exhibit without the fact is in no group. */
type Groups = readonly (readonly number[])[];

interface FactRow {
  readonly id: string;
  readonly name: string;
  readonly values: readonly ReactNode[];
  readonly groups: Groups;
}

/** What is known of each file, side by side, and whether it is the same. */
export function FactsCompared({ exhibits }: { readonly exhibits: readonly Evidence[] }) {
  const words = useWords();
  const { text } = words;
  return (
    <div className={styles.scroll}>
      <DataTable
        label={text('compare.tab.facts')}
        columns={[
          { id: 'fact', title: text('compare.fact'), width: '150px' },
          { id: 'verdict', title: text('compare.verdict'), width: '130px' },
          ...exhibits.map((exhibit, index) => ({
            id: exhibit.sha256,
            title: text('viewer.pane.name', {
              letter: letterOf(index),
              number: exhibit.number,
              name: exhibit.name,
            }),
          })),
        ]}
        rows={factRows(exhibits, words).map((row) => ({
          id: row.id,
          cells: [row.name, <GroupsMark key="verdict" groups={row.groups} />, ...row.values],
        }))}
      />
    </div>
  );
}

function factRows(exhibits: readonly Evidence[], words: Words): readonly FactRow[] {
  const { text, number, duration } = words;
  const row = (
    id: string,
    name: string,
    of: (one: Evidence) => string | number | undefined,
    show: (one: Evidence) => ReactNode = of,
  ): FactRow => {
    const values = exhibits.map(of);
    return {
      id,
      name,
      values: exhibits.map((one, index) => (values[index] === undefined ? '–' : show(one))),
      groups: equalGroups(values),
    };
  };
  const rows: readonly FactRow[] = [
    row(
      'sha256',
      text('evidence.sha256'),
      (one) => one.sha256,
      (one) => <Hash value={one.sha256} label={text('evidence.copy-hash')} />,
    ),
    {
      id: 'content',
      name: text('facts.content'),
      values: exhibits.map((one) => <ContentCell key={one.sha256} exhibit={one} words={words} />),
      // The method is part of the value: hashes made in different ways say nothing about each other.
      groups: equalGroups(
        exhibits.map(({ content }) =>
          content.state === 'known' ? `${content.method} ${content.sha256}` : undefined,
        ),
      ),
    },
    row(
      'size',
      text('evidence.size'),
      (one) => one.size,
      (one) => text('facts.bytes', { count: one.size }),
    ),
    row('kind', text('evidence.kind'), (one) => text(`kind.${one.media.kind}`)),
    row('format', text('compare.format'), (one) => one.media.format),
    row('mime', text('facts.mime'), (one) => one.media.mime),
    row('extent', text('evidence.extent'), ({ media }) =>
      media.width === undefined || media.height === undefined
        ? undefined
        : text('viewer.size', { width: media.width, height: media.height }),
    ),
    row(
      'frames',
      text('compare.frames'),
      ({ media }) => media.frames,
      ({ media }) => number(media.frames ?? 0),
    ),
    row(
      'duration',
      text('compare.duration'),
      ({ media }) => media.durationSeconds,
      ({ media }) => duration(media.durationSeconds ?? 0),
    ),
  ];
  return rows.filter((one) => one.groups.length > 0 || one.id === 'content');
}

function ContentCell({ exhibit, words }: { readonly exhibit: Evidence; readonly words: Words }) {
  const { text, pick } = words;
  const { content } = exhibit;
  if (content.state === 'not-applicable') return text('facts.content.not-applicable');
  if (content.state === 'undetermined')
    return text('facts.content.undetermined', { reason: pick(content.reason) });
  return (
    <span className={styles.two}>
      <Hash value={content.sha256} label={text('evidence.copy-hash')} />
      <span className={styles.method}>{text('facts.content.method', { method: content.method })}</span>
      {content.warnings.length > 0 && (
        <span className={styles.caution}>
          {text('facts.content.warnings', { count: content.warnings.length })}
        </span>
      )}
    </span>
  );
}

/** Equal or not: shape and word; with more than two exhibits, which are. */
function GroupsMark({ groups }: { readonly groups: Groups }) {
  const { text } = useWords();
  const known = groups.flat().length;
  const verdict = known < 2 ? 'not-comparable' : groups.length === 1 ? 'equal' : 'differs';
  const Icon = verdict === 'equal' ? Equal : verdict === 'differs' ? EqualNot : Minus;
  const detail = groups.map((group) => group.map(letterOf).join(' = ')).join(' ≠ ');
  return (
    <span className={styles.mark} data-verdict={verdict}>
      <Icon aria-hidden="true" />
      {verdict === 'differs' && known > 2 ? detail : text(`compare.${verdict}`)}
    </span>
  );
}
