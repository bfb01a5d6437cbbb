-- The landscape: nodes, their names and keys, and claims about them.
--
-- Every claim carries source, part, row, col (the place), rung (its strength)
-- and valid_from / valid_to (when it held, ISO dates; NULL: not said). When it
-- was recorded, and whether it still counts, follows from its source. A NULL
-- reference means unknown. Numbers such as since, until, tested and agreed are
-- dates as yyyymmdd; the views show them as ISO dates.

-- What the small numbers below mean: node kinds, rungs, schemes, codes.
CREATE TABLE code (
	domain TEXT NOT NULL,
	code INTEGER NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (domain, code)
) STRICT;

-- One imported document. Documents with one series, kind and board are
-- editions: the one with the latest as_of counts.
CREATE TABLE source (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	series TEXT NOT NULL,
	board TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64 OR sha256 = ''),
	size INTEGER NOT NULL CHECK (size >= 0),
	as_of TEXT NOT NULL CHECK (length(as_of) = 10),
	recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 20),
	undone_at TEXT CHECK (length(undone_at) = 20),
	is_reference INTEGER NOT NULL CHECK (is_reference IN (0, 1)),
	program TEXT NOT NULL,
	facts INTEGER NOT NULL CHECK (facts >= 0),
	rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
	rows_used INTEGER NOT NULL CHECK (rows_used >= 0),
	rows_refused INTEGER NOT NULL CHECK (rows_refused >= 0),
	rows_empty INTEGER NOT NULL CHECK (rows_empty >= 0)
) STRICT;

-- What was done to this file, in order. Never changed, never deleted.
CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	action TEXT NOT NULL
		CHECK (action IN ('init', 'import', 'undo', 'accept', 'reject')),
	source INTEGER REFERENCES source (id),
	what TEXT NOT NULL
) STRICT;

-- Sheets or other parts of a source.
CREATE TABLE part (
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	name TEXT NOT NULL,
	cells INTEGER NOT NULL CHECK (cells IN (0, 1)),
	PRIMARY KEY (source, part)
) STRICT;

-- From which column of a part a field was read.
CREATE TABLE part_column (
	source INTEGER NOT NULL,
	part INTEGER NOT NULL,
	col INTEGER NOT NULL,
	field TEXT NOT NULL,
	header TEXT NOT NULL,
	PRIMARY KEY (source, part, col, field),
	FOREIGN KEY (source, part) REFERENCES part (source, part)
) STRICT;

-- Refusals and warnings of an import, as they were shown.
CREATE TABLE message (
	source INTEGER NOT NULL REFERENCES source (id),
	seq INTEGER NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('note', 'warning', 'refused')),
	place TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (source, seq)
) STRICT;

-- Something that documents name. key: "scheme:value", or "name:" and the
-- strictly folded name. A school known by name only is named within a board.
CREATE TABLE node (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 31),
	key TEXT NOT NULL,
	scope INTEGER REFERENCES node (id),
	UNIQUE (kind, key)
) STRICT;

-- A name of a node as a source writes it, and how often.
CREATE TABLE alias (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	node INTEGER NOT NULL REFERENCES node (id),
	name TEXT NOT NULL,
	said INTEGER NOT NULL CHECK (said >= 0)
) STRICT;

-- A key of a node as a source gives it.
CREATE TABLE identifier (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	node INTEGER NOT NULL REFERENCES node (id),
	scheme INTEGER NOT NULL,
	value TEXT NOT NULL
) STRICT;

-- A person's verdict on two names; its source is the review.
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	kind INTEGER NOT NULL,
	a_key TEXT NOT NULL,
	b_key TEXT NOT NULL,
	is_same INTEGER NOT NULL CHECK (is_same IN (0, 1))
) STRICT;

-- A board governs a school.
CREATE TABLE governs (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	board INTEGER REFERENCES node (id),
	school INTEGER REFERENCES node (id)
) STRICT;

-- Pupils at a school, or at a board that is listed as one site. Published
-- counts below five are the interval 1 to 4.
CREATE TABLE pupils (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	site INTEGER REFERENCES node (id),
	low INTEGER CHECK (low >= 0),
	high INTEGER CHECK (high >= low)
) STRICT;

-- A board or school uses a product for a function. share in 1/10000, cost in
-- euro cents a year. Text columns: "?" the list says unknown (words may
-- follow), "-" not applicable, "0" explicitly none.
CREATE TABLE uses (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	site INTEGER REFERENCES node (id),
	product INTEGER REFERENCES node (id),
	function INTEGER REFERENCES node (id),
	vendor INTEGER REFERENCES node (id),
	status INTEGER,
	share INTEGER CHECK (share BETWEEN 0 AND 10000),
	users_low INTEGER,
	users_high INTEGER,
	criticality INTEGER CHECK (criticality BETWEEN 1 AND 3),
	cost INTEGER,
	since INTEGER,
	until INTEGER,
	agreed INTEGER,
	owner TEXT,
	fallback TEXT,
	sign_on TEXT,
	hosting TEXT,
	agreement TEXT,
	dpia TEXT,
	data TEXT,
	biv TEXT,
	ai TEXT,
	platform TEXT,
	exit_plan TEXT,
	alternatives TEXT,
	links TEXT
) STRICT;

-- A product can fill a function.
CREATE TABLE fulfils (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	product INTEGER REFERENCES node (id),
	function INTEGER REFERENCES node (id)
) STRICT;

-- An organisation supplies a product, in a role.
CREATE TABLE supplies (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	organisation INTEGER REFERENCES node (id),
	product INTEGER REFERENCES node (id),
	role INTEGER,
	url TEXT
) STRICT;

-- An organisation owns another; percent in 1/100 of a per cent. kind "none":
-- known to have no parent.
CREATE TABLE owns (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	parent INTEGER REFERENCES node (id),
	child INTEGER REFERENCES node (id),
	percent INTEGER CHECK (percent BETWEEN 0 AND 10000),
	kind INTEGER,
	url TEXT
) STRICT;

-- An organisation is seated in a country.
CREATE TABLE seated_in (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	organisation INTEGER REFERENCES node (id),
	country INTEGER REFERENCES node (id),
	url TEXT
) STRICT;

-- Something needs something else to work. provider NULL: unknown which.
CREATE TABLE needs (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	dependent INTEGER REFERENCES node (id),
	provider INTEGER REFERENCES node (id),
	carrier INTEGER,
	necessity INTEGER,
	n INTEGER CHECK (n >= 1),
	tested INTEGER,
	grp TEXT,
	url TEXT
) STRICT;

-- A value on the autonomy ladder that no document gave.
CREATE TABLE indicator (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	product INTEGER REFERENCES node (id),
	low INTEGER,
	high INTEGER,
	state INTEGER,
	indicator TEXT,
	url TEXT
) STRICT;

-- Anything else that is said about one node: a name and a value.
CREATE TABLE attribute (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	node INTEGER REFERENCES node (id),
	name TEXT,
	value TEXT
) STRICT;

-- Sources that count today: the newest edition of each series.
CREATE VIEW v_source AS
SELECT s.id, s.kind, s.name, s.board, s.sha256, s.size, s.as_of, s.recorded_at,
	s.undone_at, s.is_reference, s.rows_read, s.rows_used, s.rows_refused,
	s.rows_empty,
	CASE WHEN s.undone_at IS NULL AND NOT EXISTS (
		SELECT 1 FROM source AS n
		WHERE n.series = s.series AND n.kind = s.kind
			AND n.board = s.board AND n.undone_at IS NULL
			AND n.is_reference = s.is_reference
			AND (n.as_of > s.as_of
				OR (n.as_of = s.as_of AND n.id > s.id)))
	THEN 1 ELSE 0 END AS is_live
FROM source AS s;

CREATE VIEW v_node AS
SELECT n.id, k.name AS kind, n.key,
	(SELECT a.name FROM alias AS a WHERE a.node = n.id
	 ORDER BY a.said DESC, a.name LIMIT 1) AS name
FROM node AS n
JOIN code AS k ON k.domain = 'node' AND k.code = n.kind;

CREATE VIEW v_usage AS
SELECT u.id, sn.key AS site, f.key AS function, p.key AS product,
	v.key AS vendor, st.name AS status, u.share, u.users_low, u.users_high,
	u.criticality, u.cost, u.since, u.until, u.agreed, u.owner, u.fallback,
	u.sign_on, u.hosting, u.agreement, u.dpia, u.data, u.biv, u.ai,
	u.platform, u.exit_plan, u.alternatives, u.links, r.name AS rung,
	s.name AS file, u.part, u.row, u.col, s.is_live, u.valid_from,
	u.valid_to, s.recorded_at
FROM uses AS u
JOIN v_source AS s ON s.id = u.source
JOIN code AS r ON r.domain = 'rung' AND r.code = u.rung
LEFT JOIN code AS st ON st.domain = 'status' AND st.code = u.status
LEFT JOIN node AS sn ON sn.id = u.site
LEFT JOIN node AS f ON f.id = u.function
LEFT JOIN node AS p ON p.id = u.product
LEFT JOIN node AS v ON v.id = u.vendor;

CREATE VIEW v_supply AS
SELECT c.id, o.key AS organisation, p.key AS product, ro.name AS role, c.url,
	r.name AS rung, s.name AS file, c.part, c.row, c.col, s.is_live,
	c.valid_from, c.valid_to, s.recorded_at
FROM supplies AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN code AS ro ON ro.domain = 'role' AND ro.code = c.role
LEFT JOIN node AS o ON o.id = c.organisation
LEFT JOIN node AS p ON p.id = c.product;

CREATE VIEW v_ownership AS
SELECT c.id, p.key AS parent, o.key AS child, c.percent, k.name AS kind, c.url,
	r.name AS rung, s.name AS file, c.part, c.row, c.col, s.is_live,
	c.valid_from, c.valid_to, s.recorded_at
FROM owns AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN code AS k ON k.domain = 'ownership' AND k.code = c.kind
LEFT JOIN node AS p ON p.id = c.parent
LEFT JOIN node AS o ON o.id = c.child;

CREATE VIEW v_dependency AS
SELECT c.id, d.key AS dependent, p.key AS provider, ca.name AS carrier,
	ne.name AS necessity, c.grp, c.n, c.tested, c.url, r.name AS rung,
	s.name AS file, c.part, c.row, c.col, s.is_live, c.valid_from,
	c.valid_to, s.recorded_at
FROM needs AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN code AS ca ON ca.domain = 'carrier' AND ca.code = c.carrier
LEFT JOIN code AS ne ON ne.domain = 'necessity' AND ne.code = c.necessity
LEFT JOIN node AS d ON d.id = c.dependent
LEFT JOIN node AS p ON p.id = c.provider;

CREATE VIEW v_pupils AS
SELECT c.id, n.key AS site, c.low, c.high, r.name AS rung, s.name AS file,
	c.part, c.row, c.col, s.is_live, c.valid_from, c.valid_to,
	s.recorded_at
FROM pupils AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN node AS n ON n.id = c.site;

CREATE VIEW v_governs AS
SELECT c.id, b.key AS board, n.key AS school, r.name AS rung, s.name AS file,
	c.part, c.row, c.col, s.is_live, c.valid_from, c.valid_to,
	s.recorded_at
FROM governs AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN node AS b ON b.id = c.board
LEFT JOIN node AS n ON n.id = c.school;

-- Every claim in one list: what it says about which two things, and where.
CREATE VIEW v_claim AS
WITH claim (fact, id, source, part, row, col, rung, valid_from, valid_to,
	about, other, detail) AS (
SELECT 'governs', id, source, part, row, col, rung, valid_from, valid_to,
	board, school, NULL
FROM governs
UNION ALL
SELECT 'pupils', id, source, part, row, col, rung, valid_from, valid_to,
	site, NULL, low || '-' || coalesce(high, '?')
FROM pupils
UNION ALL
SELECT 'uses', id, source, part, row, col, rung, valid_from, valid_to,
	site, product, NULL
FROM uses
UNION ALL
SELECT 'fulfils', id, source, part, row, col, rung, valid_from, valid_to,
	product, function, NULL
FROM fulfils
UNION ALL
SELECT 'supplies', id, source, part, row, col, rung, valid_from, valid_to,
	organisation, product,
	(SELECT name FROM code AS k WHERE k.domain = 'role' AND k.code = role)
FROM supplies
UNION ALL
SELECT 'owns', id, source, part, row, col, rung, valid_from, valid_to,
	parent, child,
	(SELECT name FROM code AS k
	 WHERE k.domain = 'ownership' AND k.code = kind)
FROM owns
UNION ALL
SELECT 'seated_in', id, source, part, row, col, rung, valid_from, valid_to,
	organisation, country, NULL
FROM seated_in
UNION ALL
SELECT 'needs', id, source, part, row, col, rung, valid_from, valid_to,
	dependent, provider,
	(SELECT name FROM code AS k
	 WHERE k.domain = 'carrier' AND k.code = carrier)
FROM needs
UNION ALL
SELECT 'indicator', id, source, part, row, col, rung, valid_from, valid_to,
	product, NULL, indicator
FROM indicator
UNION ALL
SELECT 'attribute', id, source, part, row, col, rung, valid_from, valid_to,
	node, NULL, name || '=' || coalesce(value, '')
FROM attribute)
SELECT c.fact, c.id, a.key AS about, o.key AS other, c.detail, r.name AS rung,
	s.name AS file, p.name AS sheet, c.row, c.col, s.is_live, c.valid_from,
	c.valid_to, s.recorded_at, c.source
FROM claim AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN part AS p ON p.source = c.source AND p.part = c.part
LEFT JOIN node AS a ON a.id = c.about
LEFT JOIN node AS o ON o.id = c.other;

-- Claims of live sources that cannot both hold, by the names as written: two
-- boards of one school, two countries of one organisation, two vendors of one
-- product at one site. `landschap list conflicts` also sees through spellings.
CREATE VIEW v_conflict AS
WITH said (fact, field, id, source, about, other, value) AS (
SELECT 'governs', 'board', id, source, school, NULL, board
FROM governs WHERE valid_from IS NULL AND valid_to IS NULL
UNION ALL
SELECT 'seated_in', 'country', id, source, organisation, NULL, country
FROM seated_in WHERE valid_from IS NULL AND valid_to IS NULL
UNION ALL
SELECT 'uses', 'vendor', id, source, site, product, vendor
FROM uses WHERE valid_from IS NULL AND valid_to IS NULL)
SELECT x.fact, x.field, n.key AS about, m.key AS other, vx.key AS value_one,
	vy.key AS value_two, x.id AS claim_one, y.id AS claim_two
FROM said AS x
JOIN said AS y ON y.fact = x.fact AND y.about = x.about
	AND coalesce(y.other, 0) = coalesce(x.other, 0) AND y.value > x.value
JOIN v_source AS sx ON sx.id = x.source AND sx.is_live = 1
JOIN v_source AS sy ON sy.id = y.source AND sy.is_live = 1
JOIN node AS n ON n.id = x.about
LEFT JOIN node AS m ON m.id = x.other
JOIN node AS vx ON vx.id = x.value
JOIN node AS vy ON vy.id = y.value;

PRAGMA user_version = 1;
