declare module '@adobe/json-formula' {
  /** The part of the package's own documentation that the tests use. */
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default class JsonFormula {
    constructor(customFunctions?: Readonly<Record<string, unknown>>);
    compile(expression: string, allowedGlobalNames?: readonly string[]): object;
    run(tree: object, json: unknown, language: string, globals: Readonly<Record<string, unknown>>): unknown;
  }
}
