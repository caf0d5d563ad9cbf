/** Why the shop has refused something; nothing while it has not. */
export const RefusalMessage = ({
  message,
  id,
}: {
  readonly message: string | undefined;
  readonly id?: string;
}) =>
  message && (
    <p id={id} className="refusal" role="alert">
      {message}
    </p>
  );
