// What app.tsx uses of the packages of an app, as they declare it.

declare module 'react-native' {
  import type { ReactElement, ReactNode } from 'react';

  export const AppState: {
    addEventListener(
      type: 'change',
      listener: (state: 'active' | 'background' | 'inactive' | 'unknown' | 'extension') => void,
    ): { remove(): void };
  };
  export function FlatList<Item>(props: {
    readonly data: readonly Item[];
    readonly keyExtractor: (item: Item, index: number) => string;
    readonly renderItem: (info: { readonly item: Item }) => ReactElement | null;
    readonly onRefresh: () => void;
    readonly refreshing: boolean;
  }): ReactElement;
  export function Text(props: { readonly children?: ReactNode }): ReactElement;
}

declare module '@react-native-async-storage/async-storage' {
  const AsyncStorage: {
    getItem(key: string): Promise<string | null>;
    setItem(key: string, value: string): Promise<void>;
    removeItem(key: string): Promise<void>;
  };
  // biome-ignore lint/style/noDefaultExport: as the package has it.
  export default AsyncStorage;
}

declare module 'expo-secure-store' {
  export function getItemAsync(key: string): Promise<string | null>;
  export function setItemAsync(key: string, value: string): Promise<void>;
  export function deleteItemAsync(key: string): Promise<void>;
}

declare module 'expo-crypto' {
  export function randomUUID(): string;
}
