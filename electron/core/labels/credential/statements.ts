import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import { declaresGenerative, type SourceClass } from '#shared/domain/digital-source-type.ts';
import { type LabelCheck, type LabelMeaning, type LabelStatement, RAW_LENGTH } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type {
  CredentialAction,
  CredentialIngredient,
  CredentialManifest,
} from '#shared/domain/provenance.ts';
import { nonEditorialActions } from '../../provenance/rubrics/signals.ts';
import { readSource, sourceChecks } from '../source-type/source-meaning.ts';
import { assertionStatements } from './assertions.ts';
import { StorePlaces } from './places.ts';
import { standingOf } from './standing.ts';

const cite = 'C2PA, Technical Specification 2.2, 18.14; C2PA Asset Rubrics 1.0';

/** A manifest reached from the active one, and what its statements have in common. */
export interface Reached {
  readonly manifest: CredentialManifest;
  /** Relationships from the active manifest down to it; empty: the active manifest itself. */
  readonly path: readonly string[];
  make(own: OwnWords, assertion: string | null): LabelStatement;
}

export type OwnWords = Pick<LabelStatement, 'key' | 'meaning' | 'says' | 'raw'> &
  Partial<Pick<LabelStatement, 'kind' | 'asserted' | 'fields' | 'checks'>>;

const STATEMENTS = 200;

/** What a file's credential says about its making: the active manifest first, its sources after it. */
export function credentialStatements(result: CredentialResult): LabelStatement[] {
  if (result.state !== 'present') return [];
  return reachedManifests(result)
    .flatMap((reached) => [
      ...reached.manifest.actions.flatMap((action) => actionStatements(reached, action)),
      ...reached.manifest.ingredients.flatMap((ingredient) => ingredientStatements(reached, ingredient)),
      ...assertionStatements(reached),
    ])
    .slice(0, STATEMENTS);
}

function reachedManifests(credential: PresentCredential): Reached[] {
  const { store } = credential;
  const byLabel = new Map(store.manifests.map((manifest) => [manifest.label, manifest]));
  const places = new StorePlaces(credential);
  const visited = new Set<string>();
  const found: Reached[] = [];
  const queue: { readonly label: string; readonly path: readonly string[] }[] =
    store.active === null ? [] : [{ label: store.active, path: [] }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const manifest = byLabel.get(next.label);
    if (manifest === undefined || visited.has(next.label) || found.length >= STATEMENTS) continue;
    visited.add(next.label);
    const { path } = next;
    found.push({ manifest, path, make: maker(credential, manifest, path, places) });
    for (const { manifest: label, relationship } of manifest.ingredients)
      if (label !== null) queue.push({ label, path: [...path, relationship] });
  }
  return found;
}

function maker(
  credential: PresentCredential,
  manifest: CredentialManifest,
  path: readonly string[],
  places: StorePlaces,
): Reached['make'] {
  const { standing, note } = standingOf(credential, manifest.label, path);
  const store = `C2PA manifest store${credential.carrier === null ? '' : ` (${credential.carrier})`}`;
  const place = path.length === 0 ? store : `${store}, source ${path.join(' › ')}`;
  const signer = manifest.signature?.organisation ?? manifest.signature?.commonName ?? null;
  return (own, assertion) => ({
    standard: 'c2pa',
    standardTitle: localized('Content Credentials (C2PA)', '内容凭证（C2PA）'),
    kind: 'label',
    carrier: 'credential',
    place,
    bytes: places.of(manifest.label, assertion),
    standing,
    standingNote: note,
    checks: [],
    fields: [],
    ...own,
    // Software is named before the issuer of its certificate: several products sign under one name.
    asserted: [
      ...(own.asserted ?? []),
      { role: 'generator', name: manifest.claimGenerator.slice(0, 200) },
      ...(signer === null ? [] : [{ role: 'signer' as const, name: signer.slice(0, 200) }]),
    ],
    raw: own.raw.slice(0, RAW_LENGTH),
  });
}

function actionStatements(reached: Reached, action: CredentialAction): LabelStatement[] {
  const { digitalSourceType: value } = action;
  const found: LabelStatement[] = [];
  const asserted =
    action.softwareAgent === null
      ? []
      : [{ role: 'generator' as const, name: action.softwareAgent.slice(0, 200) }];
  if (value !== null) {
    const source = readSource(value);
    const own: OwnWords = {
      key: `${action.action} digitalSourceType`,
      meaning: meaningOf(action.action, source.class, source.meaning, reached.path),
      says: localized(`${action.action}: ${source.says.en}`, `${action.action}：${source.says['zh-CN']}`),
      raw: value,
      asserted,
      fields: fieldsOf(action),
      checks: [...sourceChecks(source, cite), ...(action.created === false ? [gathered] : [])],
    };
    found.push(reached.make(own, action.assertion));
  }
  const synthId = /synth\s?id/i.test(`${action.description ?? ''} ${action.softwareAgent ?? ''}`);
  if (action.action.startsWith('c2pa.watermarked') || synthId) {
    found.push(
      reached.make(
        {
          kind: 'trace',
          key: action.action,
          // SynthID is embedded in what Google's models made or changed; other watermarks name any owner.
          meaning: synthId ? 'possibly-generated' : 'unclear',
          says: synthId ? synthIdWords : watermarkWords,
          raw: action.description ?? action.action,
          asserted,
          fields: fieldsOf(action),
          checks: [unseen],
        },
        action.assertion,
      ),
    );
  }
  return found;
}

/**
 * The rubric's classes, for the file as a whole: only `created` and `opened` say what the content is; another
 * editorial action with a generative type made part of it; and what a source is says nothing against the file.
 */
function meaningOf(
  action: string,
  kind: SourceClass | null,
  plain: LabelMeaning,
  path: readonly string[],
): LabelMeaning {
  const generative = kind !== null && declaresGenerative(kind);
  const inception = action === 'c2pa.created' || action === 'c2pa.opened';
  if (!generative) return inception && path.length === 0 ? plain : 'unclear';
  if (!inception && nonEditorialActions.has(action)) return 'unclear';
  if (path.includes('inputTo')) return 'unclear';
  return inception && path.every((relationship) => relationship === 'parentOf') ? plain : 'partly-generated';
}

function ingredientStatements(reached: Reached, ingredient: CredentialIngredient): LabelStatement[] {
  const { digitalSourceType: value, relationship, title, label } = ingredient;
  if (value === null) return [];
  const source = readSource(value);
  const path = [...reached.path, relationship];
  const name = (title ?? label).slice(0, 200);
  return [
    reached.make(
      {
        key: `${label} digitalSourceType`,
        meaning: meaningOf('c2pa.opened', source.class, source.meaning, path),
        says: localized(
          `Source “${name}” (${relationship}): ${source.says.en}`,
          `素材“${name}”（${relationship}）：${source.says['zh-CN']}`,
        ),
        raw: value,
        fields: [
          { name: 'title', value: name, personal: false },
          { name: 'relationship', value: relationship, personal: false },
        ],
        checks: sourceChecks(source, cite),
      },
      label,
    ),
  ];
}

function fieldsOf(action: CredentialAction): LabelStatement['fields'] {
  const { when, softwareAgent, description, digitalSourceType } = action;
  const pairs = Object.entries({
    action: action.action,
    digitalSourceType,
    softwareAgent,
    when,
    description,
  });
  return pairs.flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: value.slice(0, 2000), personal: false }],
  );
}

const gathered: LabelCheck = {
  code: 'gathered',
  severity: 'information',
  text: localized(
    'The claim only carries the statement (gathered assertion); the signer does not vouch for it',
    '该声明仅为随附内容（gathered 断言），签名者并未为其担保',
  ),
  cite: 'C2PA, Technical Specification 2.2, 10.3',
};

const unseen: LabelCheck = {
  code: 'watermark-unread',
  severity: 'information',
  text: localized(
    'The signer states the watermark; it was not looked for in the content',
    '水印系签名者声明，未在内容中检测',
  ),
  cite: 'C2PA, Technical Specification 2.2, 18.14',
};

const watermarkWords: Localized = localized(
  'The signer states that an imperceptible watermark was put in',
  '签名者声明已嵌入不可见水印',
);
const synthIdWords: Localized = localized(
  'The signer states that Google’s SynthID watermark was put in',
  '签名者声明已嵌入谷歌 SynthID 水印',
);
