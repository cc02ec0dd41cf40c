import { localized } from '#shared/domain/localized.ts';
import {
  type Duty,
  type DutyCatalogue,
  type DutyCell,
  type DutyChoice,
  type DutyMatrix,
  type DutyRole,
  jurisdictions,
} from '#shared/domain/obligation.ts';
import { roleWords } from '#shared/text/duty-words.ts';
import { type Asked, type DutyRule, type Judgement, judged, type RuleKind, type RulePack } from './define.ts';
import type { DutyFacts } from './facts.ts';
import { held } from './hold.ts';
import { packs } from './packs.generated.ts';

export interface DutyExhibit {
  readonly sha256: string;
  readonly number: number;
  readonly name: string;
  readonly facts: DutyFacts;
}

/** Everything that can be chosen, in the order of the packs. */
export function dutyCatalogue(): DutyCatalogue {
  return {
    packs: ordered.map((pack) => ({
      id: pack.id,
      jurisdiction: pack.jurisdiction,
      title: pack.title,
      note: pack.note,
      duties: pack.rules.map((rule) => dutyOf(pack, rule)),
    })),
  };
}

/** Hold every exhibit against every duty of the chosen jurisdictions. Pure: the same input, the same matrix. */
export function dutyMatrix(choice: DutyChoice, exhibits: readonly DutyExhibit[]): DutyMatrix {
  const asked: Asked = { roles: new Set(choice.roles), date: choice.date };
  const rows = ordered
    .filter((pack) => choice.jurisdictions.includes(pack.jurisdiction))
    .flatMap((pack) => pack.rules.map((rule) => ({ rule, duty: dutyOf(pack, rule) })));
  return {
    choice,
    duties: rows.map(({ duty }) => duty),
    exhibits: exhibits.map(({ sha256, number, name }) => ({ sha256, number, name })),
    cells: rows.flatMap(({ rule }) =>
      exhibits.map(({ sha256, facts }): DutyCell => {
        const { outcome, reasoning, support } = judge(rule, facts, asked);
        return { duty: rule.id, evidence: sha256, outcome, reasoning: [...reasoning], support: [...support] };
      }),
    ),
  };
}

/** One cell: whom, when and what the rule is about; its own answer; and what its standing allows of it. */
export function judge(rule: DutyRule, facts: DutyFacts, asked: Asked): Judgement {
  return (
    otherRole(rule.roles, asked) ??
    otherTime(rule, asked) ??
    otherKind(rule, facts.kind) ??
    held(rule.evaluate(facts, asked), rule)
  );
}

function otherRole(roles: readonly DutyRole[], asked: Asked): Judgement | null {
  if (roles.some((role) => asked.roles.has(role))) return null;
  const list = (language: 'en' | 'zh-CN', comma: string) =>
    roles.map((role) => roleWords[role].name[language]).join(comma);
  return judged(
    'not-applicable',
    localized(
      `The duty is that of another role than those chosen: ${list('en', ', ')}`,
      `该义务的主体不在所选角色之内：${list('zh-CN', '、')}`,
    ),
  );
}

function otherTime({ appliesFrom, appliesTo, force }: DutyRule, { date }: Asked): Judgement | null {
  // ISO dates compare as text.
  if (date < appliesFrom) {
    return judged(
      'not-applicable',
      force === 'proposed'
        ? localized(
            `The draft is of ${appliesFrom}, after the chosen date`,
            `该征求意见稿日期为 ${appliesFrom}，晚于所选日期`,
          )
        : localized(
            `The rule applies from ${appliesFrom}, after the chosen date`,
            `该规则自 ${appliesFrom} 起适用，晚于所选日期`,
          ),
    );
  }
  if (appliesTo !== null && date > appliesTo) {
    return judged(
      'not-applicable',
      localized(
        `The rule applied until ${appliesTo}, before the chosen date`,
        `该规则适用至 ${appliesTo}，早于所选日期`,
      ),
    );
  }
  return null;
}

const kindNames: Readonly<
  Record<RuleKind, { readonly en: string; readonly one: string; readonly zh: string }>
> = {
  image: { en: 'images', one: 'an image', zh: '图片' },
  audio: { en: 'audio', one: 'audio', zh: '音频' },
  video: { en: 'video', one: 'a video', zh: '视频' },
  text: { en: 'text', one: 'text', zh: '文本' },
  scene: { en: 'virtual scenes', one: 'a virtual scene', zh: '虚拟场景' },
  panorama: { en: '360° media', one: 'a 360° picture or film', zh: '全景媒体' },
  other: { en: 'other files', one: 'another file', zh: '其他文件' },
};

function otherKind({ media }: DutyRule, kind: RuleKind): Judgement | null {
  if (media.includes(kind)) return null;
  const about = (language: 'en' | 'zh', comma: string) =>
    media.map((one) => kindNames[one][language]).join(comma);
  return judged(
    'not-applicable',
    kind === 'other'
      ? localized(
          'The file is of no kind the rules name (text, image, audio, video, virtual scene)',
          '该文件不属于规则所列的内容类型（文本、图片、音频、视频、虚拟场景）',
        )
      : localized(
          `The clause is about ${about('en', ', ')}; to the rules this exhibit is ${kindNames[kind].one}`,
          `该条款针对${about('zh', '、')}；该检材在规则上属于${kindNames[kind].zh}`,
        ),
  );
}

function dutyOf(pack: RulePack, rule: DutyRule): Duty {
  const { media: _media, evaluate: _evaluate, ...duty } = rule;
  return { ...duty, roles: [...rule.roles], pack: pack.id, jurisdiction: pack.jurisdiction };
}

const order = (pack: RulePack) => jurisdictions.indexOf(pack.jurisdiction);
/** By jurisdiction in the order of the choice form. */
const ordered: readonly RulePack[] = [...packs].sort((a, b) => order(a) - order(b) || a.place - b.place);
