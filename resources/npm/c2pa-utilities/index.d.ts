export type SigningAlg = 'es256' | 'es384' | 'es512' | 'ps256' | 'ps384' | 'ps512' | 'ed25519';
export type Settings = object;
export type TrustSettings = object;
export type VerifySettings = object;
export declare function settingsToJson(settings: string | Settings | undefined): string;
export declare function withDefaultSettings(settings: object | undefined): object;
export declare class Context {
  readonly settings: object | undefined;
  constructor(settings?: object);
  toJson(): Promise<string>;
}
export declare class AssetTooLargeError extends Error {
  constructor(size: number, limit: number);
}
export declare function validateAssetSize(size: number, limit: number): void;
