import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { MediaFormat } from '#shared/domain/media.ts';

/**
 * What a file shows, sounds or says, by a program of others: equal before and after, the container still leads
 * to its content. The label itself, and the parts that announce it, are left out.
 */
export interface Content {
  /** Who looked, and at what. */
  readonly witness: string;
  readonly hash: string;
}

const run = promisify(execFile);
const options = { maxBuffer: 1 << 28, encoding: 'buffer' as const };
const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

const pictures: ReadonlySet<MediaFormat> = new Set(['png', 'jpeg', 'gif']);
const films: ReadonlySet<MediaFormat> = new Set([
  ...(['mp4', 'mov', 'm4a', 'matroska', 'webm', 'avi', 'wav', 'mp3', 'aac', 'flac', 'ogg'] as const),
]);

export async function contentOf(path: string, format: MediaFormat): Promise<Content> {
  if (films.has(format)) {
    const both = ['-map', '0:v?', '-map', '0:a?'];
    const [decoded, stored] = [await frames(path, both), await frames(path, [...both, '-c', 'copy'])];
    return { witness: 'ffmpeg: frames, samples, packets and their times', hash: sha256(decoded + stored) };
  }
  if (format === 'webp' || format === 'tiff') {
    // ffmpeg takes one picture of either, and no BigTIFF
    const raw = await sharp(path, { pages: -1 }).raw().toBuffer();
    return { witness: 'libvips: pixels', hash: sha256(raw) };
  }
  if (pictures.has(format)) return { witness: 'ffmpeg: pixels', hash: sha256(await frames(path, [])) };
  if (format === 'pdf') {
    const { stdout } = await run('pdftoppm', ['-r', '50', '-png', path], options);
    const text = await run('pdftotext', ['-layout', path, '-'], options);
    return { witness: 'poppler: page and text', hash: sha256(Buffer.concat([stdout, text.stdout])) };
  }
  const { stdout } = await run('python3', ['-c', script, format, path], options);
  return { witness: `Python: ${said.get(format) ?? 'content'}`, hash: sha256(stdout) };
}

async function frames(path: string, more: readonly string[]): Promise<string> {
  const args = ['-nostdin', '-v', 'error', '-i', path, ...more, '-f', 'framemd5', '-'];
  const { stdout } = await run('ffmpeg', args, options);
  const lines = stdout
    .toString('utf8')
    .split('\n')
    // comments of Ogg come as side data of the first packet
    .flatMap((line) => (/^\d/.test(line) ? [line.replace(/, S=.*/, '')] : []));
  if (lines.length === 0) throw new Error(`ffmpeg decodes nothing of ${path}`);
  return lines.join('\n');
}

const said: ReadonlyMap<MediaFormat, string> = new Map([
  ...(['docx', 'xlsx', 'pptx'] as const).map(
    (format) => [format, 'every other part of the package'] as const,
  ),
  ['markdown', 'other lines'],
  ['text', 'other lines'],
  ['html', 'text and other elements'],
  ['gltf', 'every other member'],
  ['glb', 'every other member, and the buffer'],
  ['xmp', 'every other property'],
]);

const script = `
import hashlib, html.parser, json, re, sys, zipfile
import xml.etree.ElementTree as tree
format, path = sys.argv[1:]
data = open(path, 'rb').read()

def package():
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    announce = ('docProps/custom.xml', '[Content_Types].xml', '_rels/.rels')
    parts = [(i.filename, i.compress_type, hashlib.sha256(archive.read(i)).hexdigest()) for i in archive.infolist() if i.filename not in announce]
    def kept(name, member):
        return [e.attrib for e in tree.fromstring(archive.read(name)) if 'custom' not in e.get(member, '')]
    custom = []
    if 'docProps/custom.xml' in archive.namelist():
        custom = [(p.get('name'), ''.join(p.itertext())) for p in tree.fromstring(archive.read('docProps/custom.xml')) if p.get('name') != 'AIGC']
    return [parts, kept('[Content_Types].xml', 'PartName'), kept('_rels/.rels', 'Target'), custom]

def words():
    text = data.decode('utf-8')
    out, inside = [], False
    for line in text.split('\\n'):
        if re.match(r'AIGC:', line): inside = True; continue
        if inside and line.startswith('  '): continue
        inside = False; out.append(line)
    text = '\\n'.join(out)
    return re.sub(r'^---\\n---\\n', '', text)

def page():
    found = []
    class Reader(html.parser.HTMLParser):
        skip = False
        def handle_starttag(self, tag, attrs):
            self.skip = tag == 'script'
            if not (tag == 'meta' and dict(attrs).get('name') == 'AIGC') and tag != 'script': found.append((tag, attrs))
        def handle_data(self, words):
            if self.skip:
                stated = json.loads(words); stated.pop('digitalSourceType', None)
                if len(stated) > 2: found.append(stated)
            elif words.strip(): found.append(words.strip())
        def handle_endtag(self, tag):
            self.skip = False
            if tag not in ('script', 'meta'): found.append('/' + tag)
    Reader().feed(data.decode('utf-8'))
    return found

def scene():
    raw, buffer = data, b''
    if data[:4] == b'glTF':
        length = int.from_bytes(data[12:16], 'little')
        raw, buffer = data[20:20 + length], data[20 + length:]
    scene = json.loads(raw)
    asset = scene['asset']
    asset.get('extras', {}).pop('AIGC', None)
    if asset.get('extras') == {}: asset.pop('extras')
    for holder in (scene, asset):
        holder.get('extensions', {}).pop('KHR_xmp_json_ld', None)
        if holder.get('extensions') == {}: holder.pop('extensions')
    scene['extensionsUsed'] = [e for e in scene.get('extensionsUsed', []) if e != 'KHR_xmp_json_ld']
    return [scene, hashlib.sha256(buffer).hexdigest()]

def packet():
    ours = ('{http://www.tc260.org.cn/ns/AIGC/1.0/}', '{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}')
    root = tree.fromstring(re.sub(rb'<\\?.*?\\?>', b'', data).strip().lstrip(b'\\xef\\xbb\\xbf'))
    return [(e.tag, e.attrib, (e.text or '').strip()) for e in root.iter() if not e.tag.startswith(ours)]

kinds = {'markdown': words, 'text': words, 'html': page, 'gltf': scene, 'glb': scene, 'xmp': packet}
print(json.dumps(kinds.get(format, package)(), sort_keys=True))
`;
