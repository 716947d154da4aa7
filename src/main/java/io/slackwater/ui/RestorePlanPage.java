package io.slackwater.ui;

import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.RestorePlan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What the page of a restore plan shows.
 *
 * @param scope the data in words
 * @param id confirm the plan with this id, the token and the phrase
 * @param leftOut datasets that cannot be restored in place, each with the reason
 */
public record RestorePlanPage(
        String scope,
        String id,
        String token,
        String phrase,
        Moment expires,
        boolean possible,
        List<Item> items,
        List<String> leftOut) {

    /**
     * One dataset of the plan.
     *
     * @param snapshot the first characters of its id
     * @param facts what is overwritten and stopped, the space, and the outage
     * @param warning a known problem of the snapshot; empty without one
     * @param refusals why it is impossible now
     */
    public record Item(
            String dataset,
            String snapshot,
            Moment time,
            List<Fact> facts,
            List<String> notes,
            String warning,
            List<String> refusals) {}

    static RestorePlanPage of(InPlaceRestores.Offer offer, Texts texts, ZoneId zone, Instant now) {
        RestorePlan plan = offer.plan();
        return new RestorePlanPage(
                plan.scope().words(),
                plan.id(),
                offer.token(),
                plan.phrase(),
                Moment.of(plan.expires(), now, zone, texts),
                plan.refusals().isEmpty(),
                plan.items().stream().map(item -> item(item, texts, zone, now)).toList(),
                plan.leftOut());
    }

    private static Item item(RestorePlan.Item item, Texts texts, ZoneId zone, Instant now) {
        return new Item(
                item.snapshot().dataset(),
                item.snapshot().shortId(),
                Moment.of(item.snapshot().time(), now, zone, texts),
                facts(item, texts),
                item.forecast().notes(),
                item.warning().orElse(""),
                item.refusals());
    }

    private static List<Fact> facts(RestorePlan.Item item, Texts texts) {
        String stops = item.forecast().stops().isEmpty()
                ? texts.of("restoreStopsNone")
                : String.join(", ", item.forecast().stops());
        String needs = texts.size(item.forecast().bytes());
        return List.of(
                Fact.of(texts.of("restoreOverwrites"), item.forecast().overwrites()),
                Fact.of(texts.of("restoreStops"), stops),
                Fact.of(
                        texts.of("restoreNeeds"),
                        item.forecast()
                                .free()
                                .map(free -> texts.of("restoreNeedsOf", needs, texts.size(free)))
                                .orElse(needs)),
                Fact.of(
                        texts.of("restoreOutage"),
                        texts.of("restoreAtMost", texts.duration(item.forecast().outage()))));
    }
}
