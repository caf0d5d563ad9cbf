// Loaded into every process before its own code. The channel to the parent closes when that is
// gone; a process that is still loading then, or hangs, must not live on.
const graceMs = 20_000;

if (process.connected === false) process.exit(1);
process.once('disconnect', () => {
  // Later when the process has a handler of its own by now, which ends it in order.
  setTimeout(() => process.exit(1), process.listenerCount('disconnect') > 0 ? graceMs : 0);
});
