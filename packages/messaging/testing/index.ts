export { deleteQueues } from './delete-queues.ts';
export {
  createKillableRabbitmq,
  type KillableRabbitmq,
  rabbitmqIsInstalled,
} from './killable-rabbitmq.ts';
export { brokerUrl } from './rabbit.ts';
