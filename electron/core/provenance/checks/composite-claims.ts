import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { CredentialSignals } from '#shared/domain/credential-signals.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { MetadataTag } from '../../media/metadata-tags.ts';
import { observe } from './facts.ts';

/**
 * A10: a camera may combine several exposures, one of them somebody else's picture, and sign the result as a
 * capture (Nikon Z6III, 2025). Cameras write the combination down; the claim is held against it.
 */
export function compositeClaims(
  manifest: string,
  signals: Pick<CredentialSignals, 'perNode'>,
  tags: readonly MetadataTag[],
): CredentialObservation[] {
  const node = signals.perNode.find((one) => one.manifest === manifest && one.ingredient === null);
  const declared = [...(node?.inception ?? []), ...(node?.elsewhere.inception ?? [])];
  if (!declared.includes('capturedMedia')) return [];
  const said = tags.filter(tellsOfSeveral);
  if (said.length === 0) return [];
  const named = said.map(({ name, readable }) => `${name} “${readable}”`).join(', ');
  return [
    observe(
      'composite-capture',
      'warning',
      [
        'The credential says that this is one capture, and the camera’s own notes say that several pictures were combined',
        '凭证声明为单次拍摄，而相机自身的记录表明由多幅画面合成',
      ],
      [
        `Declared digitalCapture; metadata: ${named}. An overlay may be a picture from another source`,
        `声明为 digitalCapture；元数据：${named}。叠加的画面可能来自其他来源`,
      ],
      { manifest },
    ),
  ];
}

/** The notes could not be read: the claim of a single capture stands unchecked, and this is said. */
export function compositeNotChecked(manifest: string, reason: Reason): CredentialObservation {
  return observe(
    'composite-not-checked',
    'info',
    [
      'Whether the camera combined several pictures could not be checked: its notes cannot be read',
      '无法核验相机是否合成了多幅画面：无法读取其记录',
    ],
    [`Metadata: ${reason.text.en}`, `元数据：${reason.text['zh-CN']}`],
    { manifest },
  );
}

/**
 * Exif 2.32 CompositeImage 2 and 3 (CIPA DC-008 §4.6.6.8), and makers' notes on multiple exposure and image
 * overlay. HDR bracketing by the camera is an ordinary capture and is not meant.
 */
function tellsOfSeveral({ name, readable, raw, document }: MetadataTag): boolean {
  if (document !== 'Main') return false;
  if (name === 'CompositeImage') return raw === '2' || raw === '3';
  if (!/^(MultipleExposure(Mode|Used)?|ImageOverlay|CompositeImageMode)$/.test(name)) return false;
  return /multiple exposure|image overlay|overlay|^on\b|^yes\b|^used\b/i.test(readable);
}
