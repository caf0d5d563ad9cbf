// Stands in for https://js.stripe.com in a browser that reaches the shop alone: it has the functions of Stripe.js that the
// storefront calls. Its field takes the token of a test card.
window.Stripe = (publishableKey) => {
  const label = document.createElement('label');
  const field = document.createElement('input');
  label.append('Card number ', field);
  const element = {
    mount: (place) => place.append(label),
    ...{ on: () => element, once: () => element, off: () => element },
    ...{ update() {}, unmount() {}, destroy() {} },
  };
  const notUsed = () => {
    throw new Error('not used');
  };
  return {
    ...{ createToken: notUsed, createPaymentMethod: notUsed, confirmCardPayment: notUsed },
    elements(options) {
      window.stripeOptions = { publishableKey, ...options };
      return {
        ...{ create: () => element, getElement: () => element, update() {} },
        submit: async () =>
          field.value ? {} : { error: { type: 'validation_error', message: 'Incomplete.' } },
      };
    },
    createConfirmationToken: async () => ({ confirmationToken: { id: `ctoken_${field.value}` } }),
  };
};
