-- The layout of everything that Parley keeps. Only the message service writes; the history service reads.
--
-- A room's log (event) is the truth; person, room, member, ban, message and reaction are what the log amounts to now,
-- written in the same transaction. Ids of users and commands come from outside and are opaque text; collation "C"
-- compares them as bytes. Tables on the way of every message have no foreign keys: the one writer checks under the room's
-- row lock what a foreign key would check again for each row.

-- Everybody who signed in at least once. Names are not unique.
create table person (
    id text collate "C" primary key,
    name text not null,
    seen_at timestamptz not null
);

-- Exact (a mention) and by prefix (a search for people).
create index person_by_name on person (lower(name) text_pattern_ops);

-- One row for each room: the head of its log. Whoever writes to a room locks its row first; rooms in ascending order of
-- their ids. members and owners count the rows of member.
create table room (
    id uuid primary key,
    kind text not null check (kind in ('public', 'private', 'direct', 'announcement')),
    name text not null,
    topic text,
    epoch text not null,
    sequence bigint not null,
    members integer not null check (members >= 0),
    owners integer not null check (owners >= 0),
    created_at timestamptz not null
) with (fillfactor = 70);

-- The rooms that anybody may find, by name.
create index room_open_by_name on room (lower(name) text_pattern_ops) where kind in ('public', 'announcement');

-- Who is in which room. joined_sequence: of the member.joined; read_sequence: the read pointer.
create table member (
    room uuid not null references room (id),
    user_id text collate "C" not null references person (id),
    role text not null check (role in ('owner', 'moderator', 'member')),
    joined_sequence bigint not null,
    read_sequence bigint not null,
    primary key (room, user_id)
) with (fillfactor = 80);

-- A user's rooms, a page at a time.
create index member_by_user on member (user_id, room);

-- Who must not see which room.
create table ban (
    room uuid not null references room (id),
    user_id text collate "C" not null references person (id),
    reason text,
    primary key (room, user_id)
);

-- The log. sequence is dense from 1 within its room. body: the event's JSON, to the byte as it was published and as it
-- reaches clients; when a message is deleted, the bodies that hold its text are replaced by ones without. affected: the
-- user concerned, if the event changes who may listen. edits: for message.edited the sequence of the message, so that a
-- delete finds every text there was.
create table event (
    room uuid not null,
    sequence bigint not null,
    type text not null,
    at timestamptz not null,
    by_id text collate "C" not null,
    command_id text collate "C" not null,
    affected text collate "C",
    edits bigint,
    body text not null,
    primary key (room, sequence)
);

create index event_edits on event (room, edits) where edits is not null;

-- What happened to the room and to who is in it: few among many, and shown between the messages.
create index event_changes on event (room, sequence) where type like 'room.%' or type like 'member.%';

-- Messages as they stand now. sequence: of the message.posted. A deleted one stays as a tombstone without text.
-- edited_sequence: of the last message.edited. search: the words of the text, of any language, as they are.
create table message (
    room uuid not null,
    sequence bigint not null,
    by_id text collate "C" not null,
    at timestamptz not null,
    text text not null,
    reply_to bigint,
    mentions text[] not null,
    edited_at timestamptz,
    edited_sequence bigint,
    deleted_at timestamptz,
    search tsvector not null generated always as (to_tsvector('simple', text)) stored,
    primary key (room, sequence)
);

create index message_by_words on message using gin (search);

-- A search walks back from the newest message in each of the caller's rooms, and does not pass those of others.
create index message_by_time on message (room, at, sequence);

-- Who reacted to which message with what. sequence: of the reaction.added.
create table reaction (
    room uuid not null,
    message bigint not null,
    emoji text collate "C" not null,
    user_id text collate "C" not null,
    sequence bigint not null,
    primary key (room, message, emoji, user_id)
);

-- The first answer to every command that was accepted, for ever: what makes sending it again harmless. first_sequence:
-- of its first event, null if it wrote none; sequence: of its last event, or what else was answered.
create table accepted_command (
    user_id text collate "C" not null,
    command_id text collate "C" not null,
    room uuid not null,
    epoch text not null,
    first_sequence bigint,
    sequence bigint not null,
    answered timestamptz not null,
    primary key (user_id, command_id)
);

-- How far each partition of the command log is decided: next_offset is the first that is not. Moves in the transaction
-- that decides, so that a command which was refused is never decided a second time. partition holds the topic's id: a
-- topic that was made anew starts anew.
create table progress (
    partition text collate "C" primary key,
    next_offset bigint not null
) with (fillfactor = 50);

-- The history service may read what it shows. The role is made by whoever made the database; without one nobody but the
-- owner may read.
do $$
begin
    if exists (select from pg_roles where rolname = '${historyRole}') then
        execute format('grant usage on schema %I to %I', current_schema(), '${historyRole}');
        execute format(
            'grant select on person, room, member, ban, event, message, reaction to %I', '${historyRole}');
    end if;
end
$$;
