import { useQuery } from '@tanstack/react-query';
import type { PropositionPair } from '#shared/domain/assignment.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { propositionName } from '#shared/text/conclusion-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { EvidenceChoice } from '../evidence-choice.tsx';
import styles from './opinion.module.css';
import { useSay } from './use-conclusion.ts';

/** One group: propositions that exclude each other, and what they are about. */
export function PairFields({
  caseId,
  index,
  pair,
  onChange,
  onRemove,
}: {
  readonly caseId: string;
  readonly index: number;
  readonly pair: PropositionPair;
  readonly onChange: (pair: PropositionPair) => void;
  readonly onRemove: () => void;
}) {
  const say = useSay();
  const { propositions, exhibit } = pair;
  const number = index + 1;
  return (
    <section className={form.entry} aria-label={say(screen.group, { number })}>
      <div className={styles.line}>
        <EvidenceChoice
          caseId={caseId}
          label={`${say(screen.group, { number })} · ${say(screen.about)}`}
          value={exhibit}
          none={say(screen.wholeCase)}
          except={null}
          onChange={(next) =>
            onChange({ ...pair, exhibit: next, camera: next === null ? null : pair.camera })
          }
        />
        <Button kind="quiet" label={say(screen.removeGroup, { number })} onPress={onRemove}>
          {say(screen.remove)}
        </Button>
      </div>
      {propositions.map((wording, place) => {
        const name = propositionName(place);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a proposition is its place: H1, H2
          <div className={styles.line} key={place}>
            <TextField
              label={name}
              value={wording}
              onChange={(text) =>
                onChange({
                  ...pair,
                  propositions: propositions.map((one, at) => (at === place ? text : one)),
                })
              }
              rows={2}
            />
            {place > 1 && (
              <Button
                kind="quiet"
                label={say(screen.removeAlternative, { name })}
                onPress={() =>
                  onChange({ ...pair, propositions: propositions.filter((_, at) => at !== place) })
                }
              >
                {say(screen.remove)}
              </Button>
            )}
          </div>
        );
      })}
      <div className={styles.acts}>
        <Button
          disabled={propositions.length >= 6}
          onPress={() => onChange({ ...pair, propositions: [...propositions, ''] })}
        >
          {say(screen.addAlternative)}
        </Button>
      </div>
      {exhibit !== null && <CameraChoice pair={pair} onChange={onChange} />}
    </section>
  );
}

/** The camera the first proposition names, of those with a fingerprint; shown only where there are any. */
function CameraChoice({
  pair,
  onChange,
}: {
  readonly pair: PropositionPair;
  readonly onChange: (pair: PropositionPair) => void;
}) {
  const say = useSay();
  const cameras = useQuery(calls.camera.list.queryOptions());
  const known = (cameras.data?.cameras ?? []).map(({ sha256, name }) => ({ sha256, name }));
  const { camera } = pair;
  const all =
    camera === null || known.some(({ sha256 }) => sha256 === camera.sha256) ? known : [...known, camera];
  if (all.length === 0) return null;
  return (
    <div>
      <Select
        label={say(screen.camera)}
        value={camera?.sha256 ?? ''}
        onChange={(id) => onChange({ ...pair, camera: all.find(({ sha256 }) => sha256 === id) ?? null })}
        choices={[
          { id: '', label: say(screen.noCamera) },
          ...all.map(({ sha256, name }) => ({ id: sha256, label: `${name} · ${sha256.slice(0, 8)}` })),
        ]}
      />
      <p className={styles.muted}>{say(screen.cameraNote)}</p>
    </div>
  );
}
