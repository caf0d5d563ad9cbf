import { afterDeferred } from '../defer/after-deferred.ts';
import { type Executor, type Gateway, wrapGateway } from '../supergraph/wrap-gateway.ts';
import { createRenameOperation, type RenameOperation } from './rename-operation.ts';

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
      const { request: sent } = afterDeferred(request, renamed.restore);
      return renamed.restore(await execute({ ...sent, ...renamed.request, request: inner }));
    };

  return wrapGateway(gateway, {
    onLoad({ coreSupergraphSdl, apiSchema }) {
      rename = createRenameOperation(coreSupergraphSdl, apiSchema);
    },
    around: renameAround,
  });
}
