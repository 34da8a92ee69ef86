package dev.parley.message.room;

import dev.parley.contract.Role;
import org.jspecify.annotations.Nullable;

/** How one user stands in one room: member, banned or neither, never both. */
public final class Standing {

    /**
     * @param joined sequence of the {@code member.joined}
     * @param read the read pointer: the last sequence that the member has seen
     */
    public record Membership(Role role, long joined, long read) {}

    public record Ban(@Nullable String reason) {}

    private final @Nullable Membership storedMembership;
    private final @Nullable Ban storedBan;
    private @Nullable Membership membership;
    private @Nullable Ban ban;

    public Standing(@Nullable Membership membership, @Nullable Ban ban) {
        this.storedMembership = membership;
        this.storedBan = ban;
        this.membership = membership;
        this.ban = ban;
    }

    static Standing none() {
        return new Standing(null, null);
    }

    public @Nullable Membership membership() {
        return membership;
    }

    public @Nullable Ban ban() {
        return ban;
    }

    /** Whether the membership is not what the store has. */
    public boolean membershipChanged() {
        return membership == null ? storedMembership != null : !membership.equals(storedMembership);
    }

    /** Whether the ban is not what the store has. */
    public boolean banChanged() {
        return ban == null ? storedBan != null : !ban.equals(storedBan);
    }

    boolean isMember() {
        return membership != null;
    }

    boolean isBanned() {
        return ban != null;
    }

    /** Null for somebody who is not a member. */
    @Nullable
    Role role() {
        return membership == null ? null : membership.role();
    }

    boolean isOwner() {
        return role() == Role.OWNER;
    }

    boolean moderates() {
        return membership != null && membership.role().moderates();
    }

    void join(Role role, long sequence) {
        membership = new Membership(role, sequence, sequence);
    }

    void leave() {
        membership = null;
    }

    void changeRole(Role role) {
        Membership before = required();
        membership = new Membership(role, before.joined(), before.read());
    }

    /** @return the read pointer, which never moves backwards */
    long read(long sequence) {
        Membership before = required();
        long read = Math.max(before.read(), sequence);
        membership = new Membership(before.role(), before.joined(), read);
        return read;
    }

    void banned(@Nullable String reason) {
        membership = null;
        ban = new Ban(reason);
    }

    void unbanned() {
        ban = null;
    }

    private Membership required() {
        if (membership == null) {
            throw new IllegalStateException("only a member has a role and a read pointer");
        }
        return membership;
    }
}
