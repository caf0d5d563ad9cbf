/** Where the orders of tests are shipped. */
export const shippingAddress = {
  ...{ recipient: 'Žofie', line1: 'Ulica 1', city: 'Zagreb' },
  ...{ postalCode: '10000', country: 'HR', phone: '+38511234567' },
};
