import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export interface RunKeyParts {
  readonly evidence: string;
  readonly analysis: string;
  readonly version: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly engines: Readonly<Record<string, string>>;
}

/** SHA-256 (hex) over the RFC 8785 form of everything a result depends on: equal keys, equal results. */
export function runKey(parts: RunKeyParts): string {
  const { evidence, analysis, version, parameters, engines } = parts;
  const text = canonicalize({ evidence, analysis, version, parameters, engines });
  if (text === undefined) throw new Error('A run key needs values that JSON can hold');
  return createHash('sha256').update(text).digest('hex');
}
