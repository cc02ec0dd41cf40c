import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedApp } from './opened-app.ts';

/** Names no tool may trip over; on disk as bytes. */
const names: readonly Buffer[] = [
  Buffer.from([0x61, 0xff, 0xfe, 0x62]),
  Buffer.from('new\nline.jpg'),
  Buffer.from('evidence\u202egpj.exe'),
  Buffer.from('-rf --no-preserve-root'),
  Buffer.from('$(touch written) `id` | cat > written'),
  Buffer.from('..\\..\\windows\\system32.jpg'),
  Buffer.from('tab\tand\u001b[31mred\u0007'),
  Buffer.from('e\u0301 and \u200b.txt'),
  Buffer.from('=HYPERLINK("http:,x")'),
  Buffer.concat([Buffer.from('x'.repeat(253)), Buffer.from([0xc3, 0x28])]),
];

/** Take files with hostile names in; how many of the names stand in the custody log byte for byte. */
export async function hostileNames({ app, caseId, store, sources }: OpenedApp) {
  const paths = names.map((name, index) => {
    const path = Buffer.concat([Buffer.from(`${sources}/`), name]);
    writeFileSync(path, `content ${index}`);
    return path;
  });
  await takenIn(app, caseId, [sources]);
  const logged = new Set(
    store.custody(0, 100_000).flatMap(({ detail }) => {
      const acquisition = detail.acquisition;
      if (typeof acquisition !== 'object' || acquisition === null || !('pathBytes' in acquisition)) return [];
      return [acquisition.pathBytes];
    }),
  );
  return { names: names.length, exact: paths.filter((path) => logged.has(path.toString('hex'))).length };
}

/** Take in archives whose entries lead outside or are links, examine them, and look what lies where. */
export async function openArchives({ app, caseId, sources, folder }: OpenedApp) {
  const made = makeArchives(sources);
  const before = listing(folder, join(folder, 'matter.case'));
  await takenIn(app, caseId, made);
  const started = app.examine.start({
    ...{ caseId, evidence: [], only: ['container.structure'], parameters: {}, again: false },
  });
  if (!started.ok) throw new Error(started.problem.message.en);
  await app.jobs.settled(started.value.id);
  const outside = listing(folder, join(folder, 'matter.case')).filter((path) => !before.includes(path));
  const inside = listing(join(folder, 'matter.case'), null);
  const links = inside.filter((path) => lstatSync(path).isSymbolicLink()).length;
  const escaped = inside.filter((path) => /written|passwd/.test(path));
  return { archives: made.length, outside: outside.length + escaped.length, links };
}

/** By another program, so that what is in them is known by another author. */
function makeArchives(sources: string): string[] {
  const script = `
import io,sys,tarfile,zipfile
where=sys.argv[1]
with zipfile.ZipFile(where+"/slip.zip","w") as z:
  for n in ("../../written-zip","/tmp/written-zip","..\\\\..\\\\written-zip","ok.txt"): z.writestr(n,"x")
  link=zipfile.ZipInfo("link"); link.external_attr=0o120777<<16; z.writestr(link,"/etc/passwd")
with zipfile.ZipFile(where+"/slip.docx","w") as z:
  for n in ("[Content_Types].xml","word/document.xml","word/media/../../../written-docx.png"): z.writestr(n,"<x/>")
with tarfile.open(where+"/slip.tar","w") as t:
  for n in ("../../written-tar","/tmp/written-tar"):
    i=tarfile.TarInfo(n); i.size=1; t.addfile(i,io.BytesIO(b"x"))
  i=tarfile.TarInfo("link"); i.type=tarfile.SYMTYPE; i.linkname="/etc/passwd"; t.addfile(i)
  i=tarfile.TarInfo("hard"); i.type=tarfile.LNKTYPE; i.linkname="../../matter.case/case.db"; t.addfile(i)
`;
  const run = spawnSync('python3', ['-c', script, sources], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The archives could not be made: ${run.stderr}`);
  return ['slip.zip', 'slip.docx', 'slip.tar'].map((name) => join(sources, name));
}

async function takenIn(app: OpenedApp['app'], caseId: string, paths: readonly string[]): Promise<void> {
  const started = app.evidence.add(caseId, paths);
  if (!started.ok) throw new Error(started.problem.message.en);
  await app.jobs.settled(started.value.id);
}

/** All paths below a folder, links not followed; what lies in `except` left out. */
function listing(folder: string, except: string | null): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => except === null || !path.startsWith(except));
}
