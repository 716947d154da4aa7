package io.slackwater.backrest.client;

/**
 * The user that Slackwater creates in a Backrest without users.
 *
 * @param passwordBcrypt the bcrypt hash in base64, as Backrest stores it
 */
public record BackrestUser(String name, String passwordBcrypt) {

    @Override
    public String toString() {
        return "user " + name;
    }
}
