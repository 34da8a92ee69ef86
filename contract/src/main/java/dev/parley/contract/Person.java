package dev.parley.contract;

/**
 * Somebody who can sign in.
 *
 * @param id the token's {@code sub}: opaque, stable, 1 to {@value #ID_MAX_CHARACTERS} characters
 * @param name the token's {@code preferred_username}: what others see and what a mention names
 */
public record Person(String id, String name) {
    public static final int ID_MAX_CHARACTERS = 255;
}
