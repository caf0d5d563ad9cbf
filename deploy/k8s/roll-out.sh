#!/bin/sh
# Rolls out a release, as docs/operations.md#upgrade describes: databases and bus, migrations, then workers, graphs, gateways.
# deploy/k8s/roll-out.sh deploy/k8s/overlays/production shop
set -eu
overlay=$1
namespace=$2
component=app.kubernetes.io/component
in_shop() { kubectl --namespace "$namespace" "$@"; }

# The namespace is the one resource that must exist before the secret with the keys.
kubectl apply --filename "$overlay/namespace.yaml"
in_shop get secret shop-keys >/dev/null || {
  echo "The secret shop-keys is missing: docs/kubernetes.md says how to create it." >&2
  exit 1
}

kubectl apply --kustomize "$overlay" --selector "$component notin (gateway, graph, worker, migrate)"
in_shop wait --for=condition=Ready clusters.postgresql.cnpg.io --all --timeout=15m
in_shop wait --for=condition=AllReplicasReady rabbitmqclusters.rabbitmq.com --all --timeout=15m

# A job cannot be changed.
in_shop delete job --selector "$component=migrate" --ignore-not-found
kubectl apply --kustomize "$overlay" --selector "$component=migrate"
in_shop wait --for=condition=complete job --selector "$component=migrate" --timeout=30m

for part in worker graph gateway; do
  kubectl apply --kustomize "$overlay" --selector "$component=$part"
  in_shop rollout status deployment --selector "$component=$part" --timeout=10m
done
