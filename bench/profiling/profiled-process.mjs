import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

// Loaded into every process of a shop that is profiled. SIGUSR2 starts the CPU profiler; the next one stops it and writes
// the profile.
let session;
process.on('SIGUSR2', () => {
  if (!session) {
    session = new Session();
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.start');
    return;
  }
  session.post('Profiler.stop', (error, result) => {
    if (error) throw error;
    writeFileSync(`${process.env.PROFILES}/${process.pid}.json`, JSON.stringify(result.profile));
  });
});
