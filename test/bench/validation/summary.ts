import {
  type Condition,
  conditions,
  type MeasuredMethod,
  type MeasuredRate,
  type Measurement,
  wilsonInterval,
} from '#core/pixels/error-rates.ts';
import type { Adapter } from './adapters.ts';
import type { Trial } from './trials.ts';

/** Chance that one of the first scores above one of the second; ties count half. */
export function rocArea(positive: readonly number[], negative: readonly number[]): number {
  let sum = 0;
  for (const one of positive) for (const other of negative) sum += one > other ? 1 : one === other ? 0.5 : 0;
  return sum / positive.length / negative.length;
}

function rateOf(trials: readonly Trial[], adapter: Adapter, condition: Condition): MeasuredRate {
  const own = trials.filter((trial) => trial.adapter === adapter && trial.condition === condition);
  const spoken = own.filter(({ reading }) => reading !== null);
  const tampered = spoken.filter(({ kind }) => kind !== null);
  const innocent = adapter.innocent.includes(condition) ? spoken.filter(({ kind }) => kind === null) : [];
  return {
    condition,
    falseAlarms: [innocent.filter(({ reading }) => reading?.alarm).length, innocent.length],
    detections: [tampered.filter(({ inPlace }) => inPlace).length, tampered.length],
    silent: own.length - spoken.length,
  };
}

export function measurementOf(
  trials: readonly Trial[],
  adapters: readonly Adapter[],
  corpus: string,
): Measurement {
  const methods: Record<string, MeasuredMethod> = {};
  for (const adapter of adapters) {
    if (adapter.reading !== undefined) continue;
    const rates = conditions.map((condition) => rateOf(trials, adapter, condition));
    methods[adapter.id] = { tampering: adapter.tampering, rates };
  }
  return { corpus, methods };
}

function interval([count, of]: readonly [number, number]): string {
  if (of === 0) return '–';
  const [low, high] = wilsonInterval(count, of).map((value) => Math.round(100 * value));
  return `${count}/${of} (${low}–${high} %)`;
}

function mean(values: readonly number[]): string {
  if (values.length === 0) return '–';
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function nameOf({ id, reading }: Adapter): string {
  return `${id.replace(/^pixels\./, '')}${reading === undefined ? '' : `: ${reading}`}`;
}

/** Launderings under which a method was tried at all. */
function seen(trials: readonly Trial[], adapter: Adapter): readonly Condition[] {
  return conditions.filter((condition) =>
    trials.some((trial) => trial.adapter === adapter && trial.condition === condition),
  );
}

/** One line for each method and laundering. */
export function mainTable(trials: readonly Trial[], adapters: readonly Adapter[]): string {
  const rows = adapters.flatMap((adapter) =>
    seen(trials, adapter).map((condition) => {
      const { falseAlarms, detections, silent } = rateOf(trials, adapter, condition);
      const own = trials.filter((trial) => trial.adapter === adapter && trial.condition === condition);
      const scores = (tampered: boolean): number[] =>
        own.flatMap(({ kind, reading }) =>
          reading !== null && (kind !== null) === tampered ? reading.score : [],
        );
      const [positive, negative] = [scores(true), falseAlarms[1] === 0 ? [] : scores(false)];
      const area =
        positive.length === 0 || negative.length === 0
          ? '–'
          : `${rocArea(positive, negative).toFixed(2)} (${positive.length} : ${negative.length})`;
      const alarmed = own.filter(({ kind, reading }) => kind !== null && reading?.alarm === true).length;
      const seconds = own.reduce((sum, trial) => sum + trial.seconds, 0);
      const megapixels = own.reduce((sum, trial) => sum + trial.megapixels, 0);
      return [
        nameOf(adapter),
        condition,
        area,
        interval(falseAlarms),
        detections[1] === 0 ? '–' : `${alarmed}/${detections[1]}`,
        interval(detections),
        mean(own.flatMap(({ f1 }) => f1 ?? [])),
        `${silent}/${own.length}`,
        adapter.reading !== undefined ? '–' : (seconds / megapixels).toFixed(2),
      ];
    }),
  );
  const head = ['method', 'laundering', 'ROC area (n)', 'false alarms', 'alarm', 'in place', 'F1', 'silent'];
  return table([...head, 's/MP'], rows);
}

/** Unlaundered pictures only: which kinds a method finds. */
export function kindTable(trials: readonly Trial[], adapters: readonly Adapter[]): string {
  const rows = adapters.flatMap((adapter) =>
    adapter.kinds.map((kind) => {
      const own = trials.filter(
        (trial) => trial.adapter === adapter && trial.kind === kind && trial.condition === 'pristine',
      );
      const spoken = own.filter(({ reading }) => reading !== null);
      return [
        nameOf(adapter),
        kind,
        `${spoken.filter(({ reading }) => reading?.alarm).length}/${spoken.length}`,
        interval([spoken.filter(({ inPlace }) => inPlace).length, spoken.length]),
        mean(spoken.flatMap(({ f1 }) => f1 ?? [])),
        `${own.length - spoken.length}/${own.length}`,
      ];
    }),
  );
  return table(['method', 'tampering', 'alarm', 'in place', 'F1', 'silent'], rows);
}

/** The module the cards read: a line for each rate, so that a new measurement can be compared with the old one. */
export function generatedModule({ corpus, methods }: Measurement): string {
  const value = (of: unknown): string => JSON.stringify(of);
  return [
    '// Written by `node test/bench/validation.ts --write`; not edited by hand.',
    "import type { Measurement } from './error-rates.ts';",
    '',
    'export const measured: Measurement = {',
    `  corpus: ${value(corpus)},`,
    '  methods: {',
    ...Object.entries(methods).flatMap(([id, { tampering, rates }]) => [
      `    ${value(id)}: {`,
      `      tampering: ${value(tampering)},`,
      '      rates: [',
      ...rates.map((rate) => `        ${value(rate)},`),
      '      ],',
      '    },',
    ]),
    '  },',
    '};',
    '',
  ].join('\n');
}
