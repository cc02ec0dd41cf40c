import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay label`. */
export const labelText = {
  label: localized(
    'Write a copy of a file that says it is AI-generated: in its metadata, to the eye or to the ear',
    '生成带有人工智能生成合成标识的文件副本：元数据标识、显式文字标识或可听标识',
  ),
  labelHelp: localized(
    `
The source is only read. The copy gets its name when our own reader, ExifTool and ffprobe have found the label where they
know the place; otherwise nothing is written. A label that is there keeps its producer and is never lowered; a second copy
is never added; nothing here removes a label. Producer and number are what you say: none is made up. A file with Content
Credentials is labelled first and signed last (--sign), with the source as its parent.

Examples:
  assay label picture.png --out labelled.png --standard gb45438 --producer 001191110102MAD55U9H0F10002 --id 20261122-1
  assay label picture.jpg --out labelled.jpg --standard gb45438,iptc --producer "Example Ltd" --id 7 --system Imagen --visible
  assay label film.mp4 --out labelled.mp4 --visible --seconds 3 --position top-left
  assay label speech.mp3 --out labelled.mp3 --audible rhythm
  assay label received.png --out spread.png --standard gb45438 --propagator "Example Platform" --propagator-id 42`,
    `
源文件只被读取。本程序、ExifTool 和 ffprobe 在各自支持的位置均读回标识后，副本才会以给定名称保存；否则不写入任何内容。
已有标识的生成服务提供者信息予以保留，标识不会降低，也不会写入第二份；本程序不提供移除标识的功能。
服务提供者和内容编号由您给出，程序不会编造。带有内容凭证的文件先添加标识、最后签名（--sign），以源文件作为父级成分。

示例：
  assay label picture.png --out labelled.png --standard gb45438 --producer 001191110102MAD55U9H0F10002 --id 20261122-1
  assay label picture.jpg --out labelled.jpg --standard gb45438,iptc --producer "示例公司" --id 7 --system Imagen --visible
  assay label film.mp4 --out labelled.mp4 --visible --seconds 3 --position top-left
  assay label speech.mp3 --out labelled.mp3 --audible rhythm
  assay label received.png --out spread.png --standard gb45438 --propagator "示例平台" --propagator-id 42`,
  ),
  optionOut: localized('file to write; must not exist', '要写入的文件；不得已存在'),
  optionStandard: localized(
    'gb45438, iptc or schema-org; several with commas, or repeated',
    'gb45438、iptc 或 schema-org；可用逗号分隔或重复给出',
  ),
  optionProducer: localized(
    'name or code of the service that made the content (GB 45438)',
    '生成合成服务提供者的名称或编码（GB 45438）',
  ),
  optionId: localized('the producer’s number for this content (GB 45438)', '生成方的内容编号（GB 45438）'),
  optionLabel: localized(
    '1 (is), 2 (may be) or 3 (suspected to be) AI-generated; a first label says 1',
    '1（属于）、2（可能）或 3（疑似）人工智能生成合成；首次写入默认为 1',
  ),
  optionPropagator: localized(
    'name or code of the platform that spreads the content (GB 45438)',
    '内容传播服务提供者的名称或编码（GB 45438）',
  ),
  optionPropagatorId: localized('the platform’s number for this content', '传播方的内容编号'),
  optionSourceType: localized(
    'digital source type for iptc and schema-org: a code or address of the IPTC vocabulary',
    'iptc 和 schema-org 的数字来源类型：IPTC 词表中的代码或地址',
  ),
  optionSystem: localized('name of the AI system (iptc)', '人工智能系统名称（iptc）'),
  optionSystemVersion: localized('version of the AI system (iptc)', '人工智能系统版本（iptc）'),
  optionPrompt: localized('the prompt, to be published with the file (iptc)', '提示词，将随文件公开（iptc）'),
  optionVisible: localized(
    'draw a text into the picture or film; “AI生成” unless another is given',
    '在图像或视频中绘制文字；默认“AI生成”',
  ),
  optionPosition: localized(
    'where it stands: top-left, top, top-right, left, right, bottom-left, bottom or bottom-right',
    '位置：top-left、top、top-right、left、right、bottom-left、bottom 或 bottom-right',
  ),
  optionRatio: localized(
    'height of its ink against the shortest side, 0.05 to 0.2; 0.06 by default',
    '文字高度与最短边之比，0.05 至 0.2；默认 0.06',
  ),
  optionSeconds: localized(
    'of a film: seconds from the start, at least 2; the whole film by default',
    '视频中自开头起的秒数，至少 2 秒；默认全片显示',
  ),
  optionAudible: localized(
    'rhythm (short long, short short), or a recording of a spoken label',
    'rhythm（短长 短短 节奏），或语音标识的录音文件',
  ),
  optionWritten: localized(
    'put a sentence into a text; “本内容由人工智能生成” unless another is given',
    '在文本中加入说明文字；默认“本内容由人工智能生成”',
  ),
  optionPlace: localized(
    'start or end, of --audible and --written',
    '--audible 和 --written 的位置：start 或 end',
  ),
  optionSign: localized(
    'sign the labelled copy, with the source as its parent',
    '对添加标识后的副本签名，以源文件作为父级成分',
  ),
  badStandard: localized(
    'Unknown standard. Known are gb45438, iptc and schema-org:',
    '未知标准。可用：gb45438、iptc 和 schema-org：',
  ),
  badRequest: localized('The label cannot be written as given:', '所给标识参数无效：'),
  needsOption: localized('This option says nothing without', '此选项须与以下选项一起使用：'),
  written: localized('Labelled copy:', '已添加标识的副本：'),
  rest: {
    bytes: localized('every other byte is the source’s', '其余字节与源文件一致'),
    decoded: localized('packed anew, the content is the same', '已重新封装，内容相同'),
    rendered: localized('the label changed the content itself', '标识改变了内容本身'),
  },
  unsigned: localized('before it was signed', '签名之前'),
  before: localized('before', '原为'),
  readers: {
    agrees: localized('reads it as', '读回为'),
    cannot: localized('does not know this place', '不支持此位置'),
    missing: localized('not installed', '未安装'),
  },
} as const;
