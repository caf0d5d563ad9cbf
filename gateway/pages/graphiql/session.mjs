/** Returns the session of the demonstration account that has signed in at `/`, if any. */
export const readSession = () => JSON.parse(sessionStorage.getItem('shop:session') ?? 'null');
