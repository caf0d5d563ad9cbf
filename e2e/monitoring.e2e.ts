import { until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alertConditions,
  groupingsOf,
  panelQueries,
  selectorsOf,
} from './monitoring/expressions.ts';
import { hasPrometheus, type Prometheus, startPrometheus } from './monitoring/prometheus.ts';
import { sendLoad } from './monitoring/send-load.ts';
import { shop } from './shop.ts';

const queries = panelQueries('order');
const alerts = alertConditions();

describe.skipIf(!hasPrometheus())('Prometheus scrapes the shop under load', () => {
  const processes = Object.values(shop.services);
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(processes.map(({ metricsPort }) => metricsPort));
    await sendLoad();
  });
  afterAll(() => prometheus?.stop());

  it('Prometheus reads the metrics of every process', async () => {
    const isComplete = async () => (await prometheus.query('up == 1')).length === processes.length;
    await until('all targets', isComplete);
    expect(await prometheus.query('up == 0')).toEqual([]);
    const built = await prometheus.query('shop_build_info');
    expect(new Set(built.map(({ service }) => service)).size).toBe(processes.length);
  });

  it.each(queries)('a dashboard has series: $name', async ({ text }) => {
    expect(await until('series', () => seriesOf(text))).toBeTruthy();
    await expectLabels(text);
  });

  it.each(alerts)('the series that the alert $name reads exist', async ({ text }) => {
    const selectors = selectorsOf(text);
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors) await until(selector, () => seriesOf(selector));
    await expectLabels(text);
  });

  const seriesOf = async (query: string) => {
    const series = await prometheus.query(query);
    return series.length > 0 ? series : undefined;
  };

  /** An expression that groups by a label that no series has would return one line instead of several. */
  async function expectLabels(text: string): Promise<void> {
    const series = (await Promise.all(selectorsOf(text).map(prometheus.query))).flat();
    const labels = new Set(series.flatMap((one) => Object.keys(one)));
    expect(groupingsOf(text).filter((label) => !labels.has(label))).toEqual([]);
  }
});
