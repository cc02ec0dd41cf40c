/**
 * Marks that known products put on what they make, as observed in public documentation of such marks. The second
 * part is the wording as read, compared without blanks, punctuation and capitals. A bare `AI` is no product's.
 */
export const productMarks: readonly (readonly [product: string, wordings: readonly string[]])[] = [
  ['豆包 (Doubao)', ['豆包AI生成', '豆包AI']],
  ['即梦 (Jimeng)', ['即梦AI', '即梦AI生成', '即梦']],
  ['Dreamina', ['Dreamina AI', 'Dreamina']],
  ['千问 (Qwen)', ['千问AI生成', '通义千问AI生成', '通义AI生成', '通义AI', '千问AI']],
  ['可灵 (Kling)', ['可灵AI', '可灵AI生成', 'KLING AI', 'KlingAI', 'KLING']],
  ['元宝 (Yuanbao)', ['元宝AI生成', '腾讯元宝AI生成', '腾讯元宝', '混元AI生成', '腾讯混元AI生成']],
  ['百度 (Baidu)', ['百度AI生成', '文心AI生成', '文心一言AI生成', '文心一格AI生成']],
  ['星绘 (Xinghui)', ['星绘AI生成', '星绘AI']],
  ['LibLibAI', ['LibLibAI', 'LiblibAI生成']],
  ['RunningHub', ['RunningHub AI生成', 'RunningHub']],
  ['海螺 (Hailuo), MiniMax', ['MINIMAX hailuo AI', 'hailuo AI', 'MINIMAX hailuo', '海螺AI', '海螺AI生成']],
  ['Vidu', ['Vidu AI', 'Vidu AI生成']],
  ['通义万相 (Wan)', ['通义万相', '通义万相AI生成', 'Wan AI']],
  ['智谱清影 (CogVideo)', ['智谱清影AI生成', '智谱清言AI生成', '清影AI生成']],
  ['讯飞星火 (Spark)', ['讯飞星火AI生成', '星火AI生成']],
  ['Meta AI', ['Imagined with AI', 'Meta AI']],
];
