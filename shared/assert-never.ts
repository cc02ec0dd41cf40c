/** Put in the default branch of a switch over a closed set: adding a member makes the compiler point here. */
export function assertNever(value: never, message = 'Unexpected value'): never {
  throw new Error(`${message}: ${JSON.stringify(value)}`);
}
