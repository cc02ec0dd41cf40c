import type { LabelOverview, LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import type { Asked, DutyRule } from './obligations/define.ts';
import type { DutyFacts } from './obligations/facts.ts';
import { held } from './obligations/hold.ts';
import { pack as standard } from './obligations/packs/cn-gb45438.ts';
import { supersededCode } from './statement.ts';

/** A check of a file that needs neither role nor jurisdiction: is what it says well said, and does it agree? */
export interface FileCheck {
  /** `CN-I-03`, `X-01`. */
  readonly id: string;
  readonly outcome: DutyOutcome;
  readonly citation: string;
  readonly reasoning: readonly Localized[];
}

/** A label that is there is held against its standard as its maker's; whether one is due is not asked here. */
const maker: Asked = { roles: new Set(['provider']), date: '' };

/** Checks of the label's form (CN-I) by the same rules the duties use, and of statements against each other (X). */
export function fileChecks(facts: DutyFacts): FileCheck[] {
  return [
    present(facts),
    ...standard.rules.filter(({ id }) => id.startsWith('CN-I-')).map((rule) => byRule(rule, facts)),
    agreement(facts.overview),
    vocabulary(facts.overview),
    remains(facts.overview),
    reading(facts),
  ];
}

function byRule(rule: DutyRule, facts: DutyFacts): FileCheck {
  const { outcome, reasoning } = held(rule.evaluate(facts, maker), rule);
  const { instrument, clause } = rule.citation;
  return { id: rule.id, outcome, citation: `${instrument.en}, ${clause.en}`, reasoning };
}

const check =
  (id: string, citation: string) =>
  (outcome: DutyOutcome, en: string, chinese: string): FileCheck => ({
    id,
    outcome,
    citation,
    reasoning: [localized(en, chinese)],
  });

function present({ overview, declared }: DutyFacts): FileCheck {
  const make = check(
    'CN-I-01',
    'Measures for Labeling AI-Generated Synthetic Content, Art. 5; GB 45438-2025, 6.1',
  );
  const own = overview.statements.filter(({ standard: id }) => id === 'gb45438-aigc');
  if (own.some(({ kind }) => kind === 'label'))
    return make('pass', 'The file carries an AIGC label that can be read', '文件载有可读取的 AIGC 标识');
  if (own.length > 0)
    return make('undetermined', 'Only remains of an AIGC label are left', '仅残留 AIGC 标识外壳');
  if (declared.state !== 'read' || !declared.complete)
    return make(
      'undetermined',
      'Not everything that could hold the label was read',
      '可能载有标识的部分未全部读取',
    );
  return make(
    'not-applicable',
    'No AIGC label was found; whether one is due depends on who asks (assay duties)',
    '未发现 AIGC 标识；是否应当有标识取决于主体角色（见 assay duties）',
  );
}

function agreement({ statements, contradictions }: LabelOverview): FileCheck {
  const make = check(
    'X-01',
    'C2PA Technical Specification 2.2, 18.14.2; IPTC Photo Metadata Standard 2025.1',
  );
  const found = contradictions.filter(({ code }) => code !== 'aigc-copies-repeat');
  if (found.length > 0)
    return { ...make('warn', 'contradiction', '矛盾'), reasoning: found.map(({ text }) => text) };
  return statements.length < 2
    ? make('not-applicable', 'There are not two statements to compare', '没有可供对照的多项声明')
    : make('pass', 'The statements do not contradict each other', '各项声明之间没有矛盾');
}

function vocabulary({ statements }: LabelOverview): FileCheck {
  const make = check('X-02', 'IPTC Photo Metadata Standard 2025.1; IPTC NewsCodes, digitalsourcetype');
  const typed = statements.filter(({ key }) => /digitalSourceType$/i.test(key));
  if (typed.length === 0)
    return make('not-applicable', 'No digital source type is given', '未给出数字来源类型');
  const off = typed.flatMap(({ checks }) =>
    checks.filter(({ code, severity }) => code.startsWith('value-') && severity !== 'information'),
  );
  if (off.length > 0)
    return { ...make('warn', 'form', '写法'), reasoning: distinct(off.map(({ text }) => text)) };
  return make('pass', 'The source types are terms of the vocabulary', '数字来源类型均为词表中的术语');
}

function remains({ statements }: LabelOverview): FileCheck {
  const make = check('X-03', 'GB 45438-2025, Annex E b); ISO 16684-1');
  const broken = statements.filter(
    (statement) =>
      (statement.kind === 'residue' && !has(statement, [supersededCode])) ||
      has(statement, ['truncated', 'damaged-packet']),
  );
  if (broken.length > 0) {
    return {
      ...make('undetermined', 'residue', '残留'),
      reasoning: distinct(broken.map(({ says }) => says)),
    };
  }
  return make('pass', 'No emptied or broken-off label was found', '未发现值为空或中断的标识');
}

function has({ checks }: LabelStatement, codes: readonly string[]): boolean {
  return checks.some(({ code }) => codes.includes(code));
}

function reading({ declared, credential, credentialPossible }: DutyFacts): FileCheck {
  const make = check('X-04', 'resources/docs/labels.md');
  const reasons = [declared, ...(credentialPossible ? [credential] : [])].flatMap((one) => {
    if (one.state === 'unknown') return [one.why];
    const whole = one.complete && !('state' in one.value && one.value.state === 'unreadable');
    return whole
      ? []
      : [
          localized(
            `Parts of the file were not read (${one.analysis}); absence cannot be stated`,
            `文件部分内容未能读取（${one.analysis}），不能认定不存在`,
          ),
        ];
  });
  return reasons.length > 0
    ? { ...make('undetermined', 'not read', '未读取'), reasoning: reasons }
    : make('pass', 'Every place that can hold a label was read', '可能载有标识的位置均已读取');
}

function distinct(texts: readonly Localized[]): Localized[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()];
}
