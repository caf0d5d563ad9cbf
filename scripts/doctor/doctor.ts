import { runDoctor } from './run-doctor.ts';

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

process.exitCode = await runDoctor(process.argv.slice(2), process.env, {
  out: write(process.stdout),
  error: write(process.stderr),
});
