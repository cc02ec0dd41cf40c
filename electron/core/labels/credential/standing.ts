import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialAxes } from '#shared/domain/credential-detail.ts';
import type { LabelStanding } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { isSound } from '../../provenance/axes.ts';

export interface CredentialStanding {
  readonly standing: LabelStanding;
  readonly note: Localized | null;
}

/** What stands behind the statements of a manifest: of the file's own, or of one of its sources. */
export function standingOf(
  credential: PresentCredential,
  manifest: string,
  path: readonly string[],
): CredentialStanding {
  if (path.length === 0) return fileStanding(credential.axes);
  const node = credential.nodes.find((one) => one.manifest === manifest);
  if (node === undefined || node.worst === 'failed') {
    return {
      standing: 'credential-invalid',
      note: localized(
        'The credential of this source does not hold, or could not be judged',
        '该素材的凭证未通过核验或无法判断',
      ),
    };
  }
  const { standing } = whose(node.axes);
  return {
    standing,
    note: localized(
      'Said of a source; its content is not in this file, so that only its credential could be checked',
      '针对所用素材；素材内容不在本文件中，仅能核验其凭证',
    ),
  };
}

function fileStanding(axes: CredentialAxes): CredentialStanding {
  if (isSound(axes)) return whose(axes);
  const unchecked =
    axes.integrity === 'unchecked' && (axes.signature === 'ok' || axes.signature === 'expired');
  return unchecked
    ? {
        standing: 'unsupported',
        note: localized(
          'The signature holds, but whether it belongs to this content could not be checked',
          '签名有效，但无法核验其是否属于本内容',
        ),
      }
    : {
        standing: 'credential-invalid',
        note: localized(
          'The credential does not hold; its statements may have been added by anyone',
          '凭证未通过核验，其声明可能由任何人添加',
        ),
      };
}

function whose({ signer, signature }: CredentialAxes): CredentialStanding {
  const trusted = signer === 'official' || signer === 'interim' || signer === 'user';
  return {
    standing: trusted && signature === 'ok' ? 'credential-trusted' : 'credential-valid',
    note: trusted
      ? null
      : localized(
          'The signature holds; whether the signer is who the certificate says is vouched for by no list in use',
          '签名有效，但签名者身份未被任何所用名单认可',
        ),
  };
}
