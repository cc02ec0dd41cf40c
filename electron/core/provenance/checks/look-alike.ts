import type { DistinguishedName } from '#shared/domain/certificate.ts';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { observe } from './facts.ts';
import { knownNames } from './known-names.ts';
import { type HiddenCharacter, hiddenCharacters, mixedWords, visible } from './name-characters.ts';
import { coreName, foldedName, oneLetterApart, skeleton } from './name-folding.ts';

/** Who signed a manifest, in the certificate's own words. */
export interface SignerName {
  readonly manifest: string;
  readonly subject: Pick<DistinguishedName, 'organisation' | 'common' | 'unit'>;
  /** The chain leads to a list of signers that was loaded. */
  readonly listed: boolean;
}

export interface NameLists {
  /** Organisations of the anchors and products on all loaded lists. */
  readonly names: readonly string[];
  /** `false`: no list of signers was loaded, so that nobody is on one. */
  readonly loaded: boolean;
}

/**
 * A6: names that are meant to be taken for another. A name proves nothing by itself: whoever makes a
 * certificate chooses it. Listed signers are only asked whether their name can be read as it is written.
 */
export function nameChecks(signers: readonly SignerName[], lists: NameLists): CredentialObservation[] {
  const known = knownForms([...lists.names, ...knownNames]);
  return signers.flatMap((signer) => {
    const { organisation, common, unit } = signer.subject;
    const all = [...new Set([organisation, common, unit])].filter((name): name is string => Boolean(name));
    return [
      ...all.flatMap((name) => characterChecks(signer.manifest, name)),
      ...(signer.listed ? [] : resemblance(signer.manifest, [organisation, common], known, lists.loaded)),
    ];
  });
}

interface KnownForms {
  readonly folded: ReadonlyMap<string, string>;
  readonly core: ReadonlyMap<string, string>;
  readonly skeletons: ReadonlyMap<string, string>;
}

function knownForms(names: readonly string[]): KnownForms {
  const map = (form: (name: string) => string): Map<string, string> => {
    const forms = new Map<string, string>();
    for (const name of names) {
      const key = form(name);
      if (key.length >= 3 && !forms.has(key)) forms.set(key, name);
    }
    return forms;
  };
  return { folded: map(foldedName), core: map(coreName), skeletons: map(skeleton) };
}

type Kind = 'same' | 'shapes' | 'letter';

function resemblance(
  manifest: string,
  names: readonly (string | null)[],
  known: KnownForms,
  loaded: boolean,
): CredentialObservation[] {
  const found = names
    .filter((name): name is string => Boolean(name))
    .flatMap((name) => like(name, known) ?? [])
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))[0];
  if (found === undefined) return [];
  const shown = visible(found.name);
  const { kind, like: other } = found;
  const lay: readonly [string, string] =
    kind === 'same'
      ? loaded
        ? [
            `The certificate calls its holder “${shown}”, a known name, but is on no list you loaded: anyone can choose this name`,
            `证书自称持有者为“${shown}”这一知名名称，但不在已加载的任何名单中：任何人都可以选用该名称`,
          ]
        : [
            `The certificate calls its holder “${shown}”, a known name; no list is loaded by which it could be told from an imitation`,
            `证书自称持有者为“${shown}”这一知名名称；未加载任何名单，无法与仿冒者区分`,
          ]
      : [
          `The signer’s name “${shown}” looks like “${other}” and is not written like it; it is on no list you loaded`,
          `签名者名称“${shown}”形似“${other}”但写法不同，且不在已加载的任何名单中`,
        ];
  return [
    observe(
      'look-alike-signer',
      // One letter more or less happens among honest names too.
      kind === 'shapes' || (kind === 'same' && loaded) ? 'warning' : 'notice',
      lay,
      [
        `Subject name ${spelled(found.name)}; ${reasons[kind][0]} “${other}”`,
        `主体名称 ${spelled(found.name)}；${reasons[kind][1]}“${other}”`,
      ],
      { manifest },
    ),
  ];
}

const order: readonly Kind[] = ['shapes', 'same', 'letter'];
const reasons: Readonly<Record<Kind, readonly [string, string]>> = {
  same: ['apart from case and legal form that of', '不计大小写与公司形式，即为'],
  shapes: ['same skeleton (after UTS #39 §4) as', '字形骨架（参照 UTS #39 第 4 节）等同于'],
  letter: ['one letter apart from', '仅差一个字母的名称：'],
};

function like(
  name: string,
  known: KnownForms,
): { readonly kind: Kind; readonly name: string; readonly like: string } | null {
  const same = known.folded.get(foldedName(name)) ?? known.core.get(coreName(name));
  // Letters that NFKC or folding made equal (fullwidth, hidden characters) are not written as the known name is.
  if (same !== undefined) return { kind: plain(name) ? 'same' : 'shapes', name, like: same };
  const shapes = known.skeletons.get(skeleton(name));
  if (shapes !== undefined) return { kind: 'shapes', name, like: shapes };
  const core = coreName(name);
  for (const [other, original] of known.core) {
    if (closeSpelling(core, other)) return { kind: 'letter', name, like: original };
  }
  return null;
}

/** Written as anybody would write it: no hidden characters, no letters of another width or style. */
function plain(name: string): boolean {
  return hiddenCharacters(name).length === 0 && name.normalize('NFC') === name.normalize('NFKC');
}

/** Names shorter than this differ by one letter too easily. */
const SHORT_NAME = 6;

/** One letter apart; in short names only a doubled letter or two neighbours exchanged, after the same first one. */
function closeSpelling(name: string, known: string): boolean {
  if (known.length < SHORT_NAME - 1 || !oneLetterApart(name, known)) return false;
  if (known.length >= SHORT_NAME) return true;
  const single = (text: string): string => text.replaceAll(/(.)\1+/gu, '$1');
  const exchanged = name.length === known.length && [...name].sort().join('') === [...known].sort().join('');
  return name[0] === known[0] && (exchanged || single(name) === single(known));
}

function characterChecks(manifest: string, name: string): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  const hidden = hiddenCharacters(name);
  if (hidden.length > 0) {
    const turns = hidden.some(({ kind }) => kind === 'direction');
    found.push(
      observe(
        'name-invisible-characters',
        'warning',
        turns
          ? [
              `The signer’s name “${visible(name)}” holds characters that change the direction of text: it is not what it looks like`,
              `签名者名称“${visible(name)}”含有改变文字方向的字符：所见并非实际内容`,
            ]
          : [
              `The signer’s name “${visible(name)}” holds characters that cannot be seen`,
              `签名者名称“${visible(name)}”含有不可见字符`,
            ],
        [
          `${hidden.map(place).join(', ')} in ${spelled(name)}`,
          `${spelled(name)} 中含 ${hidden.map(place).join('、')}`,
        ],
        { manifest },
      ),
    );
  }
  const mixed = mixedWords(name);
  if (mixed.length > 0) {
    found.push(
      observe(
        'name-mixed-scripts',
        'warning',
        [
          `The signer’s name “${visible(name)}” mixes letters of different scripts in one word: it may be made to look like another name`,
          `签名者名称“${visible(name)}”在同一个词中混用不同文字的字母：可能意在仿冒他人名称`,
        ],
        [
          `${mixed.map(({ word, scripts }) => `${spelled(word)}: ${scripts.join(' + ')}`).join('; ')} (UTS #39 §5.2)`,
          `${mixed.map(({ word, scripts }) => `${spelled(word)}：${scripts.join(' + ')}`).join('；')}（UTS #39 第 5.2 节）`,
        ],
        { manifest },
      ),
    );
  }
  return found;
}

function place({ code, index }: HiddenCharacter): string {
  return `${code} @${index}`;
}

/** The name with the code points of all that is not ASCII: what an expert can compare. */
function spelled(name: string): string {
  const codes = Array.from(name.slice(0, 200))
    .filter((letter) => letter > '~')
    .map((letter) => `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`);
  const shown = `“${visible(name)}”`;
  return codes.length === 0 ? shown : `${shown} (${[...new Set(codes)].slice(0, 20).join(' ')})`;
}
