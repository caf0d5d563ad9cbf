/** The simple name of an event (`eventNameOf`): the header of its messages, for programs that read the table. */
export const eventColumn = `event text NOT NULL
    GENERATED ALWAYS AS (upper(replace(regexp_replace(type, '\\.v[0-9]+$', ''), '.', '_'))) STORED`;
