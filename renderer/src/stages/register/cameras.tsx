import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Camera, MadeCamera } from '#shared/domain/camera.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { shortHash } from '#shared/text/format.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { JobLine, useRunningJob } from '../mark/job-line.tsx';
import markStyles from '../mark/mark.module.css';
import { EvidencePicker } from '../report/evidence-picker.tsx';
import styles from './register.module.css';

const sources = ['files', 'exhibits'] as const;
const nothing: ReadonlySet<Sha256> = new Set();

/** Cameras whose sensor noise is known here: which there are, one more from its pictures, one less. */
export function Cameras({ shown, onClose }: { readonly shown: Case; readonly onClose: () => void }) {
  const { text } = useWords();
  const known = useQuery(calls.camera.list.queryOptions());
  return (
    <Dialog title={text('cameras.title')} open onClose={onClose} wide>
      <div className={markStyles.dialog}>
        <p>{text('cameras.note')}</p>
        {known.isError && <ProblemNotice error={known.error} onRetry={() => void known.refetch()} />}
        {known.data !== undefined && <Known cameras={known.data.cameras} problems={known.data.problems} />}
        <NewCamera shown={shown} />
      </div>
    </Dialog>
  );
}

function Known({
  cameras,
  problems,
}: {
  readonly cameras: readonly Camera[];
  readonly problems: readonly string[];
}) {
  const { text, number } = useWords();
  const queries = useQueryClient();
  const place = useRef<HTMLElement>(null);
  const remove = useMutation(
    calls.camera.remove.mutationOptions({
      onSuccess: async () => {
        // The button that was pressed goes with its row; without the focus the dialog would not hear the keyboard.
        place.current?.focus();
        await queries.invalidateQueries({ queryKey: calls.camera.key() });
      },
    }),
  );
  return (
    <section ref={place} className={styles.section} tabIndex={-1} aria-label={text('cameras.known')}>
      {remove.isError && <ProblemNotice error={remove.error} />}
      {problems.length > 0 && (
        <Notice kind="caution" title={text('cameras.unreadable')}>
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      )}
      {cameras.length === 0 ? (
        <p className={styles.muted}>{text('cameras.none')}</p>
      ) : (
        <DataTable
          label={text('cameras.known')}
          columns={[
            { id: 'name', title: text('cameras.name') },
            { id: 'model', title: text('cameras.model') },
            { id: 'frame', title: text('cameras.frame') },
            { id: 'references', title: text('cameras.references'), align: 'end' },
            { id: 'hash', title: text('cameras.hash') },
            { id: 'remove', title: text('cameras.remove'), align: 'end' },
          ]}
          rows={cameras.map(({ sha256, name, model, frame, references }) => ({
            id: sha256,
            cells: [
              name,
              model ?? '–',
              `${frame.width} × ${frame.height}`,
              number(references.length),
              <code key="hash">{shortHash(sha256)}</code>,
              <Button
                key="remove"
                kind="quiet"
                disabled={remove.isPending}
                label={`${text('cameras.remove')}: ${visibleText(name)}`}
                onPress={() => remove.mutate({ camera: sha256 })}
              >
                {text('cameras.remove')}
              </Button>,
            ],
          }))}
        />
      )}
    </section>
  );
}

/** From files and folders by their paths, or from exhibits of the case. */
function NewCamera({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [source, setSource] = useState<(typeof sources)[number]>('files');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(nothing);
  const add = useMutation(
    calls.camera.add.mutationOptions({
      onSuccess: async () => {
        setName('');
        setTyped('');
        setChosen(nothing);
        await queries.invalidateQueries({ queryKey: calls.camera.key() });
      },
    }),
  );
  const job = useRunningJob(['camera'], source === 'files' ? '' : shown.id, null);
  const paths = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const ready =
    name.trim() !== '' && !add.isPending && (source === 'files' ? paths.length > 0 : chosen.size > 0);
  return (
    <form
      className={markStyles.dialogForm}
      aria-label={text('cameras.new')}
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog stands in another form in the tree of components: that one is not sent off.
        event.stopPropagation();
        if (!ready) return;
        add.mutate(
          source === 'files'
            ? { name: name.trim(), paths }
            : { name: name.trim(), exhibits: { caseId: shown.id, chosen: [...chosen] } },
        );
      }}
    >
      <h3>{text('cameras.new')}</h3>
      {add.isError && <ProblemNotice error={add.error} />}
      {add.data !== undefined && <Made made={add.data} />}
      <div className={styles.pair}>
        <TextField label={text('cameras.name')} value={name} onChange={setName} />
        <Select
          label={text('cameras.source')}
          value={source}
          choices={sources.map((id) => ({ id, label: text(`cameras.source.${id}`) }))}
          onChange={setSource}
        />
      </div>
      {source === 'files' ? (
        <TextField
          label={text('cameras.paths')}
          note={text('cameras.paths.note')}
          value={typed}
          onChange={setTyped}
          rows={3}
          code
        />
      ) : (
        <EvidencePicker caseId={shown.id} chosen={chosen} onChange={setChosen} />
      )}
      {add.isPending && <JobLine job={job} words={text('cameras.running')} />}
      <div className={markStyles.acts}>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('cameras.submit')}
        </Button>
      </div>
    </form>
  );
}

function Made({ made: { camera, refused } }: { readonly made: MadeCamera }) {
  const { text, pick } = useWords();
  return (
    <Notice
      kind={refused.length > 0 ? 'caution' : 'information'}
      title={text('cameras.made', { name: camera.name, count: camera.references.length })}
    >
      {refused.map(({ path, reason }) => (
        <p key={path}>
          <code>{path}</code>: {pick(reason)}
        </p>
      ))}
    </Notice>
  );
}
