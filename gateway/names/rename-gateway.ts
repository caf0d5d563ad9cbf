import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GatewayContext } from '../context.ts';
import { createRenameOperation, type RenameOperation } from './rename-operation.ts';

type Gateway = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/**
 * Returns a gateway that never sees a name of the client that its query plans use themselves
 * (rename-operation.ts). Responses have the client's names.
 */
export function renameGateway(gateway: Gateway): Gateway {
  let rename: RenameOperation = () => undefined;

  const renameAround =
    (execute: Executor): Executor =>
    async (request) => {
      const renamed = request.operation && rename(request);
      if (!renamed) return execute(request);
      const variables = renamed.renameVariables(request.request.variables ?? {});
      const inner = { ...request.request, variables };
      return renamed.restore(await execute({ ...request, ...renamed.request, request: inner }));
    };

  return {
    onSchemaLoadOrUpdate: (listener) =>
      gateway.onSchemaLoadOrUpdate((loaded) => {
        rename = createRenameOperation(loaded.coreSupergraphSdl, loaded.apiSchema);
        listener(loaded);
      }),
    async load(options) {
      const { executor } = await gateway.load(options);
      return { executor: executor && renameAround(executor) };
    },
    stop: () => gateway.stop(),
  };
}
