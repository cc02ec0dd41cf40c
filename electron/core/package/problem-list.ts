import { type Localized, localized } from '#shared/domain/localized.ts';
import type { PackageProblem } from '#shared/domain/package.ts';
import { displayName } from '../intake/names.ts';

type Code = PackageProblem['code'];

const messages: Record<Code, Localized> = {
  'bag-declaration': localized(
    'bagit.txt is missing or is not the declaration of a bag',
    'bagit.txt 缺失，或不是有效的 BagIt 声明',
  ),
  'manifest-missing': localized('There is no manifest of this kind', '缺少此类清单文件'),
  'manifest-unreadable': localized('A line of this manifest cannot be read', '此清单文件中有无法解析的行'),
  'path-refused': localized(
    'This path leads out of the package, or is written in a way that does on some systems',
    '此路径指向包外，或在某些系统上会指向包外',
  ),
  'listed-twice': localized('A manifest lists this file more than once', '清单中多次列出此文件'),
  'file-missing': localized('The file is listed and not there', '清单列出了此文件，但文件不存在'),
  'file-unknown': localized('The file is there and not listed', '此文件存在，但清单未列出'),
  'file-changed': localized('The file is not the one that was listed', '文件内容与清单记录不符'),
  'link-refused': localized(
    'A link or special file stands here; it was not followed',
    '此处是链接或特殊文件；未予跟随',
  ),
  'name-refused': localized(
    'The name is the same as another one on some systems, or cannot be used there',
    '此名称在某些系统上与另一名称相同，或无法使用',
  ),
  'fetch-refused': localized(
    'The package names files to be fetched from elsewhere; nothing is fetched',
    '该包列有需从别处获取的文件；本程序不会获取任何内容',
  ),
  'signature-missing': localized('The signature or its key is missing', '签名或其公钥缺失'),
  'signature-wrong': localized('The signature does not fit', '签名与内容不符'),
  'timestamp-wrong': localized('The timestamp does not fit the package', '时间戳与该包不符'),
  'custody-wrong': localized(
    'The custody log in the package is not a whole chain with a fitting checkpoint',
    '包内保管日志不是完整的哈希链，或与其检查点不符',
  ),
  'evidence-address': localized(
    'The evidence file does not have the hash that is its name',
    '证据文件的哈希值与其名称不符',
  ),
};

/** Of a package made to have millions of problems the first ones of each kind are enough. */
const mostOfAKind = 10_000;

/** Problems in the order they were found, each said once. */
export class ProblemList {
  readonly #list: PackageProblem[] = [];
  readonly #seen = new Set<string>();
  readonly #counts = new Map<Code, number>();

  get all(): readonly PackageProblem[] {
    return this.#list;
  }

  /** `path` as it stands; it is escaped here. `detail` goes after the sentence in both languages. */
  add(code: Code, path: string, detail?: Localized): void {
    const message = messages[code];
    this.#put({
      code,
      object: displayName(Buffer.from(path)),
      message:
        detail === undefined
          ? message
          : localized(`${message.en}: ${detail.en}`, `${message['zh-CN']}：${detail['zh-CN']}`),
    });
  }

  append(problems: readonly PackageProblem[]): void {
    for (const problem of problems) this.#put(problem);
  }

  #put(problem: PackageProblem): void {
    const { code, object, message } = problem;
    const key = `${code} ${object} ${message.en}`;
    const count = this.#counts.get(code) ?? 0;
    if (this.#seen.has(key) || count >= mostOfAKind) return;
    this.#seen.add(key);
    this.#counts.set(code, count + 1);
    this.#list.push(problem);
  }
}
