/** A worker that tells its environment and waits. */
process.send?.({ type: 'value', id: 0, value: { ...process.env } });
process.on('disconnect', () => process.exit(0));
