/** Ends the process with one message unless package.json's `engines` include this version of Node. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  if (fits) return;
  process.stderr.write(`The shop needs Node 20.19+, 22.13+ or 24+; this is ${version}.\n`);
  process.exit(1);
}
