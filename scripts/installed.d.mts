export function lockStamp(root: string): string;
export function isInstalled(root: string): boolean;
