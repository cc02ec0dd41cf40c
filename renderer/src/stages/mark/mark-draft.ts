import type { LabelPosition, SoundPlace } from '#shared/domain/explicit-label.ts';
import type { AigcLabel, LabellingRequest, LabelToWrite } from '#shared/domain/labelling.ts';
import { createStore } from '../../state/store.ts';

export type StandardId = LabelToWrite['standard'];

/** What the form holds. Texts are as typed; empty means not said. */
export interface MarkDraft {
  readonly standards: ReadonlySet<StandardId>;
  readonly label: AigcLabel | '';
  readonly propagator: string;
  readonly propagateId: string;
  readonly produceId: string;
  readonly sourceType: string;
  readonly system: string;
  readonly systemVersion: string;
  readonly visible: boolean;
  readonly text: string;
  readonly position: Exclude<LabelPosition, 'inside'>;
  readonly ratio: number;
  /** Of a film; `null`: all of it. */
  readonly seconds: number | null;
  readonly audible: 'none' | 'rhythm' | 'spoken';
  readonly recording: string;
  readonly written: boolean;
  readonly sentence: string;
  readonly place: Exclude<SoundPlace, 'middle'>;
  readonly sign: boolean;
  readonly passphrase: string;
  /** An invisible mark is put into the copy. */
  readonly mark: boolean;
  readonly identifier: 'random' | 'typed';
  readonly payload: string;
  /** Fingerprint of a key of the ring; empty: the public key. */
  readonly key: string;
  /** `null`: the codec's standard. */
  readonly decibels: number | null;
  readonly register: boolean;
  /** A copy of the file stays with its entry. */
  readonly keep: boolean;
  readonly note: string;
}

export const emptyDraft: MarkDraft = {
  standards: new Set(),
  label: '',
  propagator: '',
  propagateId: '',
  produceId: '',
  sourceType: 'trainedAlgorithmicMedia',
  system: '',
  systemVersion: '',
  visible: false,
  text: 'AI生成',
  position: 'bottom-right',
  ratio: 0.06,
  seconds: null,
  audible: 'none',
  recording: '',
  written: false,
  sentence: '本内容由人工智能生成',
  place: 'start',
  sign: false,
  passphrase: '',
  mark: false,
  identifier: 'random',
  payload: '',
  key: '',
  decibels: null,
  register: true,
  keep: true,
  note: '',
};

/** The producer goes from exhibit to exhibit for as long as the program runs: it is the same service. */
export const producer = createStore<{ readonly name: string }>({ name: '' });

/** The request a draft stands for; `held`: the file has a label whose producer is kept. */
export function requestOf(draft: MarkDraft, producerName: string, held: boolean): LabellingRequest {
  const { place, position, ratio, seconds } = draft;
  return {
    labels: [...draft.standards].map((standard) => labelOf(standard, draft, held ? '' : producerName)),
    visible: draft.visible ? { text: draft.text.trim() || ' ', position, ratio, seconds } : null,
    audible: audibleOf(draft),
    written: draft.written ? { text: draft.sentence.trim() || ' ', place } : null,
  };
}

function audibleOf({ audible, recording, place }: MarkDraft): LabellingRequest['audible'] {
  if (audible === 'none') return null;
  return audible === 'rhythm'
    ? { kind: 'rhythm', place }
    : { kind: 'spoken', recording: recording.trim() || ' ', place };
}

function labelOf(standard: StandardId, draft: MarkDraft, producerName: string): LabelToWrite {
  switch (standard) {
    case 'gb45438-aigc':
      return {
        standard,
        ...(draft.label === '' ? {} : { label: draft.label }),
        ...optional('producer', producerName),
        ...(producerName === '' ? {} : optional('produceId', draft.produceId)),
        ...optional('propagator', draft.propagator),
        ...optional('propagateId', draft.propagateId),
      };
    case 'iptc-digital-source-type':
      return {
        standard,
        sourceType: draft.sourceType,
        ...optional('system', draft.system),
        ...optional('systemVersion', draft.systemVersion),
      };
    case 'schema-org':
      return { standard, sourceType: draft.sourceType };
  }
}

function optional<K extends string>(name: K, typed: string): { [key in K]?: string } {
  const value = typed.trim();
  return value === '' ? {} : ({ [name]: value } as { [key in K]?: string });
}

/** Is a field empty without which the request means nothing yet? */
export function isUnfinished(draft: MarkDraft, producerName: string, held: boolean): boolean {
  const empty = (value: string): boolean => value.trim() === '';
  const gb = draft.standards.has('gb45438-aigc') && !held;
  return (
    (gb && (empty(producerName) || empty(draft.produceId))) ||
    empty(draft.propagator) !== empty(draft.propagateId) ||
    (draft.audible === 'spoken' && empty(draft.recording)) ||
    (draft.visible && empty(draft.text)) ||
    (draft.written && empty(draft.sentence))
  );
}

export function asksForNothing({ standards, visible, audible, written }: MarkDraft): boolean {
  return standards.size === 0 && !visible && audible === 'none' && !written;
}
