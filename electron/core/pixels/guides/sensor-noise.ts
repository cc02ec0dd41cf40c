import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Every sensor has a faint fixed pattern. The noise of the picture is compared with fingerprints of cameras made on this machine; the height of the peak (PCE) stands in the table beside what chance gives.',
      '每块传感器都有微弱的固定图案。将图像噪声与本机生成的相机指纹比对，表中给出相关峰值（PCE）以及偶然水平。',
    ),
    localized(
      "When the picture matches at its own size, a map shows where the camera's noise is missing: yellow where all of the expected noise is gone, dark where it is there or nothing can be said.",
      '若图像以原尺寸匹配，则绘出噪声缺失图：黄色表示应有的噪声全部缺失，暗色表示噪声存在或无从判断。',
    ),
  ],
  lookFor: [
    localized(
      'A PCE above the threshold and far above the highest false peak we measured, with a place that makes sense: 0, 0 for a whole picture, one plausible shift for a crop.',
      'PCE 高于阈值且远高于实测的最高错误峰值，位置也合理：整幅为 0, 0，裁剪图为单一可信的位移。',
    ),
    localized(
      'One fingerprint that matches while those of the same model do not.',
      '仅一个指纹匹配，而同型号的其他指纹不匹配。',
    ),
    localized(
      'In a matching picture, a named region without the noise that follows an object: it may have come from elsewhere. Read beside it how much of the picture could be judged.',
      '匹配的图像中沿某物体缺少噪声且列于表中的区域：可能来自别处。同时查看图中可判断的面积。',
    ),
  ],
  ignore: [
    localized(
      'PCE values of 5 to 40 where many shifts of a crop were tried: chance alone reaches them.',
      '遍历大量裁剪位移时 5 到 40 的 PCE：偶然即可达到。',
    ),
    localized(
      'Fingerprints that do not fit the size: they were not compared at all.',
      '尺寸不符的指纹：根本未作比对。',
    ),
    localized(
      'Saturated light, deep shadow and busy texture: too little noise is expected there for its absence to mean anything.',
      '过曝、深暗与纹理繁杂之处：应有的噪声本就太少，缺失没有意义。',
    ),
  ],
  lies: [
    localized(
      'No match does not exclude the camera: compression, resizing, digital zoom, stabilisation, lens correction, dark or busy scenes destroy the pattern.',
      '不匹配并不能排除该相机：压缩、缩放、数码变焦、防抖、镜头校正、暗部或繁杂场景都会破坏图案。',
    ),
    localized(
      'Cameras of one maker may share artefacts of their processing; the finding “match may rest on shared artefacts” must be read before the peak.',
      '同一厂商的相机可能共有处理伪影；若出现“匹配可能源于共有伪影”的提示，应先于峰值加以考虑。',
    ),
    localized(
      'A match needs the noise in a part of the picture only: the rest may be pasted in.',
      '只要部分区域含有该噪声即可匹配，其余部分仍可能是拼接。',
    ),
    localized(
      'A fingerprint can be copied into a picture by anyone who has photographs of that camera.',
      '任何持有该相机照片的人都能把其指纹写入图像。',
    ),
  ],
};
