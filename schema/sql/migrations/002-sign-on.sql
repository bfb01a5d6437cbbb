-- Sign-on: hosts, data categories, and what metadata says of services. Places
-- in trees; what is known of the signature of a document.

-- How places of a part are written: 0 line:column, 1 cell, 2 XPath, 3 JSON
-- pointer. For the last two the name is a path with {row} and {col} in it.
-- (cells stays for what reads older files: 1 for style 1.)
ALTER TABLE part ADD COLUMN style INTEGER NOT NULL DEFAULT 0
	CHECK (style BETWEEN 0 AND 3);
UPDATE part SET style = cells;

-- Empty: the signature was not verified. Else the SHA-256 of the certificate
-- that was pinned, the algorithm, and until when the signer vouches for it.
ALTER TABLE source ADD COLUMN signer TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN algorithm TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN valid_until TEXT;

-- A product gets data of a category about somebody. giver: the product that
-- hands it over (NULL: not said). attribute: as the document calls it.
CREATE TABLE processes (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	product INTEGER REFERENCES node (id),
	category INTEGER REFERENCES node (id),
	giver INTEGER REFERENCES node (id),
	necessity INTEGER,
	attribute TEXT,
	subject TEXT,
	purpose TEXT,
	url TEXT
) STRICT;

-- A product is reached at a host. location: without query and fragment.
CREATE TABLE served_from (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	product INTEGER REFERENCES node (id),
	host INTEGER REFERENCES node (id),
	endpoint INTEGER,
	binding TEXT,
	location TEXT
) STRICT;

-- An organisation operates a host.
CREATE TABLE operated_by (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	host INTEGER REFERENCES node (id),
	organisation INTEGER REFERENCES node (id),
	url TEXT
) STRICT;

-- A product is a member of a federation, which is a product as well.
CREATE TABLE federated_by (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	part INTEGER NOT NULL,
	row INTEGER NOT NULL,
	col INTEGER NOT NULL,
	rung INTEGER NOT NULL,
	valid_from TEXT,
	valid_to TEXT,
	product INTEGER REFERENCES node (id),
	federation INTEGER REFERENCES node (id),
	authority TEXT,
	url TEXT
) STRICT;

-- A federation says a million other things about its members: what metadata
-- shows (rung 2, observed) is no catalogue. Not IN: each statement that writes
-- attributes would make a table of that list first.
CREATE INDEX attribute_catalogue ON attribute (name)
	WHERE rung <> 2 AND (name = 'alias' OR name = 'basic'
		OR name = 'criticality' OR name = 'sector');

CREATE VIEW v_data_use AS
SELECT c.id, p.key AS product, d.key AS category, g.key AS giver,
	ne.name AS necessity, c.attribute, c.subject, c.purpose, c.url,
	r.name AS rung, s.name AS file, c.part, c.row, c.col, s.is_live,
	c.valid_from, c.valid_to, s.recorded_at
FROM processes AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN code AS ne ON ne.domain = 'necessity' AND ne.code = c.necessity
LEFT JOIN node AS p ON p.id = c.product
LEFT JOIN node AS d ON d.id = c.category
LEFT JOIN node AS g ON g.id = c.giver;

CREATE VIEW v_endpoint AS
SELECT c.id, p.key AS product, h.key AS host, en.name AS endpoint, c.binding,
	c.location, r.name AS rung, s.name AS file, c.part, c.row, c.col,
	s.is_live, c.valid_from, c.valid_to, s.recorded_at
FROM served_from AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN code AS en ON en.domain = 'endpoint' AND en.code = c.endpoint
LEFT JOIN node AS p ON p.id = c.product
LEFT JOIN node AS h ON h.id = c.host;

CREATE VIEW v_host AS
SELECT c.id, h.key AS host, o.key AS organisation, c.url, r.name AS rung,
	s.name AS file, c.part, c.row, c.col, s.is_live, c.valid_from,
	c.valid_to, s.recorded_at
FROM operated_by AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN node AS h ON h.id = c.host
LEFT JOIN node AS o ON o.id = c.organisation;

CREATE VIEW v_federation AS
SELECT c.id, p.key AS product, f.key AS federation, c.authority, c.url,
	r.name AS rung, s.name AS file, c.part, c.row, c.col, s.is_live,
	c.valid_from, c.valid_to, s.recorded_at
FROM federated_by AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN node AS p ON p.id = c.product
LEFT JOIN node AS f ON f.id = c.federation;

DROP VIEW v_claim;

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
FROM attribute
UNION ALL
SELECT 'processes', id, source, part, row, col, rung, valid_from, valid_to,
	product, category, attribute
FROM processes
UNION ALL
SELECT 'served_from', id, source, part, row, col, rung, valid_from, valid_to,
	product, host, location
FROM served_from
UNION ALL
SELECT 'operated_by', id, source, part, row, col, rung, valid_from, valid_to,
	host, organisation, NULL
FROM operated_by
UNION ALL
SELECT 'federated_by', id, source, part, row, col, rung, valid_from, valid_to,
	product, federation, authority
FROM federated_by)
SELECT c.fact, c.id, a.key AS about, o.key AS other, c.detail, r.name AS rung,
	s.name AS file, p.name AS sheet, c.row, c.col, s.is_live, c.valid_from,
	c.valid_to, s.recorded_at, c.source
FROM claim AS c
JOIN v_source AS s ON s.id = c.source
JOIN code AS r ON r.domain = 'rung' AND r.code = c.rung
LEFT JOIN part AS p ON p.source = c.source AND p.part = c.part
LEFT JOIN node AS a ON a.id = c.about
LEFT JOIN node AS o ON o.id = c.other;

PRAGMA user_version = 2;
