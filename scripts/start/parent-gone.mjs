// Loaded into every process before its own code. The channel to the parent closes when the parent
// ends; a process that is still loading then, or hangs, must end too.
const graceMs = 20_000;

if (process.connected === false) process.exit(1);
process.once('disconnect', () => {
  // With a handler of its own the process ends in order, and gets time for it.
  setTimeout(() => process.exit(1), process.listenerCount('disconnect') > 0 ? graceMs : 0);
});
