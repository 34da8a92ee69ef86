package dev.parley.system.environment;

/** Somebody in the realm. Their password is their name. */
public final class User {
    private final Realm realm;
    private final String name;
    private final String id;

    User(Realm realm, String name) {
        this.realm = realm;
        this.name = name;
        this.id = Jwt.subject(realm.token(name, Realm.USUAL_CLIENT));
    }

    public String name() {
        return name;
    }

    /** The token's {@code sub}. */
    public String id() {
        return id;
    }

    /** A token with most of its life ahead. */
    public String token() {
        return realm.token(name, Realm.USUAL_CLIENT);
    }

    /** A token that outlives the test: for clients that do not renew theirs. */
    public String longLivedToken() {
        return realm.token(name, Realm.LONG_CLIENT);
    }

    /** A token that lives for {@link Realm#SHORT_LIFE} from now. */
    public String shortLivedToken() {
        return realm.freshToken(name, Realm.SHORT_CLIENT);
    }

    /** A genuine token that was meant for somebody else than Parley. */
    public String tokenForAnotherAudience() {
        return realm.token(name, Realm.FOREIGN_CLIENT);
    }

    @Override
    public String toString() {
        return name;
    }
}
