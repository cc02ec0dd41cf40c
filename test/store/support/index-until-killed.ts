/**
 * Keeps adding, removing and rewriting codes and says what was kept, until it is killed. Codes follow from owner and
 * position, so that whoever reads them can tell a wrong one.
 */
import { writeSync } from 'node:fs';
import { StoredIndex } from '#core/trace/index/stored-index.ts';
import { ownerBatch } from '../../support/codes.ts';

const [path = '', first = '0'] = process.argv.slice(2);
const opened = StoredIndex.open({ path, writable: true, damaged: 'refuse', most: 1e7 });
if (!opened.ok) throw new Error(opened.failure.why);
const { index } = opened;
writeSync(1, 'open\n');
for (let owner = Number(first); ; owner++) {
  index.add(ownerBatch(owner));
  writeSync(1, `+${owner}\n`);
  if (owner % 3 === 2) {
    // Announced before: when it is cut off, the owner may be there or not.
    writeSync(1, `?${owner - 1}\n`);
    index.remove(Uint32Array.of(owner - 1));
    writeSync(1, `-${owner - 1}\n`);
  }
  if (owner % 10 === 9) index.compact();
}
