import type { Databases } from '../../../prisma/client.ts';
import type { CustomerStore } from '../customers.ts';

/** Creates the store of customers, in the table `stripe_customers`. */
export const createCustomerStore = ({ prisma }: Databases): CustomerStore => ({
  async add(userId, customerId) {
    await prisma.stripeCustomer.createMany({
      data: [{ userId, customerId }],
      skipDuplicates: true,
    });
    return (await prisma.stripeCustomer.findUniqueOrThrow({ where: { userId } })).customerId;
  },
  ofUser: async (userId) =>
    (await prisma.stripeCustomer.findUnique({ where: { userId } }))?.customerId,
  async remove(userId) {
    await prisma.stripeCustomer.deleteMany({ where: { userId } });
  },
});
