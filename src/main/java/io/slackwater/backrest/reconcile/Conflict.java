package io.slackwater.backrest.reconcile;

/**
 * Something in Backrest that we keep our hands off, or that keeps us from our work: an alarm.
 *
 * @param subject stable as long as it lasts: {@code repository critical}, {@code plan shop.db.app}, {@code instance}
 * @param what what is wrong, with the values
 * @param remedy what to do
 * @param mending whether we put it right ourselves, at Backrest's next rest
 */
public record Conflict(String subject, String what, String remedy, boolean mending) {

    /** One that stays until somebody does something. */
    public Conflict(String subject, String what, String remedy) {
        this(subject, what, remedy, false);
    }
}
