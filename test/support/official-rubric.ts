import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JsonFormula from '@adobe/json-formula';
import { parseAllDocuments } from 'yaml';

/**
 * The official Asset Rubrics, run as they are published: YAML with json-formula expressions. The files are
 * read where they lie and are not part of the repository.
 */
export const rubricFolder = join(
  fileURLToPath(new URL('../..', import.meta.url)),
  '..',
  'shared',
  'trust',
  'asset-rubrics',
);

interface Statement {
  readonly id: string;
  readonly expression: string;
  readonly failIfMatched?: boolean;
  readonly warnIfMatched?: boolean;
}

interface Interpreter {
  readonly globals: Record<string, unknown>;
  search(node: unknown, data: unknown): unknown;
}

export interface OfficialRubric {
  readonly ids: readonly string[];
  /** Value of each statement over one document: `true`, `false`, or matches for statements that list them. */
  evaluate(document: unknown, variables?: Readonly<Record<string, unknown>>): Map<string, unknown>;
}

/**
 * Named expressions become functions: their arguments are `$args`, and `@` stays what it was where they are
 * called ("C2PA Asset Rubrics" 1.0, and the programme's own evaluator in Python).
 */
export function officialRubric(file: string): OfficialRubric {
  const [head, ...rest] = parseAllDocuments(readFileSync(join(rubricFolder, file), 'utf8')).map(
    (document) => document.toJS() as unknown,
  );
  const { variables = {}, expressions = {} } = head as {
    variables?: Record<string, unknown>;
    expressions?: Record<string, string>;
  };
  const statements = rest.flat() as Statement[];
  const names = [...Object.keys(variables), '$args', '$expected_spec_version'];
  const compiler = new JsonFormula();
  const functions = Object.fromEntries(
    Object.entries(expressions).map(([name, text]) => {
      const tree = compiler.compile(text.trim(), names);
      const call = (values: unknown[], data: unknown, interpreter: Interpreter): unknown => {
        const saved = interpreter.globals.$args;
        interpreter.globals.$args = [...values];
        try {
          return interpreter.search(tree, data);
        } finally {
          interpreter.globals.$args = saved;
        }
      };
      // TYPE_ANY is 1 in json-formula; two arguments at most are ever passed.
      const any = { types: [1], optional: true };
      return [name, { _func: call, _signature: [any, any] }];
    }),
  );
  const engine = new JsonFormula(functions);
  const trees = statements.map((one) => ({ ...one, tree: engine.compile(one.expression.trim(), names) }));
  return {
    ids: trees.map(({ id }) => id),
    evaluate: (document, extra = {}) =>
      new Map(
        trees.map(({ id, tree, failIfMatched, warnIfMatched }) => {
          const value: unknown = engine.run(tree, document, 'en-US', {
            ...variables,
            $args: null,
            ...extra,
          });
          const lists = failIfMatched === true || warnIfMatched === true;
          return [id, lists ? (Array.isArray(value) ? value : []) : truth(value)];
        }),
      ),
  };
}

/** How the programme's evaluator reads a value as an outcome. */
function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'number') return value > 0;
  return typeof value === 'boolean' ? value : value !== null && value !== undefined;
}
