import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { column, keyValues, note, paragraph, row, type Section, table } from '../section.ts';

const text = {
  none: localized(
    'The files were examined without a case. There is no custody log: this report alone documents what was done.',
    '文件在案件之外检验，没有保管日志：仅本报告记录了所做的操作。',
  ),
  intro: localized(
    'Every entry of the custody log holds the SHA-256 of the one before it. Whoever has this report can later check that no entry up to the last one printed here was changed, removed or added. The log is tamper-evident, not tamper-proof: someone who can run the software could rewrite it as a whole, but not so that the hash below comes out again.',
    '保管日志的每条记录都含有前一条记录的 SHA-256。持有本报告者日后可以核对：截至此处所印的最后一条，没有任何记录被更改、删除或增加。该日志能显示篡改，但不能阻止篡改：能够运行本软件的人可以重写整个日志，但无法使下列哈希值再次出现。',
  ),
  events: localized('Entries in the log', '日志条数'),
  lastSequence: localized('Last entry printed', '所印的最后一条'),
  extract: localized('Extract of the custody log', '保管日志摘录'),
  extractNote: localized('{shown} of {total} entries are printed.', '印出 {shown} 条，共 {total} 条。'),
  hashOf: localized('hash of the last entry printed', '所印最后一条记录的哈希值'),
} as const;

export const section: Section = {
  id: 'custody',
  title: localized('Custody', '保管记录'),
  blocks({ input, say, word, count, date }) {
    const { custody } = input;
    if (custody === null) return [paragraph(say(text.none))];
    const last = custody.events.at(-1);
    const blocks: ReportBlock[] = [
      paragraph(say(text.intro)),
      keyValues([
        [say(text.events), count(custody.total)],
        [say(text.lastSequence), last === undefined ? '—' : count(last.sequence)],
      ]),
    ];
    if (last === undefined) return blocks;
    blocks.push({
      kind: 'hashList',
      entries: [{ algorithm: 'SHA-256', of: say(text.hashOf), value: last.hash }],
    });
    const columns = [
      column(word('custody.sequence'), 'number'),
      column(word('custody.at')),
      column(word('custody.action')),
      column(word('custody.object'), 'code'),
      column(word('custody.actor')),
      column(word('custody.hash'), 'code'),
    ];
    const rows = custody.events.map((event) =>
      row(
        String(event.sequence),
        date(event.at),
        word(`custody.action.${event.action}`),
        event.object.slice(0, 16),
        event.actor,
        event.hash.slice(0, 16),
      ),
    );
    const counts = { shown: count(custody.events.length), total: count(custody.total) };
    return [...blocks, table(say(text.extract), columns, rows), note(say(text.extractNote, counts))];
  },
};
