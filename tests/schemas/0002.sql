-- What a program with schema 2 has kept.
INSERT INTO record (kind, id, home, body) VALUES ('assessment', 'a1', 'a1', '{"home": "a1", "id": "a1", "scope": "full", "group": "sales", "organisation": null, "interviewed": null, "instrument": {"id": "made_up", "version": "1.0.0", "sha256": "0000000000000000000000000000000000000000000000000000000000000000"}, "created": "2026-01-05", "updated": "2026-01-05", "answers": {}, "comments": {}, "costs_most": [], "position": null, "origin": {}, "sign_scores": {}}');
INSERT INTO entry (kind, id, field, start, value) VALUES ('assessment', 'a1', 'updated', '2026-01-05', '"2026-01-05"');
INSERT INTO record (kind, id, home, body) VALUES ('link', 'l1', 'a1', '{"home": "a1", "id": "l1", "sha256": "1111111111111111111111111111111111111111111111111111111111111111", "purpose": "resume", "expires": "2026-01-05", "with_comments": false}');
INSERT INTO entry (kind, id, field, start, value) VALUES ('link', 'l1', 'sha256', '1111111111111111111111111111111111111111111111111111111111111111', '"1111111111111111111111111111111111111111111111111111111111111111"');
INSERT INTO entry (kind, id, field, start, value) VALUES ('link', 'l1', 'home', 'a1', '"a1"');
INSERT INTO record (kind, id, home, body) VALUES ('client', 'c1', 'c1', '{"home": "c1", "id": "c1", "name": "\u00dcmlaut", "note": "", "created": "2026-01-05", "updated": "2026-01-05", "next_run": null}');
