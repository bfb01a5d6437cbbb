-- Sources, nodes, names, decisions and the log.

-- name: begin
-- The lock is taken at once, so that two imports queue instead of failing.
BEGIN IMMEDIATE;

-- name: begin_read
-- One consistent view for all scans of a load.
BEGIN;

-- name: commit
-- The import is kept.
COMMIT;

-- name: rollback
-- Nothing of this transaction is kept.
ROLLBACK;

-- name: put_code
-- What the small numbers mean, for people with an SQLite browser.
INSERT INTO code (domain, code, name) VALUES (:domain, :code, :name)
ON CONFLICT DO NOTHING;

-- name: codes
-- cols: domain code name
-- The same, to compare with what the program knows.
SELECT domain, code, name FROM code ORDER BY domain, code;

-- name: put_source
-- A document is about to be imported.
INSERT INTO source (kind, name, series, board, sha256, size, as_of,
	recorded_at, is_reference, program, facts, rows_read, rows_used,
	rows_refused, rows_empty)
VALUES (:kind, :name, :series, :board, :sha256, :size, :as_of, :recorded_at,
	:is_reference, :program, 0, 0, 0, 0, 0);

-- name: finish_source
-- What is known only at the end of an import.
UPDATE source SET series = :series, as_of = :as_of, signer = :signer,
	algorithm = :algorithm, valid_until = :valid_until, facts = :facts,
	rows_read = :read, rows_used = :used, rows_refused = :refused,
	rows_empty = :empty
WHERE id = :id;

-- name: undo_source
-- Hides a source; the edition before it counts again.
UPDATE source SET undone_at = :at WHERE id = :id AND undone_at IS NULL;

-- name: sources
-- cols: id kind name series board sha256 size as_of recorded_at undone_at is_reference facts refused signer algorithm valid_until
-- All documents, to find out which count.
SELECT id, kind, name, series, board, sha256, size, as_of, recorded_at,
	undone_at, is_reference, facts, rows_refused AS refused, signer,
	algorithm, valid_until
FROM source
ORDER BY id;

-- name: put_event
-- One line of the log.
INSERT INTO event (at, action, source, what)
VALUES (:at, :action, :source, :what);

-- name: events
-- cols: seq at action source what
-- The log.
SELECT seq, at, action, source, what FROM event ORDER BY seq;

-- name: put_part
-- A sheet or other part of a document.
INSERT INTO part (source, part, name, cells, style)
VALUES (:source, :part, :name, CASE WHEN :style = 1 THEN 1 ELSE 0 END, :style);

-- name: put_column
-- From which column a field is read; said once.
INSERT INTO part_column (source, part, col, field, header)
VALUES (:source, :part, :col, :field, :header)
ON CONFLICT DO NOTHING;

-- name: put_message
-- What an import had to say.
INSERT INTO message (source, seq, level, place, text)
VALUES (:source, :seq, :level, :place, :text);

-- name: node_by_key
-- cols: id
-- Is this already known?
SELECT id FROM node WHERE kind = :kind AND key = :key;

-- name: put_node
-- Something new; nothing happens when it is known.
INSERT INTO node (kind, key, scope) VALUES (:kind, :key, :scope)
ON CONFLICT DO NOTHING;

-- name: put_alias
-- A name as written. It and the next are run for many rows, as claims are.
INSERT OR FAIL INTO alias (id, source, part, row, col, node, name, said)
VALUES (NULL, :source, :part, :row, :col, :node, :name, :said);

-- name: said_alias
-- How often, when the name was written before that was known.
UPDATE alias SET said = :said WHERE id = :id;

-- name: put_identifier
-- A key as given.
INSERT OR FAIL INTO identifier (
	id, source, part, row, col, node, scheme, value)
VALUES (NULL, :source, :part, :row, :col, :node, :scheme, :value);

-- name: put_decision
-- A person's verdict.
INSERT INTO decision (source, kind, a_key, b_key, is_same)
VALUES (:source, :kind, :a_key, :b_key, :is_same);

-- name: nodes
-- cols: id kind key scope
-- Everything that was ever named, in no order.
SELECT id, kind, key, scope FROM node;

-- name: aliases
-- cols: id source node name said part row col
-- All names, of sources that count and that do not.
SELECT id, source, node, name, said, part, row, col FROM alias;

-- name: identifiers
-- cols: id source node scheme value part row col
-- All keys, ditto.
SELECT id, source, node, scheme, value, part, row, col FROM identifier;

-- name: decisions
-- cols: source kind a_key b_key is_same
-- All verdicts, in order.
SELECT source, kind, a_key, b_key, is_same FROM decision ORDER BY id;

-- name: source_by_id
-- cols: kind name board sha256 as_of recorded_at signer algorithm valid_until
-- Where a claim comes from.
SELECT kind, name, board, sha256, as_of, recorded_at, signer, algorithm,
	valid_until
FROM source
WHERE id = :id;

-- name: entities_gone
-- cols: entities gone
-- Products that the edition before told by a key, and those that it told and
-- this one does not.
SELECT count(DISTINCT o.node) AS entities, count(DISTINCT
	CASE WHEN o.node NOT IN (
		SELECT w.node FROM identifier AS w WHERE w.source = :now)
	THEN o.node END) AS gone
FROM identifier AS o
JOIN node AS n ON n.id = o.node
WHERE o.source = :old AND n.kind = :kind;

-- name: source_vouched
-- cols: signer valid_until
-- What the next edition is measured against.
SELECT signer, valid_until FROM source WHERE id = :id;

-- name: part_by_id
-- cols: name style
-- Which sheet.
SELECT name, style FROM part WHERE source = :source AND part = :part;

-- name: column_by_field
-- cols: col header
-- The column from which a field was read; the first when there are two.
SELECT col, header FROM part_column
WHERE source = :source AND part = :part AND field = :field
ORDER BY col
LIMIT 1;

-- name: column_by_number
-- cols: header
-- The header above a cell.
SELECT header FROM part_column
WHERE source = :source AND part = :part AND col = :col
ORDER BY field
LIMIT 1;

-- name: names_in_sources
-- cols: source node name
-- What documents call their nodes; the most frequent name of each comes first.
SELECT source, node, name FROM alias
ORDER BY source, node, said DESC, name;

-- name: node_key
-- cols: key
-- What a node is stored under.
SELECT key FROM node WHERE id = :id;

-- name: schema
-- cols: type name tbl_name sql
-- The whole schema, to compare it word for word.
SELECT type, name, tbl_name, sql
FROM sqlite_schema
WHERE name NOT LIKE 'sqlite~_stat%' ESCAPE '~'
ORDER BY type, name;

-- name: quick_check
-- cols: answer
-- Is the file whole?
PRAGMA quick_check;

-- name: foreign_key_check
-- cols: tbl rowid parent fkid
-- Does every claim point at something?
PRAGMA foreign_key_check;

-- name: application_id
-- cols: n
-- Is this file ours?
PRAGMA application_id;

-- name: user_version
-- cols: n
-- Which migrations has it seen?
PRAGMA user_version;

-- name: bad_text
-- cols: n
-- Names with a NUL inside: no program of ours writes those.
SELECT count(*) AS n FROM alias WHERE instr(name, char(0)) > 0;

-- name: set_foreign_keys
-- Claims never point at nothing.
PRAGMA foreign_keys = ON;

-- name: unset_foreign_keys
-- While an import writes claims; only outside a transaction.
PRAGMA foreign_keys = OFF;

-- name: set_cell_size_check
-- Damaged pages are found on reading.
PRAGMA cell_size_check = ON;

-- name: set_trusted_schema
-- A foreign schema may not run functions.
PRAGMA trusted_schema = OFF;

-- name: set_synchronous
-- A commit survives a power cut.
PRAGMA synchronous = FULL;

-- name: set_cache
-- 4 MiB, whatever the size of the file: imports append, loads scan, and more
-- of it was not faster.
PRAGMA cache_size = -4096;

-- name: set_page_size
-- Of a new file: a large import writes a quarter of the pages that 4 KiB need,
-- and an empty landscape is still less than a megabyte.
PRAGMA page_size = 16384;

-- name: set_temp_store
-- Nothing of the landscape ends up in a temporary file.
PRAGMA temp_store = MEMORY;

-- name: set_application_id
-- "Land"
PRAGMA application_id = 1281453668;
