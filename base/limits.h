/*
 * Every count, length and depth that foreign input controls has its name
 * here, and a test one beyond it.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB 1024ull
#define MIB (1024ull * KIB)

#define LIMIT_INPUT_BYTES     (256 * MIB) /* any table, list or register */
#define LIMIT_ZIP_INPUT_BYTES (128 * MIB) /* a compressed package */
#define LIMIT_ROWS            1048576u    /* rows of a sheet, as Excel */
#define LIMIT_CSV_ROWS        4194304u    /* rows of a CSV file */
#define LIMIT_COLUMNS         16384u      /* columns of a sheet, as Excel */
#define LIMIT_CSV_COLUMNS     1024u       /* columns of a CSV file */
#define LIMIT_CELL_BYTES      (128 * KIB) /* one cell in UTF-8 */
#define LIMIT_CELL_CHARS      32767u      /* one cell, as Excel */
#define LIMIT_CSV_LINE_BYTES  (1 * MIB)   /* one record, quotes included */
#define LIMIT_ROW_BYTES       (16 * MIB)  /* texts of one row of a sheet */
#define LIMIT_SHEETS          1024u
#define LIMIT_HEADER_ROWS     40u /* rows searched for the header */

/*
 * 64 MiB a member and 256 MiB a package would be usual, but a workbook of
 * a whole sector (350,000 rows) is one member of 196 MiB. Reading is a stream,
 * so size costs time and no memory; the ratio still stops bombs.
 */
#define LIMIT_ZIP_ENTRIES         2000u
#define LIMIT_ZIP_DIRECTORY_BYTES (4 * MIB)
#define LIMIT_ZIP_ENTRY_BYTES     (512 * MIB)  /* one member, inflated */
#define LIMIT_ZIP_TOTAL_BYTES     (1024 * MIB) /* all members read */
#define LIMIT_ZIP_RATIO           200u         /* past the first MiB */
#define LIMIT_SHARED_STRINGS      4194304u
#define LIMIT_SHARED_BYTES        (128 * MIB)
#define LIMIT_STYLES              65536u
#define LIMIT_RELATIONS           8192u  /* from one part of a package */
#define LIMIT_ODS_REPEAT          10000u /* filled cells from one repeat */

#define LIMIT_READER_MEMORY       (1024 * MIB) /* address space of a reader */
#define LIMIT_READER_SECONDS      20u          /* processor time, plus one */
#define LIMIT_READER_SECOND_BYTES (5 * MIB)    /* for each of these read */
#define LIMIT_READER_PATIENCE     20u /* clock time: so many times as much */

#define LIMIT_MAP_SECONDS 10           /* laying out one map, all tries */
#define LIMIT_MAP_MEMORY  (1024 * MIB) /* address space of that child */
#define LIMIT_MAP_BYTES   (128 * MIB)  /* one drawing */
#define LIMIT_MAP_DEPTH   64u          /* steps around one thing */

/*
 * As deep as libxml2 goes itself: row groups of ODF nest, depth costs one
 * counter, and nothing here recurses.
 */
#define LIMIT_XML_DEPTH     256u
#define LIMIT_XML_TAG_BYTES (64 * KIB)
#define LIMIT_XML_ATTRS     256u

/*
 * A signature is of a tree: five times the bytes of metadata in memory, of
 * the LIMIT_READER_MEMORY that there is.
 */
#define LIMIT_SIGNED_BYTES    (128 * MIB)
#define LIMIT_SIGNED_PREFIXES 32u         /* kept by canonical XML */
#define LIMIT_PINNED_BYTES    (512 * KIB) /* what --verify names */

/*
 * A tree of JSON in memory takes ten times its bytes and more; a reader has
 * LIMIT_READER_MEMORY. Exports and metadata nest a dozen levels.
 */
#define LIMIT_JSON_BYTES        (64 * MIB)
#define LIMIT_JSON_MEMORY       (512 * MIB) /* of the tree, at most */
#define LIMIT_JSON_DEPTH        64u
#define LIMIT_JSON_TEXT_BYTES   (4 * MIB) /* one text or name */
#define LIMIT_JSON_NUMBER_BYTES 128u

#define LIMIT_JWK_BYTES    2048u /* one member of a key, in base64url */
#define LIMIT_RSA_BITS_MIN 2048
#define LIMIT_RSA_BITS_MAX 8192

#define LIMIT_JWT_BYTES        (512 * KIB) /* one token */
#define LIMIT_JWT_HEADER_BYTES (16 * KIB)
#define LIMIT_KID_BYTES        512u           /* the name of a key */
#define LIMIT_JWT_SECONDS      253402300800ll /* the year 10000 */
#define LIMIT_JWT_CHAIN        16u /* statements from leaf to anchor */
#define LIMIT_JWK_SET          64u /* keys of one entity */

#define LIMIT_PATHS 4096u /* kinds of places in a tree */

#define LIMIT_METADATA_BYTES (2048 * MIB) /* SAML metadata */
#define LIMIT_ENTITY_ID      1024u        /* bytes, as SAML says */
#define LIMIT_ENTITY_BYTES   (4 * MIB)    /* of what is kept of one entity */
#define LIMIT_HUB_BYTES      (4 * MIB)    /* of entities that may have a hub */

#define LIMIT_CALENDAR_ROWS 10000u /* dates of a school year */

#define LIMIT_YEARS       128u   /* columns of years in a history of pupils */
#define LIMIT_NAME_BYTES  1024u  /* a node's name */
#define LIMIT_PARTS       16u    /* names in one cell */
#define LIMIT_FILES       10000u /* files in a folder or a zip */
#define LIMIT_ATTRIBUTION 64u    /* entities one product is divided over */

#define LIMIT_CELLS    4194304u  /* (site, function) pairs looked at together */
#define LIMIT_FILLS    16777216u /* products in them */
#define LIMIT_COMPARED 262144u   /* pairs of products that do the same */
#define LIMIT_WHY      32768u    /* claims shown for one figure */

/*
 * Combinations of failures. A node of a diagram takes 20 bytes, its results
 * 12, and what is counted for it 76: 450 MiB with all of them in use. The
 * hardest published fault tree that is tested takes 2 million, and 5 million
 * steps; these bound the time to some ten seconds.
 */
#define LIMIT_DIAGRAM       4194304u
#define LIMIT_DIAGRAM_STEPS 100000000ull
#define LIMIT_CUT_ORDER     63u      /* of sets that are listed */
#define LIMIT_CUT_SETS      1048576u /* that are listed, of one node */

#endif
