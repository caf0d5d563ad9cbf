import type { Metric } from 'prom-client';

type Labels = Readonly<Record<string, string>>;
type Value = { readonly labels: Readonly<Record<string, string | number | undefined>> };

/** Removes every series of these metrics that has these values of labels. */
export async function removeSeries(metrics: readonly Metric<string>[], labels: Labels) {
  const wanted = Object.entries(labels);
  for (const metric of metrics) {
    const { values } = (await metric.get()) as { readonly values: readonly Value[] };
    for (const { labels: found } of values) {
      // The bounds of a histogram are not labels of its own.
      const { le: _, ...own } = found;
      if (wanted.every(([name, value]) => own[name] === value)) metric.remove(own as Labels);
    }
  }
}
