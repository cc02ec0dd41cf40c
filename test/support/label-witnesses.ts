import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exiftoolScript, findProgram } from '#core/media/program-paths.ts';

/** Programs that share no code with our readers, asked what they see of a label. */

const run = promisify(execFile);
const maxBuffer = 1 << 28;

export type ShownTags = ReadonlyMap<string, string>;

/**
 * Every tag of many files by one exiftool process: name with group 1 (and its copy) → value, as text. What it
 * has no name for is shown as `Unknown_…`, with its bytes.
 */
export async function exiftoolTags(
  paths: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, ShownTags>> {
  const [script, perl] = [await exiftoolScript(), await findProgram('perl')];
  if (script === null || !perl.found) throw new Error('perl and exiftool are needed here');
  const list = join(folder, 'exiftool-list.txt');
  await writeFile(list, paths.join('\n'));
  const args = ['-config', '', '-q', '-q', '-j', '-a', '-u', '-b', '-n', '-e', '-G1:4', '-@', list];
  const { stdout } = await run(perl.path, [script, ...args], { maxBuffer }).catch(
    // its exit status tells of files it could not read whole, which is said in their tags
    (error: { readonly stdout: string }) => error,
  );
  const rows = JSON.parse(stdout) as Readonly<Record<string, unknown>>[];
  return new Map(
    rows.map(({ SourceFile, ...tags }) => [
      String(SourceFile),
      new Map(Object.entries(tags).map(([name, value]) => [name, plain(value)])),
    ]),
  );
}

/** exiftool prints text that looks like JSON or a number as such, and bytes in Base64. */
function plain(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const bytes = shown.startsWith('base64:') ? Buffer.from(shown.slice(7), 'base64').toString() : shown;
  // it counts the pad byte of a RIFF chunk as data
  return bytes.replace(/\0$/, '');
}

/** Tags of a file and of its streams as ffprobe shows them; none for what it cannot open. */
export async function ffprobeTags(path: string): Promise<ShownTags> {
  const show = ['-v', 'error', '-show_entries', 'format_tags:stream_tags', '-of', 'json'];
  const { stdout } = await run('ffprobe', [...show, path], { maxBuffer }).catch(() => ({ stdout: '{}' }));
  const { format, streams } = JSON.parse(stdout) as {
    readonly format?: { readonly tags?: Record<string, string> };
    readonly streams?: readonly { readonly tags?: Record<string, string> }[];
  };
  return new Map([format, ...(streams ?? [])].flatMap((part) => Object.entries(part?.tags ?? {})));
}

const script = `
import html.parser, json, re, sys, zipfile
import xml.etree.ElementTree as tree

def package(name):
    archive = zipfile.ZipFile(name)
    assert archive.testzip() is None
    for part in archive.namelist():
        if not part.endswith(('.xml', '.opf', '.rels')): continue
        for element in tree.fromstring(archive.read(part)).iter():
            for text in [element.text, *element.attrib.values()]:
                if text and 'ContentProducer' in text: yield part, text

def plain(value):
    return value if isinstance(value, str) else json.dumps(value, separators=(',', ':'), ensure_ascii=False)

def scene(data):
    if data[:4] == b'glTF': data = data[20:20 + int.from_bytes(data[12:16], 'little')]
    scene = json.loads(data)
    extras = scene['asset'].get('extras')
    if isinstance(extras, dict) and 'AIGC' in extras: yield 'asset.extras', plain(extras['AIGC'])
    for packet in scene.get('extensions', {}).get('KHR_xmp_json_ld', {}).get('packets', []):
        for key, value in packet.items():
            if key.endswith((':AIGC', ':DigitalSourceType')): yield 'KHR_xmp_json_ld', plain(value)

def page(text):
    found = []
    class Reader(html.parser.HTMLParser):
        data = False
        def handle_starttag(self, tag, attributes):
            attributes = dict(attributes)
            self.data = attributes.get('type') == 'application/ld+json'
            if tag == 'meta' and attributes.get('name') == 'AIGC': found.append(('meta', attributes['content']))
        def handle_data(self, words):
            if self.data: found.extend(('JSON-LD', v) for k, v in json.loads(words).items() if k == 'digitalSourceType')
        def handle_endtag(self, tag): self.data = False
    Reader().feed(text)
    return found

# block mappings of double-quoted scalars, which are JSON (YAML 1.2, 7.3.1): what is written here
def matter(text):
    block = re.match('---\\n(.*?)---\\n', text, re.S)
    own = re.search('^AIGC:\\n((?:  .*\\n)+)', block.group(1), re.M) if block else None
    if own is None: return
    pairs = [line.strip().split(': ', 1) for line in own.group(1).splitlines()]
    try: yield 'front matter', plain({key: json.loads(value) for key, value in pairs})
    except ValueError: return

found = {}
for name in sys.argv[1:]:
    data = open(name, 'rb').read()
    if zipfile.is_zipfile(name): labels = package(name)
    elif name.endswith(('.html', '.md', '.txt')):
        text = data.decode('utf-8')
        labels = page(text) if name.endswith('.html') else matter(text)
    else: labels = scene(data)
    found[name] = list(labels)
print(json.dumps(found))
`;

/** Labels that Python's own libraries find in ZIP packages and glTF scenes: part and value. */
export async function pythonLabels(
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly (readonly [part: string, value: string])[]>> {
  const { stdout } = await run('python3', ['-c', script, ...paths], { maxBuffer });
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, [string, string][]>));
}
