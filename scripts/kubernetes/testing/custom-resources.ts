import { z } from 'zod';

// The fields of operators' resources that are in use, as their CRDs define them. Further fields fail: look them up there first.
const labels = z.record(z.string(), z.string());
const quantity = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const resources = z.strictObject({
  requests: z.strictObject({ cpu: quantity, memory: quantity }),
  limits: z.strictObject({ cpu: quantity.optional(), memory: quantity }),
});

/** CloudNativePG 1.30. */
const cluster = z.strictObject({
  instances: z.int().min(1),
  imageName: z.string(),
  inheritedMetadata: z.strictObject({ labels }),
  bootstrap: z.strictObject({
    initdb: z.strictObject({ database: z.string(), owner: z.string() }),
  }),
  postgresql: z.strictObject({ parameters: labels }),
  storage: z.strictObject({ size: quantity }),
  resources,
  affinity: z.strictObject({
    enablePodAntiAffinity: z.boolean(),
    podAntiAffinityType: z.enum(['preferred', 'required']),
    topologyKey: z.string(),
  }),
});

/** RabbitMQ Cluster Operator 2.22. */
const rabbitmqCluster = z.strictObject({
  replicas: z.int().min(1),
  image: z.string(),
  persistence: z.strictObject({ storage: quantity }),
  resources,
  rabbitmq: z.strictObject({ additionalConfig: z.string().max(2_000) }),
  affinity: z.strictObject({
    podAntiAffinity: z.strictObject({
      preferredDuringSchedulingIgnoredDuringExecution: z.array(
        z.strictObject({
          weight: z.int().min(1).max(100),
          podAffinityTerm: z.strictObject({
            topologyKey: z.string(),
            labelSelector: z.strictObject({ matchLabels: labels }),
          }),
        }),
      ),
    }),
  }),
});

/** Prometheus Operator, monitoring.coreos.com/v1. */
const podMonitor = z.strictObject({
  jobLabel: z.string(),
  selector: z.strictObject({
    matchExpressions: z.array(
      z.strictObject({ key: z.string(), operator: z.enum(['In']), values: z.array(z.string()) }),
    ),
  }),
  podMetricsEndpoints: z.array(z.strictObject({ port: z.string(), interval: z.string() })),
});

export const customResources: Readonly<Record<string, z.ZodType>> = {
  'postgresql.cnpg.io/v1 Cluster': cluster,
  'rabbitmq.com/v1beta1 RabbitmqCluster': rabbitmqCluster,
  'monitoring.coreos.com/v1 PodMonitor': podMonitor,
};
