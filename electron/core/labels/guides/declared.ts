import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'What the file says about its own making, from every place its container offers: the AIGC label of GB 45438, IPTC, schema.org, labels of platforms, and traces that generators leave.',
      '从容器的各个位置读取文件关于自身生成方式的声明：GB 45438 的 AIGC 标识、IPTC、schema.org、平台标识，以及生成工具遗留的痕迹。',
    ),
  ],
  lookFor: [
    localized(
      'Statements that contradict each other, a label in one place and its absence in another, departures from the standard.',
      '相互矛盾的声明、一处有而另一处没有的标识、与标准不符之处。',
    ),
    localized(
      'Labels with a signature: whose key fitted, and what it covers.',
      '带签名的标识：与哪个密钥相符、覆盖哪些内容。',
    ),
  ],
  ignore: [
    localized(
      'A missing label: most synthetic files in circulation have none.',
      '没有标识：流传中的多数合成文件都没有。',
    ),
    localized('Empty or placeholder fields that a template wrote.', '模板写入的空字段或占位字段。'),
  ],
  lies: [
    localized(
      'Labels without a signature can be written, copied and removed by anyone, onto genuine pictures too.',
      '未签名的标识任何人都可写入、复制或删除，也可加到真实图像上。',
    ),
    localized(
      '“Edited with AI” may mean a removed blemish as well as a new face.',
      '“经人工智能编辑”可能只是去掉一个瑕疵，也可能是换了一张脸。',
    ),
    localized(
      'Formats of platforms are undocumented; a new one is not recognised.',
      '平台格式没有公开文档，新格式无法识别。',
    ),
  ],
};
