import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
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
  extractNote: localized(
    '{shown} of {total} entries are printed. Entries of recorded runs are left out here: the runs whose results are printed are listed one by one in section {findings}. Of a long log the first and the last other entries are printed. The whole log is in the case and in every package of it.',
    '印出 {shown} 条，共 {total} 条。此处不印各次分析的记录条目，印出结果的各次分析逐一列于第 {findings} 节；日志较长时，其余记录仅印最前和最后部分。完整日志保存在案件及其各案件包中。',
  ),
  checkpoint: localized('Checkpoint', '检查点'),
  checkpointIntro: localized(
    'The log up to entry {sequence} was signed with the key of the installation that keeps the case (Ed25519 over the canonical JSON of the checkpoint, which stands in the record of this report). A log that was cut before this entry or written anew does not fit it. The signature says which key was used; compare the key with one known from elsewhere. It is no proof of time.',
    '截至第 {sequence} 条的日志由保存本案件的安装所持密钥签署（Ed25519，签名覆盖检查点的规范化 JSON，见本报告的记录文件）。在此条之前被截去或被重写的日志与其不符。签名表明所用的密钥，请与另行得知的密钥核对；签名不能证明时间。',
  ),
  checkpointAt: localized('Signed', '签署时间'),
  checkpointSequence: localized('Entries covered', '覆盖至'),
  checkpointOlder: localized(
    'No checkpoint could be signed for this report; the log says why. This is the last one that was.',
    '本报告未能签署检查点，原因见日志。以下为此前最后一个检查点。',
  ),
  checkpointNone: localized(
    'No checkpoint of this log was signed. That its end is missing, or that it was written anew, shows only against the hash above.',
    '本日志未签署过检查点。日志末尾缺失或日志被重写，只能凭上列哈希值发现。',
  ),
  checkpointHash: localized('hash of entry {sequence}', '第 {sequence} 条记录的哈希值'),
  keyId: localized('identifier of the key', '密钥标识'),
  signature: localized('signature', '签名'),
  publicKey: localized('public key (SubjectPublicKeyInfo)', '公钥（SubjectPublicKeyInfo）'),
  hashOf: localized('hash of the last entry printed', '所印最后一条记录的哈希值'),
} as const;

export const section: Section = {
  id: 'custody',
  title: localized('Custody', '保管记录'),
  blocks({ input, say, word, count, date, sectionNumber }) {
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
    blocks.push(...checkpointBlocks(input.checkpoint ?? null, last.action, { say, count, date }));
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
    const counts = {
      shown: count(custody.events.length),
      total: count(custody.total),
      findings: sectionNumber('findings'),
    };
    return [...blocks, table(say(text.extract), columns, rows), note(say(text.extractNote, counts))];
  },
};

function checkpointBlocks(
  checkpoint: Checkpoint | null,
  lastAction: string,
  { say, count, date }: Pick<SectionContext, 'say' | 'count' | 'date'>,
): ReportBlock[] {
  if (checkpoint === null) return [paragraph(say(text.checkpointNone))];
  const { sequence, hash, at, keyId, signature, publicKey } = checkpoint;
  return [
    heading(3, say(text.checkpoint)),
    ...(lastAction === 'checkpoint.missing' ? [paragraph(say(text.checkpointOlder))] : []),
    paragraph(say(text.checkpointIntro, { sequence: count(sequence) })),
    keyValues([
      [say(text.checkpointSequence), count(sequence)],
      [say(text.checkpointAt), date(at)],
    ]),
    {
      kind: 'hashList',
      entries: [
        { algorithm: 'SHA-256', of: say(text.checkpointHash, { sequence: count(sequence) }), value: hash },
        { algorithm: 'SHA-256', of: say(text.keyId), value: keyId },
        { algorithm: 'Ed25519', of: say(text.publicKey), value: publicKey },
        { algorithm: 'Ed25519', of: say(text.signature), value: signature },
      ],
    },
  ];
}
