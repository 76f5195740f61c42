/** The origin by which whoever sits at this computer reaches what answers at an address. */
export const onLocalhost = ({ protocol, port }: Pick<URL, "protocol" | "port">): string =>
  `${protocol}//localhost${port === "" ? "" : `:${port}`}`;
