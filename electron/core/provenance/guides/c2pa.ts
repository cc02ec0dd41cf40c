import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The Content Credentials of the file, read by two engines and a reader of our own, answered on separate axes: content, signature, time, signer, sources.',
      '用两个引擎和自有读取器读取文件的内容凭证，并按内容、签名、时间、签名者、素材分别作答。',
    ),
  ],
  lookFor: [
    localized(
      'Whether the content is as signed, and whether all of it is covered.',
      '内容是否与签名时一致，是否全部被覆盖。',
    ),
    localized('Whose certificate signed, and on which list it stands.', '由谁的证书签名，列于哪份名单。'),
    localized(
      'Actions and sources in the history: generated, edited, placed.',
      '历史中的操作与素材：生成、编辑、置入。',
    ),
  ],
  ignore: [
    localized(
      'A signer on no list: a private authority is not thereby a bad one.',
      '不在任何名单上的签名者：私有机构并不因此可疑。',
    ),
    localized(
      'An expired certificate with a trusted time stamp from before.',
      '证书虽已过期，但有此前的可信时间戳。',
    ),
  ],
  lies: [
    localized(
      'Valid proves who signed and that nothing changed since, not that what was shown is true.',
      '有效只证明由谁签名及此后未变，并不证明画面属实。',
    ),
    localized(
      'A genuine camera signs a photograph of a screen without complaint.',
      '真实相机会照样为翻拍屏幕的照片签名。',
    ),
    localized(
      'No credential says nothing: platforms remove them, and most files never had one.',
      '没有凭证不说明任何问题：平台会清除凭证，多数文件从未有过。',
    ),
    localized(
      'Revocation and remote credentials are not fetched: no connection is opened.',
      '不获取吊销信息和远程凭证：不建立任何网络连接。',
    ),
  ],
};
