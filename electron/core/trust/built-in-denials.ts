import { localized } from '#shared/domain/localized.ts';
import type { DenyEntry } from '#shared/domain/trust.ts';

/**
 * Revocations every installation knows, because the lists in circulation do not: the interim list was frozen
 * with these certificates on it. Facts only: hashes and serial numbers of certificates in that list.
 *
 * Nikon suspended its authenticity service on 2025-09-05, after a Z6III was shown to sign a multiple
 * exposure that contained a picture of another origin, and revoked all certificates on 2025-09-21
 * (PetaPixel and heise online, September 2025).
 */
export const builtInDenyList = 'deny-built-in';

const reason = localized(
  'Nikon revoked all certificates of its image authenticity service on 2025-09-21, after a Z6III camera had been made to sign pictures it had not taken.',
  '尼康已于 2025-09-21 吊销其图像真实性服务的全部证书：此前有人使 Z6III 相机为并非由其拍摄的图像签名。',
);
const since = '2025-09-21';

export const builtInDenials: readonly DenyEntry[] = [
  // CN=Nikon C2PA Root CA, and whatever was issued under it.
  { keySha256: '2bb40a41130bc8503cb50877161b59893a4f1be30da10b43b26b45c372bee49b', reason, since },
  {
    issuer: 'CN=Nikon C2PA Root CA,O=NIKON CORPORATION,L=Shinagawa-ku,ST=Tokyo,C=JP',
    reason,
    since,
  },
  // CN=NIKON CORPORATION, issued by GlobalSign GCC R6 SMIME CA 2023.
  ...(
    [
      ['45e247d1e24cf9aab86ca861', 'a3ab9735fd532af4a23542f5e424efac6a5f2848c2c6962b6b036962b7e99317'],
      ['5e64e83ac35b6cc494d587f6', '792ef1049a0152ee122660a3837818e21d66973c0d1840aa70191a00c9a50067'],
      ['44a5c08e220496ebcc15cd0a', 'eb0b52ae6f199b8c6422a908f4607594c856f7477325564f84e75250be254539'],
      ['6871942fbdf003bdd355925b', '87bda8f5a4b2fcd8c3378743f3176d957dbc766e1cd0446ea41815b8a08296dc'],
    ] as const
  ).map(([serial, certificateSha256]) => ({ serial, certificateSha256, reason, since })),
];
