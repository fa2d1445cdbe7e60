-- The database that Akka.Persistence.Sqlite 1.5.30 made of SqliteInterchangeSpecs.WriteAll (sqlite3 .dump).
BEGIN TRANSACTION;
CREATE TABLE event_journal (
                    ordering INTEGER PRIMARY KEY NOT NULL,
                    persistence_id VARCHAR(255) NOT NULL,
                    sequence_nr INTEGER(8) NOT NULL,
                    is_deleted INTEGER(1) NOT NULL,
                    manifest VARCHAR(255) NULL,
                    timestamp INTEGER NOT NULL,
                    payload BLOB NOT NULL,
                    tags VARCHAR(2000) NULL,
                    serializer_id INTEGER(4),
                    UNIQUE (persistence_id, sequence_nr)
                );
INSERT INTO "event_journal" VALUES(1,'diary',1,0,'',639307944920727209,X'226122',NULL,1);
INSERT INTO "event_journal" VALUES(2,'diary',2,0,'',639307944920833945,X'226222',NULL,1);
INSERT INTO "event_journal" VALUES(3,'diary',3,0,'',639307944920911536,X'226322',NULL,1);
INSERT INTO "event_journal" VALUES(4,'ledger',1,0,'paid-2',639307944920963248,X'35',NULL,1001);
INSERT INTO "event_journal" VALUES(5,'ledger',2,0,'refunded-1',639307944920990158,X'32',NULL,1001);
INSERT INTO "event_journal" VALUES(6,'anything',1,0,'',639307944921137868,X'226C696E655C6E71756F74655C22206261636B5C5C736C617368207461625C742062656C6C5C753030303720C3A920E29883205C7532303238203C26273E2F22',NULL,1);
INSERT INTO "event_journal" VALUES(7,'anything',2,0,'',639307944921152448,X'7B2224223A224937227D',NULL,1);
INSERT INTO "event_journal" VALUES(8,'anything',3,0,'',639307944921169163,X'2D38303030303030303030',NULL,1);
INSERT INTO "event_journal" VALUES(9,'anything',4,0,'',639307944921185199,X'74727565',NULL,1);
INSERT INTO "event_journal" VALUES(10,'anything',5,0,'',639307944921236813,X'0001FEFF',NULL,4);
CREATE TABLE journal_metadata (
                    persistence_id VARCHAR(255) NOT NULL,
                    sequence_nr INTEGER(8) NOT NULL,
                    PRIMARY KEY (persistence_id, sequence_nr)
                );
INSERT INTO "journal_metadata" VALUES('forgotten',2);
CREATE TABLE snapshot (
                    persistence_id VARCHAR(255) NOT NULL,
                    sequence_nr INTEGER(8) NOT NULL,
                    created_at INTEGER(8) NOT NULL,
                    manifest VARCHAR(255) NOT NULL,
                    payload BLOB NOT NULL,
                    serializer_id INTEGER(4),
                    PRIMARY KEY (persistence_id, sequence_nr)
                );
INSERT INTO "snapshot" VALUES('diary',2,639307944920848832,'',X'22616222',1);
INSERT INTO "snapshot" VALUES('ledger',1,639307944920977167,'balance-1',X'35',1001);
COMMIT;
