/**
 * Stand-in for `@contentauth/c2pa-utilities` 0.3.1, which `@contentauth/c2pa-node` 0.9.8 imports and
 * the registry does not hold. Exactly the exports that package uses, written from how it calls them.
 */

const snakeCase = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function snakeCaseKeys(value) {
  if (Array.isArray(value)) return value.map(snakeCaseKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [snakeCase(key), snakeCaseKeys(item)]),
  );
}

/** Settings object (camelCase or snake_case keys) or JSON text → the JSON text the engine reads. */
export function settingsToJson(settings) {
  return typeof settings === 'string' ? settings : JSON.stringify(snakeCaseKeys(settings ?? {}));
}

export function withDefaultSettings(settings) {
  return { ...settings, builder: { generateC2paArchive: true, ...settings?.builder } };
}

/** The package reads `settings` off the instance: kept public, or its settings would be dropped in silence. */
export class Context {
  constructor(settings) {
    this.settings = settings;
  }
  async toJson() {
    return settingsToJson(withDefaultSettings(this.settings));
  }
}

export class AssetTooLargeError extends Error {
  constructor(size, limit) {
    super(`Asset of ${size} bytes is larger than the limit of ${limit} bytes`);
    this.name = 'AssetTooLargeError';
  }
}

export function validateAssetSize(size, limit) {
  if (size > limit) throw new AssetTooLargeError(size, limit);
}
