package dev.parley.history.rooms;

/** The statements of {@link Rooms}; {@code $1} is always the caller. */
final class RoomSql {
    /**
     * A room with its newest message, the caller's unread count and the people of a direct room. Unread looks at the newest
     * thousand messages after the pointer and stops at a hundred that count: its cost has a bound.
     */
    private static final String SUMMARY = """
            select r.id, r.name, lower(r.name) as key, r.kind, r.topic, r.epoch, r.sequence, r.members, r.created_at,
                   m.role, m.joined_sequence, m.read_sequence, u.unread, u.mentions as unread_mentions,
                   l.sequence as last_sequence, l.at as last_at, l.by_id as last_by_id,
                   coalesce(lp.name, l.by_id) as last_by_name, l.text as last_text, l.deleted_at as last_deleted_at,
                   d.ids as people_ids, d.names as people_names
            from %s
            left join lateral (
              select sequence, at, by_id, text, deleted_at
              from message
              where room = r.id
              order by sequence desc
              limit 1
            ) l on true
            left join person lp on lp.id = l.by_id
            left join lateral (
              select count(*)::int as unread,
                     coalesce(array_agg(sequence order by sequence) filter (where $1 = any(mentions)), '{}') as mentions
              from (
                select sequence, mentions
                from (
                  select sequence, by_id, mentions, deleted_at
                  from message
                  where room = r.id and sequence > m.read_sequence
                  order by sequence desc
                  limit 1000
                ) newest
                where by_id <> $1 and deleted_at is null
                limit 100
              ) counted
            ) u on m.role is not null
            left join lateral (
              select array_agg(dm.user_id order by dm.user_id) as ids,
                     array_agg(coalesce(dp.name, dm.user_id) order by dm.user_id) as names
              from member dm
              left join person dp on dp.id = dm.user_id
              where r.kind = 'direct' and dm.room = r.id
            ) d on true
            """;

    static final String ONE =
            SUMMARY.formatted("room r left join member m on m.room = r.id and m.user_id = $1") + "where r.id = $2";

    private static final String MINE = SUMMARY.formatted("member m join room r on r.id = m.room");

    static final String MINE_AFTER = MINE + "where m.user_id = $1 and m.room > $2 order by m.room limit $3";

    static final String MINE_BEFORE = MINE + "where m.user_id = $1 and m.room < $2 order by m.room desc limit $3";

    /**
     * The page is cut before the summaries are made. The bounds are ranges of bytes, as the index has them: {@code like}
     * would need the prefix when the statement is planned. chr(1114111) is the last character there is.
     */
    private static final String OPEN = """
            (
              select *
              from room
              where kind in ('public', 'announcement')
                and lower(name) ~<~ (lower($2) || chr(1114111))
                and %s
                and not exists (select from ban b where b.room = room.id and b.user_id = $1)
              order by lower(name) using %s
              limit $5
            ) r
            left join member m on m.room = r.id and m.user_id = $1
            """;

    static final String OPEN_AFTER =
            SUMMARY.formatted(OPEN.formatted("""
                            lower(name) ~>=~ (case when $3 ~>~ lower($2) then $3 else lower($2) end)
                            and (lower(name) ~>~ $3 or id > $4)
                            """, "~<~, id")) + "order by lower(r.name) using ~<~, r.id";

    static final String OPEN_BEFORE =
            SUMMARY.formatted(OPEN.formatted("""
                            lower(name) ~>=~ lower($2)
                            and lower(name) ~<=~ $3
                            and (lower(name) ~<~ $3 or id < $4)
                            """, "~>~, id desc")) + "order by lower(r.name) using ~>~, r.id desc";

    private RoomSql() {}
}
