import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import type { Trace, TraceCandidate, TraceWarning } from '#shared/domain/trace.ts';
import { expectedFalseWords } from '#shared/text/comparison-facts.ts';
import { hexIdentifier } from '#shared/text/mark-identifier.ts';
import {
  claimWords,
  matchPhrase,
  methodWords,
  routeWords,
  traceStateWords,
  variantWords,
  verdictWords,
} from '#shared/text/trace-words.ts';
import {
  column,
  heading,
  keyValues,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  title: localized('Where the exhibits come from', '检材溯源'),
  intro: localized(
    'Each exhibit was looked up in the register of this installation and among the other exhibits of the case. A claim says how far a likeness goes: “same bytes” and “same content” are identities; “confirmed copy” was confirmed by the geometry, the order in time or the wording of both; “likely” is one code alone below its published threshold; “worth a look” is a lead and nothing more. That one file is a source of the other says nothing of who made the copy, or why.',
    '在本机登记册及本案其他检材中检索每件检材。结论用语表示相似程度：“字节相同”与“内容相同”为同一；“确认为副本”已由双方的几何关系、时间次序或措辞证实；“很可能为副本”仅有一项编码达到其公布的阈值；“值得查看”仅为线索。一份文件为另一份的来源，并不说明副本由何人制作、出于何种目的。',
  ),
  more: localized('{shown} of {total} sources are listed here.', '此处列出 {total} 个来源中的 {shown} 个。'),
  number: localized('No.', '序号'),
  source: localized('Source', '来源'),
  name: localized('Name', '名称'),
  claim: localized('Claim', '结论'),
  entry: localized('Entry', '条目'),
  place: localized('Place', '位置'),
} as const;

const tones: Readonly<Record<TraceWarning['code'], 'notice' | 'warning' | 'error'>> = {
  transplanted: 'error',
  'mark-without-content': 'warning',
  'manifest-elsewhere': 'warning',
  'same-pixels-other-metadata': 'notice',
  'same-sound-other-picture': 'notice',
  'same-picture-other-sound': 'notice',
};

export const section: Section = {
  id: 'trace',
  title: text.title,
  stands: ({ traces }) => (traces ?? []).length > 0,
  blocks(context) {
    const traces = context.input.traces ?? [];
    return [
      paragraph(context.say(text.intro)),
      ...traces
        .toSorted((a, b) => a.file.number - b.file.number)
        .flatMap((trace) => traceBlocks(trace, context)),
    ];
  },
};

function traceBlocks(trace: Trace, context: SectionContext): ReportBlock[] {
  const { say, word, date, input, shortening } = context;
  const { language } = input;
  const { file, at, assay, warnings, candidates } = trace;
  const shown = candidates.slice(0, shortening.rows);
  return [
    heading(2, word('duties.exhibit', { number: file.number, name: file.name })),
    note(`${date(at)} · Assay ${assay}`),
    ...warnings.map(
      ({ code, text: words }): ReportBlock => ({
        kind: 'warning',
        tone: tones[code],
        text: word(`trace.warning.${code}`),
        details: [words[language]],
      }),
    ),
    ...answer(trace, context),
    paragraph(`${word('trace.searched')}${language === 'en' ? ': ' : '：'}${searched(trace, context)}`),
    ...(shown.length === 0 ? [] : [candidateTable(shown, context)]),
    ...(shown.length < candidates.length
      ? [note(say(text.more, { shown: shown.length, total: candidates.length }))]
      : []),
    ...codeTable(shown, context),
    ...recovered(trace, context),
    methodTable(trace, context),
  ];
}

function answer({ candidates, methods }: Trace, { word }: SectionContext): ReportBlock[] {
  const confirmed = candidates.filter(({ claim }) => claim !== 'candidate').length;
  if (confirmed > 0)
    return [
      paragraph(word('trace.answer.found', { count: confirmed })),
      note(word('trace.answer.found.note')),
    ];
  if (candidates.length > 0)
    return [paragraph(word('trace.answer.candidates', { count: candidates.length }))];
  return methods.some(({ state }) => state === 'searched')
    ? [paragraph(word('trace.answer.nothing')), note(word('trace.answer.nothing.note'))]
    : [paragraph(word('trace.answer.not-traceable')), note(word('trace.answer.not-traceable.note'))];
}

function searched({ searched: { entries, exhibits, lists }, mark }: Trace, { word }: SectionContext): string {
  return [
    word('trace.searched.entries', { count: entries }),
    word('trace.searched.exhibits', { count: exhibits }),
    ...(lists.length === 0
      ? [word('trace.searched.no-lists')]
      : lists.map(({ name, items }) => word('trace.searched.list', { name, count: items }))),
    word('trace.searched.mark', { state: word(`trace.mark.${mark.state}`) }),
  ].join(' · ');
}

function sourceText({ source }: TraceCandidate, { word, date }: SectionContext): string {
  switch (source.kind) {
    case 'case':
      return word('trace.source.case', { number: source.number });
    case 'list':
      return `${word('trace.source.list', { list: source.list })} · ${source.item}`;
    case 'register':
      return [
        word('trace.source.register', { number: source.entry }),
        word(`trace.source.origin.${source.origin}`),
        word('trace.source.entered', { date: date(source.at) }),
        ...(source.note === '' ? [] : [source.note]),
        `SHA-256 ${source.copy ?? source.original}`,
      ].join(' · ');
  }
}

function candidateTable(candidates: readonly TraceCandidate[], context: SectionContext): ReportBlock {
  const { say, word, input } = context;
  const { language } = input;
  return table(
    word('trace.candidates'),
    [
      column(say(text.number), 'number'),
      column(say(text.name)),
      column(say(text.source)),
      column(say(text.claim)),
      column(word('trace.routes')),
      column(word('trace.matches')),
    ],
    candidates.map((candidate, index) => {
      const { name, claim, routes, matches, payload, note: remark } = candidate;
      const found = routes.map((route) => routeWords[route][language]).join(language === 'en' ? ', ' : '、');
      return row(
        String(index + 1),
        name,
        sourceText(candidate, context),
        claimWords[claim][language],
        payload === null ? found : `${found} · ${payload} (${hexIdentifier(payload)})`,
        [
          ...matches.map(
            (match) => `${matchPhrase(match)[language]} · ${expectedFalseWords(match)[language]}`,
          ),
          ...(matches.length === 0 && claim !== 'same-bytes' ? [word('trace.matches.none')] : []),
          ...(remark === null ? [] : [remark[language]]),
        ].join(language === 'en' ? '; ' : '；'),
      );
    }),
  );
}

/** Both codes of every match that are short enough to print, so that anybody can compare them again. */
function codeTable(
  candidates: readonly TraceCandidate[],
  { say, word, input }: SectionContext,
): ReportBlock[] {
  const rows = candidates.flatMap(({ matches }, index) =>
    matches.flatMap(({ method, variant, codes }) =>
      codes === null
        ? []
        : [
            row(
              String(index + 1),
              `${methodWords[method][input.language]} (${variantWords(variant)[input.language]})`,
              ...codes,
            ),
          ],
    ),
  );
  if (rows.length === 0) return [];
  return [
    table(
      word('trace.codes'),
      [
        column(say(text.number), 'number'),
        column(word('trace.methods.method')),
        column(word('trace.codes.suspect'), 'code'),
        column(word('trace.codes.source'), 'code'),
      ],
      rows,
    ),
  ];
}

function recovered({ recovered: all }: Trace, { say, word, input }: SectionContext): ReportBlock[] {
  if (all.length === 0) return [];
  const { language } = input;
  const kept = (still: boolean) => word(still ? 'trace.recovered.still' : 'trace.recovered.lost');
  const labels = all.flatMap(({ entry, labels: own }) =>
    own.map(({ key, value, place, inSuspect }) => ({
      cells: [String(entry), key, value, place, kept(inSuspect)],
      ...(inSuspect ? {} : { flag: 'warning' as const }),
    })),
  );
  const credentials = all.flatMap(({ entry, credential }) =>
    credential === null
      ? []
      : [
          [
            `${word('trace.recovered.credential')} (${word('trace.source.register', { number: entry })})`,
            [
              credential.manifest,
              verdictWords[credential.verdict][language],
              kept(credential.inSuspect),
              ...(credential.reason === null ? [] : [credential.reason[language]]),
            ].join(' · '),
          ] as const,
        ],
  );
  return [
    heading(3, word('trace.recovered')),
    ...(labels.length === 0
      ? []
      : [
          table(
            word('trace.recovered.labels'),
            [
              column(say(text.entry), 'number'),
              column(word('mark.column.field'), 'code'),
              column(word('mark.column.value')),
              column(say(text.place), 'code'),
              column(word('trace.recovered.state')),
            ],
            labels,
          ),
        ]),
    ...(credentials.length === 0 ? [] : [keyValues(credentials)]),
  ];
}

/** What each method could say: what is not traceable was not searched, which is not "nothing found". */
function methodTable({ methods }: Trace, { word, count, input }: SectionContext): ReportBlock {
  const { language } = input;
  return table(
    word('trace.methods'),
    [
      column(word('trace.methods.method')),
      column(word('trace.methods.state')),
      column(word('trace.methods.asked'), 'number'),
      column(word('trace.methods.among'), 'number'),
    ],
    methods.map(({ method, state, reason, asked, among }) => ({
      cells: [
        methodWords[method][language],
        reason === null
          ? traceStateWords[state][language]
          : `${traceStateWords[state][language]} · ${reason[language]}`,
        state === 'searched' ? count(asked) : '',
        state === 'searched' ? count(among) : '',
      ],
      ...(state === 'not-traceable' || state === 'undetermined' ? { flag: 'warning' as const } : {}),
    })),
  );
}
