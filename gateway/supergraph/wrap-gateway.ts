import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GatewayContext } from '../context.ts';

export type Gateway = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
export type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Loaded = Parameters<Parameters<Gateway['onSchemaLoadOrUpdate']>[0]>[0];

/** What is added to a gateway. */
export type Wrapper = {
  /** Receives each supergraph before Apollo Server does. */
  readonly onLoad: (loaded: Loaded) => void;
  /** Returns the executor that runs instead. */
  readonly around?: (execute: Executor) => Executor;
};

/** Returns a gateway with something around its executor and its supergraphs. */
export const wrapGateway = (gateway: Gateway, { onLoad, around }: Wrapper): Gateway => ({
  onSchemaLoadOrUpdate: (listener) =>
    gateway.onSchemaLoadOrUpdate((loaded) => {
      onLoad(loaded);
      listener(loaded);
    }),
  async load(options) {
    const { executor } = await gateway.load(options);
    return { executor: executor && around ? around(executor) : executor };
  },
  stop: () => gateway.stop(),
});
