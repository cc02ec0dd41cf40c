import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

/** Files that name others: each is known to make some reader open a sibling, a file of the system or a connection. */
export interface Traps {
  /** What is taken in. */
  readonly files: readonly string[];
  /** What nobody may open while they are examined. Every name contains `canary`, but for the image sequence. */
  readonly canaries: readonly string[];
}

/** A host no resolver knows (RFC 2606). */
const nowhere = 'canary-host.invalid';

/** Write traps into a folder, and beside them the files they point at. */
export async function makeTraps(folder: string): Promise<Traps> {
  mkdirSync(join(folder, 'canary'), { recursive: true });
  const picture = await sharp({
    create: { width: 32, height: 32, channels: 3, background: '#a04030' },
  })
    .png()
    .toBuffer();
  const canaries = ['canary/canary.png', 'canary/canary.ts', 'canary/canary.txt', 'p001.png', 'p002.png'].map(
    (name) => join(folder, name),
  );
  for (const path of canaries) writeFileSync(path, picture);
  const absolute = join(folder, 'canary', 'canary.png');
  const url = pathToFileURL(absolute).href;
  /** Of another width each: files with the same bytes would be one exhibit. */
  const small = (index: number) =>
    sharp({ create: { width: 16 + index, height: 16, channels: 3, background: '#203040' } })
      .png()
      .toBuffer();
  const playlist = (target: string) =>
    `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\n${target}\n#EXT-X-ENDLIST\n`;
  const texts: Readonly<Record<string, string>> = {
    'hls-relative.mp4': playlist('canary/canary.ts'),
    'hls-absolute.m3u8': playlist(absolute),
    'hls-url.avi': playlist(url),
    'hls-network.mp4': playlist(`http://${nowhere}/canary.ts`),
    'hls-concat.mp4': playlist(`concat:${absolute}|${absolute}`),
    'dash.mp4': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" codecs="avc1.42c01e" width="32" height="32"><BaseURL>canary/canary.ts</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'concat.mp4': `ffconcat version 1.0\nfile canary/canary.ts\nfile '${absolute}'\n`,
    'reference.svg': `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64"><image xlink:href="canary/canary.png" width="16" height="16"/><image href="${absolute}" width="16" height="16"/><image href="${url}" width="16" height="16"/><image href="http://${nowhere}/canary.png" width="16" height="16"/></svg>`,
    'entity.svg': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "${url}"><!ENTITY p SYSTEM "/etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><text y="20">&x;&p;</text></svg>`,
    'style.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><style>@import url("${url}"); @font-face{font-family:f;src:url("canary/canary.png")}</style><rect width="9" height="9"/></svg>`,
    'page.html': `<html><body><img src="${url}"><img src="http://${nowhere}/canary.png"></body></html>`,
    'session.sdp': `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 49170 RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  // Names that are patterns, protocols, options and commands to some program.
  const names = ['p%03d.png', 'concat:canary.png', '-canary.png', 'echo canary|.png', '@canary.png'];
  for (const [index, name] of names.entries()) writeFileSync(join(folder, name), await small(index));
  const remote = await sharp(await small(0))
    .jpeg()
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="https://${nowhere}/canary.c2pa"/></rdf:RDF></x:xmpmeta>`,
    )
    .toBuffer();
  writeFileSync(join(folder, 'remote-credential.jpg'), remote);
  return {
    files: [...Object.keys(texts), ...names, 'remote-credential.jpg'].map((name) => join(folder, name)),
    canaries,
  };
}
