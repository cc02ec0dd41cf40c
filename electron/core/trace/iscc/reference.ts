import { localized } from '#shared/domain/localized.ts';

/** The publication, and what its codes are known not to survive; shared by the fingerprinter and its analysis. */
export const isccReference = {
  cite: 'ISO 24138:2024, International Standard Content Code; reference implementation iscc-core 1.3.0 and iscc-sdk',
  limits: [
    localized(
      'The standard fixes how a code is made of pixels, characters, Chromaprint numbers or frame signatures; how a file is decoded into those is common practice (iscc-sdk), not norm, and other decoders move some bits.',
      '标准规定的是由像素、字符、Chromaprint 数值或视频帧签名生成编码的方法；文件如何解码成这些数据属于通行做法（iscc-sdk），并非规范，换用其他解码器会使若干比特改变。',
    ),
    localized(
      'The Image-Code survives re-encoding, resizing and flat borders; crops, overlays, screenshots, turned and mirrored pictures are not found by it.',
      '图像码可承受重新编码、缩放和纯色边框；裁剪、叠加、截屏、旋转和镜像后的图像无法凭它找到。',
    ),
    localized(
      'The Text-Code looks at 13 characters in a row: an edit in every tenth Chinese character leaves nothing in common, and texts below about a hundred characters are not searched.',
      '文本码以连续 13 个字符为单位：中文每十字改动一字即再无共同之处；约一百字符以下的文本不参与检索。',
    ),
    localized(
      'The Audio-Code is an average over the whole sound: excerpts differ from the whole, and long recordings of one voice or style have like codes without being copies.',
      '音频码是整段声音的平均：节选与全长不同；同一嗓音或风格的长录音，编码相近却未必是副本。',
    ),
    localized(
      'The Video-Code is an average over all frames: other scenes before the same background have like codes, and excerpts are not found.',
      '视频码是全部画面的平均：同一背景前的不同场景编码相近；节选无法找到。',
    ),
    localized(
      'A likeness of data says that the files share chunks of bytes, which files of one program may do without sharing content.',
      '数据码相近表示文件含有相同的字节块；由同一程序生成的文件即使内容不同也可能如此。',
    ),
  ],
};
