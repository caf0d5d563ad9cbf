import { TextField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';

/** The password that the viewer has, as proof of who asks. */
export function CurrentPassword() {
  const { text } = useFormat();
  return (
    <TextField
      name="currentPassword"
      type="password"
      label={text('security.current')}
      required
      autoComplete="current-password"
    />
  );
}

/** The password that the viewer will have. */
export function NewPassword() {
  const { text } = useFormat();
  return (
    <TextField
      name="newPassword"
      type="password"
      label={text('resetPassword.new')}
      required
      autoComplete="new-password"
    />
  );
}
