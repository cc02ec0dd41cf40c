/**
 * A line is a label when it says of its own content that it was generated. A phrase in prose ("AI生成内容的标识办法
 * 今日施行", "AI-generated images flood the web") is about others, so what stands before and after the phrase must
 * belong to such a statement as well.
 */
export interface Surroundings {
  readonly before: string;
  readonly core: string;
  readonly after: string;
}

export function surroundingsFit(
  { before, after }: Surroundings,
  language: string,
  recognised: boolean,
): boolean {
  if (language === 'zh' || language === 'ja' || language === 'ko') {
    return (chineseBefore.test(before) || shortName(before, recognised)) && chineseAfter.test(after);
  }
  return (latinBefore(before) || shortName(before, recognised)) && latinAfter(after);
}

const subject =
  '文档|文章|文本|文稿|文|内容|回答|答案|图片|图像|图|画面|视频|短片|影片|片|音频|声音|语音|配音|歌曲|音乐|作品|报告|素材|稿件|信息|页面|材料|插图|配图|封面|场景|数据|角色|人物|节目';
const chineseBefore = new RegExp(
  [
    '^[\\s「『【（(\\[*※★✦✧☆•·>#|"“-]*',
    '(?:(?:作者|创作者|发布者|发布人|博主|平台|用户|特别|温馨|重要|免责|风险|ai|内容)?(?:声明|说明|提示|提醒|注明|注意|注|备注|标识|标注)[:：\\s]{0,2})?',
    '(?:以上|以下|上述|下列|本|该|此|这|文中|文内|部分|全部|所有)?',
    '(?:期|篇|条|张|段|个|幅|集|部分)?',
    `(?:${subject})?`,
    '(?:中)?(?:的)?(?:部分|全部|所有)?',
    `(?:${subject})?`,
    '(?:均|全|都|可能|疑似|或|部分|已|完全|主要)?',
    '(?:由|为|是|系|属于|属|使用|采用|借助|通过|利用|基于|含有|包含|含|经|运用)?(?:了)?\\s?$',
  ].join(''),
  'u',
);

const remark =
  '请|仅供|仅用于|不代表|不构成|不保证|无法|可能|谨慎|注意|未经|如有|并经|经人工|人工|真实性|准确性|不作为|非真实|非实拍|与真实|非真人|为虚构|纯属虚构|虚构|剧情';

/** After the phrase: its object, then the end, a remark, or what such labels warn of. */
const chineseAfter = new RegExp(
  [
    '^(?:的)?',
    `(?:${subject}){0,2}`,
    '(?:\\s?(?:されました|された|しました|した|コンテンツ|画像|動画|입니다|됨|된|되었습니다|한|콘텐츠|이미지|영상)){0,2}',
    '[\\s」』】）)\\]*※★•·|"”.。!！-]*',
    `(?:$|(?:${remark}).{0,120}$|[,，;；:：(（、\\s|。.]\\s?(?:${remark}|内容|结果|信息|本).{0,120}$)`,
  ].join(''),
  'u',
);

const latinWords = new Set(
  (
    'the this that these a an all above following below some part parts portion portions section of in on ' +
    'content contents text article image images picture pictures photo photos photograph video videos clip audio sound voice voices ' +
    'music song track post story response answer report document summary page chapter book work media material artwork art ' +
    'illustration illustrations cover thumbnail scene model caption translation transcript code news advertisement ad portrait avatar ' +
    'is was were are has have been be being may might could can contains contain contained includes include including uses using used with features ' +
    'partly partially wholly entirely fully completely automatically mostly largely initially purely originally digitally synthetically created made ' +
    'disclaimer note notice disclosure warning label labelled labeled attention info information about author creator publisher ' +
    'contenido imagen imagenes texto video foto este esta ha sido fue es ' +
    'contenu image images texte photo ce cet cette a ete est une ' +
    'inhalt bild bilder text foto video dieser diese dieses wurde wurden ist sind mit von durch hinweis ' +
    'contenuto immagine testo questo questa e stato stata ' +
    'conteudo imagem este esta foi ' +
    'afbeelding tekst inhoud deze dit is werd ' +
    'tresc obraz zdjecie ta ten to zostala zostalo zostal ' +
    'innehall bilden texten denna detta ar indhold billede er blevet ' +
    'noi dung hinh anh nay duoc ' +
    'powered also'
  ).split(' '),
);
/** The recogniser's form of the same words: see `flattened`. */
const recognisedWords = new Set([...latinWords].map((word) => word.replace(/l/g, 'i')));

function latinBefore(before: string): boolean {
  const words = before.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.length <= 14 && words.every((word) => latinWords.has(word) || recognisedWords.has(word));
}

/** At most three nouns, then the end, or a sentence of its own that asks nothing. */
function latinAfter(after: string): boolean {
  const match = /^((?:[\s-]{1,2}\p{L}{1,14}){0,3})[\s)\]"'”*]{0,3}(?:$|[.,;!|•·(:-][^?？]{0,200}$)/u.exec(
    after,
  );
  if (match === null) return false;
  const words = match[1]!.split(/[\s-]+/).filter((word) => word !== '');
  return words.every((word) => latinWords.has(word) || recognisedWords.has(word));
}

/** Negations and refusals in the languages of the phrases; none of them may stand before a label. */
const negation =
  /[非无無没沒不未禁拒反勿别]|(?:^|[^\p{L}])(?:not|no|non|never|without|isn't|aren't|kein|keine|nicht|ohne|pas|sans|sin|senza|sem|sem|niet|geen|nie|inte|ikke|ei|không|free|anti)(?:$|[^\p{L}])/u;

/** Words of questions, instructions and slogans, which no name is. */
const noName =
  /[什如怎为何识检鉴治规警打击支键费用教]|(?:^|[^\p{L}])(?:how|why|what|detect|detecting|spot|find|real|vs|versus|or|and|about|try|free|your)(?:$|[^\p{L}])/u;

/** A product or person named before the label on a picture: `豆包`, `元宝 /`. One word of letters, or few signs. */
function shortName(before: string, recognised: boolean): boolean {
  if (!recognised || negation.test(before) || noName.test(before) || /[,，。.?？!！;；]/.test(before))
    return false;
  const words = before.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [word = ''] = words;
  return words.length <= 1 && [...word].length <= (/^[\p{Script=Latin}\p{N}]*$/u.test(word) ? 14 : 8);
}
