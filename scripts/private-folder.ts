import { chmod, mkdir } from 'node:fs/promises';

/** Only the owner may list, enter and change it. */
export const privateMode = 0o700;

/** Creates a folder that only its owner can enter, or makes an existing one so. */
export async function openPrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: privateMode });
  await chmod(path, privateMode);
}
