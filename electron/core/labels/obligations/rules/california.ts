import type { PresentCredential } from '#shared/domain/credential.ts';
import { declaresGenerative, readSourceType } from '#shared/domain/digital-source-type.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutySupport } from '#shared/domain/obligation.ts';
import { type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import {
  capturedBySigner,
  credentialHolds,
  fieldOf,
  generatedLabels,
  presentCredential,
  signedGeneratedLabels,
} from '../marks.ts';
import { notKnown, openMarkReadings, premiseSentence } from '../premise.ts';
import { readingSupport, statementSupport } from '../support.ts';
import { passageRule } from './passage.ts';

/** What a latent disclosure says, and where that was read. */
type Found = { readonly value: string; readonly support: readonly DutySupport[] } | null;

/**
 * One item of the latent disclosure. It may be given through a link, and only as far as technically feasible and
 * reasonable: what is not found is a warning, never more.
 */
export function disclosureItem(
  item: Localized,
  find: (facts: DutyFacts, labels: readonly LabelStatement[]) => Found,
): (facts: DutyFacts) => Judgement {
  return (facts) => {
    const labels = generatedLabels(facts);
    if (labels.length === 0) {
      const open = openMarkReadings(facts);
      if (open.length > 0) return notKnown(...open);
      return judged(
        'warn',
        [
          localized(
            'No latent disclosure was found in the metadata. The law fixes no form: a watermark or a link may hold it.',
            '元数据中未发现潜在披露。法律未限定形式：水印或链接也可载有该信息。',
          ),
          premiseSentence,
        ],
        [readingSupport(facts.declared, localized('Looked for, not found', '已查找，未发现'))],
      );
    }
    const found = find(facts, labels);
    if (found !== null) {
      return judged(
        'pass',
        localized(
          `${item.en}: ${found.value}. Whether it is right is not judged.`,
          `${item['zh-CN']}：${found.value}。其准确性不作判断。`,
        ),
        found.support,
      );
    }
    return judged(
      'warn',
      localized(
        `The disclosure does not give: ${item.en}. It may stand behind a link, and is asked for as far as it is technically feasible.`,
        `披露中未给出：${item['zh-CN']}。该信息可能位于链接之后，且仅在技术可行的范围内要求。`,
      ),
      statementSupport(facts, labels),
    );
  };
}

interface Generation {
  readonly manifest: PresentCredential['store']['manifests'][number];
  /** Its actions that say a generative model made or changed the content; all of them when it says so otherwise. */
  readonly actions: PresentCredential['store']['manifests'][number]['actions'];
}

/**
 * The manifest of the credential that says the content was generated: an editor or a platform may have signed after
 * it, and is neither its provider nor its system.
 */
function generation(facts: DutyFacts): Generation | null {
  const manifests =
    signedGeneratedLabels(facts).length === 0 ? [] : presentCredential(facts)?.store.manifests;
  for (const manifest of manifests ?? []) {
    const actions = manifest.actions.filter(({ digitalSourceType }) => isGenerative(digitalSourceType));
    if (actions.length > 0) return { manifest, actions };
  }
  const active = manifests?.[0];
  return active === undefined ? null : { manifest: active, actions: active.actions };
}

function isGenerative(digitalSourceType: string | null): boolean {
  const kind = digitalSourceType === null ? undefined : readSourceType(digitalSourceType).type?.class;
  return kind !== undefined && declaresGenerative(kind);
}

function fromCredential(facts: DutyFacts, value: string | null | undefined): Found {
  return value == null || value === ''
    ? null
    : {
        value,
        support: [readingSupport(facts.credential, localized('Content Credential', '内容凭证'))],
      };
}

function fromField(facts: DutyFacts, labels: readonly LabelStatement[], ...names: string[]): Found {
  for (const label of labels) {
    const values = names.map((name) => fieldOf(label, name));
    if (values.every((value) => value !== ''))
      return { value: values.join(' '), support: statementSupport(facts, [label]) };
  }
  return null;
}

/** (A) The name of the provider. */
export function providerName(facts: DutyFacts, labels: readonly LabelStatement[]): Found {
  const signature = generation(facts)?.manifest.signature;
  return (
    fromField(facts, labels, 'ContentProducer') ??
    fromCredential(facts, signature?.organisation ?? signature?.commonName)
  );
}

/** (B) The name and version of the system. A version is known by its digits. */
export function systemAndVersion(facts: DutyFacts, labels: readonly LabelStatement[]): Found {
  const made = generation(facts);
  const names = [
    ...(made?.actions ?? []).flatMap(({ softwareAgent }) => softwareAgent ?? []),
    ...(made === null ? [] : [made.manifest.claimGenerator]),
  ];
  return (
    fromField(facts, labels, 'AISystemUsed', 'AISystemVersionUsed') ??
    fromCredential(
      facts,
      names.find((name) => /\p{L}/u.test(name) && /\d/.test(name)),
    )
  );
}

/** (C) The time and date of creation or alteration. */
export function creationTime(facts: DutyFacts): Found {
  const made = generation(facts);
  const when = (made?.actions ?? []).flatMap((action) => action.when ?? [])[0];
  return fromCredential(facts, when ?? made?.manifest.signature?.time);
}

/** (D) A unique identifier. */
export function uniqueIdentifier(facts: DutyFacts, labels: readonly LabelStatement[]): Found {
  const manifest = generation(facts)?.manifest;
  return (
    fromField(facts, labels, 'ProduceID') ?? fromCredential(facts, manifest?.instanceId ?? manifest?.label)
  );
}

/** (E) Whether the system created or altered the content. */
export function createdOrAltered(facts: DutyFacts, labels: readonly LabelStatement[]): Found {
  const label = labels.find(({ meaning }) => meaning === 'generated' || meaning === 'partly-generated');
  return label === undefined ? null : { value: label.says.en, support: statementSupport(facts, [label]) };
}

/** § 22757.3.1: does the platform's rendition still have what was uploaded? */
export function platformRendition(facts: DutyFacts): Judgement {
  if (facts.publication?.publication.rendition === 'original') {
    return judged(
      'not-applicable',
      localized(
        'The exhibit is recorded as the original, not as the platform’s rendition.',
        '记录显示该检材为原始文件，而非平台版本。',
      ),
    );
  }
  return passageRule('warn')(facts);
}

/** § 22757.3.3: cameras and recorders first produced for sale from 2028. */
export function captureDevice(facts: DutyFacts): Judgement {
  const credential = presentCredential(facts);
  const older = localized(
    'The duty is about devices first produced for sale from 1 January 2028; the file does not tell when its device was.',
    '该义务针对 2028 年 1 月 1 日起首次为销售而生产的设备；仅凭文件无法得知其采集设备的生产时间。',
  );
  if (credential !== null && credentialHolds(credential) && capturedBySigner(credential)) {
    return judged(
      'pass',
      localized(
        'A credential that holds for this file says the content was captured by a device.',
        '对本文件成立的凭证声明内容由设备采集。',
      ),
      [readingSupport(facts.credential, localized('Content Credential', '内容凭证'))],
    );
  }
  return judged('undetermined', [
    localized(
      'No credential that holds for this file says that a device captured it. It may be embedded by default and lost since, or opted out of.',
      '没有对本文件成立的凭证声明其由设备采集。相关信息可能原本默认嵌入而后丢失，也可能被用户关闭。',
    ),
    older,
  ]);
}
