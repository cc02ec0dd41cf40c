/** Writes editions of one list, one after another, until it is killed; says each that is in place. */
import { createHash } from 'node:crypto';
import { writeEdition } from '#core/trust/editions-folder.ts';

const [folder = ''] = process.argv.slice(2);
for (let edition = 0; ; edition += 1) {
  const bytes = Buffer.alloc(20_000 + edition, `edition ${process.pid} ${edition} `);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const record = {
    format: 'assay-trust-list',
    version: 1,
    id: 'user-roots',
    kind: 'user-signer',
    title: 'roots',
    issued: null,
    nextUpdate: null,
    editionKnown: null,
    importedAt: new Date().toISOString(),
    source: 'roots.pem',
    files: [{ name: 'roots.pem', role: 'certificates', sha256, size: bytes.length }],
    entries: 1,
    notices: [],
    enabled: true,
  } as const;
  await writeEdition(folder, { ...record, files: [...record.files], notices: [] }, [
    { name: 'roots.pem', bytes },
  ]);
  process.stdout.write(`${sha256}\n`);
}
