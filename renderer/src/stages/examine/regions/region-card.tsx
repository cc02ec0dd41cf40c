import { Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import {
  type Agreement,
  type AnalystRegion,
  type RegionMeasurement,
  regionColours,
} from '#shared/domain/region.ts';
import { regionName, seenByOverlaps } from '#shared/text/region-words.ts';
import { useWords } from '../../../state/text.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Checkbox, TextField } from '../../../ui/field.tsx';
import { MapMeans } from './map-means.tsx';
import styles from './regions.module.css';
import type { RegionsState } from './use-regions.ts';
import { useTitles } from './use-titles.ts';

export interface RegionCardProps {
  readonly region: AnalystRegion;
  readonly index: number;
  readonly measured: RegionMeasurement | undefined;
  readonly agreement: Agreement;
  readonly state: RegionsState;
  readonly writable: boolean;
}

/** A region of the analyst: its name, what is to be said of it, and what the methods say there. */
export function RegionCard(props: RegionCardProps) {
  const { region, index, measured, state, writable } = props;
  const { text, pick } = useWords();
  const titleOf = useTitles();
  const { id } = region;
  const name = pick(regionName(region, index));
  const selected = state.selected === id;
  const fresh = state.fresh === id;
  const field = useRef<HTMLInputElement | null>(null);
  const { named } = state;
  useEffect(() => {
    if (!fresh) return;
    field.current?.focus();
    named();
  });
  return (
    <article
      className={styles.card}
      aria-label={name}
      data-own
      data-selected={selected || undefined}
      onFocus={() => state.select(id)}
      onPointerDown={() => state.select(id)}
    >
      <header className={styles.head}>
        <span className={styles.swatch} data-colour={region.colour} aria-hidden="true" />
        {writable ? (
          <input
            ref={field}
            className={styles.name}
            aria-label={text('regions.name', { name })}
            placeholder={name}
            maxLength={200}
            value={region.name}
            onChange={(event) =>
              state.change(id, (one) => ({ ...one, name: event.target.value }), `name ${id}`)
            }
          />
        ) : (
          <b className={styles.name}>{name}</b>
        )}
        {writable && (
          <IconButton
            label={text('regions.remove', { name })}
            icon={<Trash2 aria-hidden="true" />}
            onPress={() => state.remove(id)}
          />
        )}
      </header>
      {region.from.length > 0 && (
        <p className={styles.muted}>
          {text('regions.from', { methods: region.from.map(titleOf).join(' · ') })}
        </p>
      )}
      {selected && writable && <Fields region={region} state={state} />}
      {!writable && region.remark !== '' && <p>{region.remark}</p>}
      {!selected && region.finding && <p className={styles.muted}>{text('regions.carried')}</p>}
      {measured !== undefined && (
        <>
          <p>{pick(seenByOverlaps(measured.overlaps))}</p>
          {selected && <Measured measured={measured} />}
        </>
      )}
    </article>
  );
}

function Fields({ region, state }: { readonly region: AnalystRegion; readonly state: RegionsState }) {
  const { text } = useWords();
  const { id } = region;
  return (
    <>
      <TextField
        label={text('regions.remark')}
        value={region.remark}
        rows={2}
        onChange={(remark) => state.change(id, (one) => ({ ...one, remark }), `remark ${id}`)}
      />
      <div className={styles.colours} role="radiogroup" aria-label={text('regions.colour')}>
        {regionColours.map((colour) => (
          <label key={colour} className={styles.colour}>
            <input
              type="radio"
              name={`colour-${id}`}
              checked={region.colour === colour}
              aria-label={text(`regions.colour.${colour}`)}
              onChange={() => state.change(id, (one) => ({ ...one, colour }))}
            />
            <span className={styles.swatch} data-colour={colour} />
          </label>
        ))}
      </div>
      <Checkbox
        selected={region.finding}
        onChange={(finding) => state.change(id, (one) => ({ ...one, finding }))}
      >
        {text('regions.finding')}
      </Checkbox>
      <Checkbox
        selected={region.redact === true}
        onChange={(redact) => state.change(id, (one) => ({ ...one, redact }))}
      >
        {text('regions.redact')}
      </Checkbox>
    </>
  );
}

function Measured({ measured }: { readonly measured: RegionMeasurement }) {
  const { text, number } = useWords();
  const titleOf = useTitles();
  const { overlaps, maps, unread } = measured;
  return (
    <>
      {overlaps.length > 0 && (
        <ul className={styles.overlaps}>
          {overlaps.slice(0, 30).map(({ region, analysis, covered, within }) => (
            <li key={region}>
              {text('regions.overlap', {
                method: titleOf(analysis),
                covered: number(100 * covered, 0),
                within: number(100 * within, 0),
              })}
            </li>
          ))}
        </ul>
      )}
      {maps.length > 0 && (
        <Disclosure level={4} title={text('regions.maps', { count: maps.length })}>
          <MapMeans maps={maps} />
        </Disclosure>
      )}
      {unread > 0 && <p className={styles.muted}>{text('regions.unread', { count: unread })}</p>}
    </>
  );
}
