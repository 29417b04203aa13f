BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE changes (
	id INTEGER NOT NULL, 
	film_id VARCHAR(80) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	who TEXT NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	summary TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	undone BOOLEAN NOT NULL, 
	CONSTRAINT pk_changes PRIMARY KEY (id), 
	CONSTRAINT fk_changes_film_id FOREIGN KEY(film_id) REFERENCES films (id)
);
INSERT INTO "changes" VALUES(1,'drive-2011','2026-11-23T02:37:15.154286Z','Ann','edit','1m01: film_part=main_title','{"cues":[{"id":"c1","cue_no":"1m01","confidence":0.98,"start_s":62.5,"end_s":201.25,"recording":{"id":"54830b05ed76","path":"Kavinsky/Nightcall.flac","duration_s":259.0,"title":"Nightcall","artist":"Kavinsky","composer":"Vincent Belorgey","isrc":"FR6P11000380"},"placements":[{"film_in_s":62.5,"film_out_s":201.25,"recording_in_s":10.0,"recording_out_s":148.75,"speed":1.0,"heard_on":["mid","side"]}]}]}','{"cues":[{"id":"c1","cue_no":"1m01","status":"edited","confidence":0.98,"start_s":62.5,"end_s":201.25,"recording":{"id":"54830b05ed76","path":"Kavinsky/Nightcall.flac","duration_s":259.0,"title":"Nightcall","artist":"Kavinsky","composer":"Vincent Belorgey","isrc":"FR6P11000380"},"placements":[{"film_in_s":62.5,"film_out_s":201.25,"recording_in_s":10.0,"recording_out_s":148.75,"speed":1.0,"heard_on":["mid","side"]}],"film_part":"main_title","locked":["film_part"]}]}',0);
CREATE TABLE cues (
	film_id VARCHAR(80) NOT NULL, 
	cue_id VARCHAR(80) NOT NULL, 
	position INTEGER NOT NULL, 
	cue_no VARCHAR(40) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	confidence FLOAT NOT NULL, 
	start_s FLOAT NOT NULL, 
	end_s FLOAT NOT NULL, 
	recording_id VARCHAR(40), 
	CONSTRAINT pk_cues PRIMARY KEY (film_id, cue_id), 
	CONSTRAINT fk_cues_film_id FOREIGN KEY(film_id) REFERENCES films (id)
);
INSERT INTO "cues" VALUES('drive-2011','c1',0,'1m01','recording','edited',0.98,62.5,201.25,'54830b05ed76');
CREATE TABLE facts (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_facts PRIMARY KEY (name)
);
INSERT INTO "facts" VALUES('id','bea7b8aa8635');
CREATE TABLE files (
	location BLOB NOT NULL, 
	root BLOB NOT NULL, 
	size BIGINT NOT NULL, 
	mtime_ns BIGINT NOT NULL, 
	recording_id VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (location), 
	CONSTRAINT fk_files_recording_id FOREIGN KEY(recording_id) REFERENCES recordings (id)
);
INSERT INTO "files" VALUES(X'2F6D757369632F4B6176696E736B792F4E6967687463616C6C2E666C6163',X'2F6D75736963',30000000,1700000000000000000,'54830b05ed76');
CREATE TABLE film_files (
	film_id VARCHAR(80) NOT NULL, 
	reel INTEGER NOT NULL, 
	location BLOB NOT NULL, 
	name TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_film_files PRIMARY KEY (film_id, reel), 
	CONSTRAINT fk_film_files_film_id FOREIGN KEY(film_id) REFERENCES films (id)
);
INSERT INTO "film_files" VALUES('drive-2011',0,X'2F66696C6D732F64726976652E6D6B76','drive.mkv','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE films (
	id VARCHAR(80) NOT NULL, 
	title TEXT NOT NULL, 
	year INTEGER, 
	duration_s FLOAT NOT NULL, 
	document TEXT NOT NULL, 
	found TEXT NOT NULL, 
	saved_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_films PRIMARY KEY (id)
);
INSERT INTO "films" VALUES('drive-2011','Drive',2011,6020.0,'{"schema":"needledrop.film/1","film":{"id":"drive-2011","title":"Drive","year":2011,"kind":null,"version":null,"original_title":null,"further_titles":[],"series_title":null,"episode_title":null,"episode_number":null,"identifiers":{"imdb":null,"tmdb":null,"wikidata":null,"isan":null,"eidr":null},"header":{"classification":null,"category":null,"network":null,"initial_air_date":null,"production_number":null,"production_company":null,"production_company_address":null,"country":null,"director":null,"date_prepared":null,"prepared_by":null,"prepared_by_email":null},"content_notes":[],"notes":null,"file":{"name":"drive.mkv","size":1000,"duration_s":6020.0,"streams":[],"stream_used":null,"picture_rate":null,"timecode_origin":null,"film_start_s":0.0},"further_reels":[],"duration_s":6020.0,"speed_regime":"unknown"},"cues":[{"id":"c1","cue_no":"1m01","kind":"recording","status":"edited","confidence":0.98,"start_s":62.5,"end_s":201.25,"recording":{"id":"54830b05ed76","path":"Kavinsky/Nightcall.flac","duration_s":259.0,"title":"Nightcall","artist":"Kavinsky","artists":[],"album":null,"album_artist":null,"composer":"Vincent Belorgey","lyricist":null,"arranger":null,"isrc":"FR6P11000380","musicbrainz_recording_id":null,"musicbrainz_work_id":null,"musicbrainz_release_id":null,"musicbrainz_artist_id":null,"label":null,"catalogue_number":null,"barcode":null,"media":null,"date":null,"original_date":null,"release_types":[],"genre":null,"track_number":null,"disc_number":null,"comment":null,"work":null,"version":null,"releases":[]},"placements":[{"film_in_s":62.5,"film_out_s":201.25,"recording_in_s":10.0,"recording_out_s":148.75,"speed":1.0,"pitch_cents":0.0,"level_db":null,"heard_on":["mid","side"],"film_in_error_s":null,"film_out_error_s":null}],"rivals":[],"notes":null,"title":null,"artist":null,"work":null,"film_part":"main_title","perception":null,"vocal":null,"prominence":null,"form":null,"is_rolled_up":false,"work_origin":"unknown","recording_origin":"unknown","locked":["film_part"]}],"needledrop_version":null}','{"schema":"needledrop.film/1","film":{"id":"drive-2011","title":"Drive","year":2011,"kind":null,"version":null,"original_title":null,"further_titles":[],"series_title":null,"episode_title":null,"episode_number":null,"identifiers":{"imdb":null,"tmdb":null,"wikidata":null,"isan":null,"eidr":null},"header":{"classification":null,"category":null,"network":null,"initial_air_date":null,"production_number":null,"production_company":null,"production_company_address":null,"country":null,"director":null,"date_prepared":null,"prepared_by":null,"prepared_by_email":null},"content_notes":[],"notes":null,"file":{"name":"drive.mkv","size":1000,"duration_s":6020.0,"streams":[],"stream_used":null,"picture_rate":null,"timecode_origin":null,"film_start_s":0.0},"further_reels":[],"duration_s":6020.0,"speed_regime":"unknown"},"cues":[{"id":"c1","cue_no":"1m01","kind":"recording","status":"found","confidence":0.98,"start_s":62.5,"end_s":201.25,"recording":{"id":"54830b05ed76","path":"Kavinsky/Nightcall.flac","duration_s":259.0,"title":"Nightcall","artist":"Kavinsky","artists":[],"album":null,"album_artist":null,"composer":"Vincent Belorgey","lyricist":null,"arranger":null,"isrc":"FR6P11000380","musicbrainz_recording_id":null,"musicbrainz_work_id":null,"musicbrainz_release_id":null,"musicbrainz_artist_id":null,"label":null,"catalogue_number":null,"barcode":null,"media":null,"date":null,"original_date":null,"release_types":[],"genre":null,"track_number":null,"disc_number":null,"comment":null,"work":null,"version":null,"releases":[]},"placements":[{"film_in_s":62.5,"film_out_s":201.25,"recording_in_s":10.0,"recording_out_s":148.75,"speed":1.0,"pitch_cents":0.0,"level_db":null,"heard_on":["mid","side"],"film_in_error_s":null,"film_out_error_s":null}],"rivals":[],"notes":null,"title":null,"artist":null,"work":null,"film_part":null,"perception":null,"vocal":null,"prominence":null,"form":null,"is_rolled_up":false,"work_origin":"unknown","recording_origin":"unknown","locked":[]}],"needledrop_version":null}','2026-11-23T02:37:15.158709Z');
CREATE TABLE recordings (
	id VARCHAR(40) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	duration_s FLOAT NOT NULL, 
	title TEXT, 
	artist TEXT, 
	album TEXT, 
	composer TEXT, 
	isrc TEXT, 
	musicbrainz_recording_id TEXT, 
	musicbrainz_work_id TEXT, 
	path TEXT NOT NULL, 
	model TEXT NOT NULL, 
	segment VARCHAR(80), 
	removed BOOLEAN NOT NULL, 
	added_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recordings PRIMARY KEY (id), 
	CONSTRAINT fk_recordings_segment FOREIGN KEY(segment) REFERENCES segments (name), 
	CONSTRAINT uq_recordings_digest UNIQUE (digest)
);
INSERT INTO "recordings" VALUES('54830b05ed76','54830b05ed7612345678901234567890',30000000,259.0,'Nightcall','Kavinsky',NULL,'Vincent Belorgey','FR6P11000380',NULL,NULL,'Kavinsky/Nightcall.flac','{"id":"54830b05ed76","path":"Kavinsky/Nightcall.flac","duration_s":259.0,"title":"Nightcall","artist":"Kavinsky","composer":"Vincent Belorgey","isrc":"FR6P11000380"}','0f0f0f0f0f0f0f0f.ndx',0,'2026-11-23T02:37:15.131093Z');
CREATE TABLE segments (
	name VARCHAR(80) NOT NULL, 
	position INTEGER NOT NULL, 
	analysis_digest VARCHAR(64) NOT NULL, 
	recordings INTEGER NOT NULL, 
	bytes BIGINT NOT NULL, 
	added_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_segments PRIMARY KEY (name), 
	CONSTRAINT uq_segments_position UNIQUE (position)
);
INSERT INTO "segments" VALUES('0f0f0f0f0f0f0f0f.ndx',1,'0123456789abcdef',1,1000,'2026-11-23T02:37:15.131093Z');
CREATE INDEX ix_changes_film_id ON changes (film_id);
CREATE INDEX ix_cues_recording_id ON cues (recording_id);
CREATE INDEX ix_film_files_digest ON film_files (digest);
CREATE INDEX ix_film_files_location ON film_files (location);
CREATE INDEX ix_recordings_isrc ON recordings (isrc);
CREATE INDEX ix_recordings_musicbrainz_recording_id ON recordings (musicbrainz_recording_id);
CREATE INDEX ix_recordings_musicbrainz_work_id ON recordings (musicbrainz_work_id);
CREATE INDEX ix_recordings_segment ON recordings (segment);
CREATE INDEX ix_files_recording_id ON files (recording_id);
COMMIT;
