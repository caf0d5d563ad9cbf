/** Stands for every value that has no label of its own. */
export const otherValue = 'other';

/** A value that was not used for this long gives its label to another one. */
const defaultIdleMs = 10 * 60_000;

export type LabelValuesOptions = {
  /** Values at most, besides those that are known. */
  readonly max: number;
  /** Called with a value that has lost its label: its series can go. */
  readonly onRemove: (value: string) => void;
  readonly idleMs?: number;
  readonly now?: () => number;
};

/** Whether a value has a label of its own. */
export type LabelValues = (value: string) => boolean;

/**
 * Bounds the values of a label that clients choose. Each has a label of its own while there is room. When there is none, a
 * new value takes the place of the least recently used one, but only if that was idle for some time: so invented values
 * cannot displace those in use, and leave when they are not sent any more.
 */
export function createLabelValues({
  max,
  onRemove,
  idleMs = defaultIdleMs,
  now = () => performance.now(),
}: LabelValuesOptions): LabelValues {
  /** The least recently used first. */
  const usedAt = new Map<string, number>();
  const makeRoom = (): boolean => {
    const [oldest] = usedAt;
    if (!oldest || now() - oldest[1] < idleMs) return false;
    usedAt.delete(oldest[0]);
    onRemove(oldest[0]);
    return true;
  };
  return (value) => {
    if (!usedAt.delete(value) && usedAt.size >= max && !makeRoom()) return false;
    usedAt.set(value, now());
    return true;
  };
}
